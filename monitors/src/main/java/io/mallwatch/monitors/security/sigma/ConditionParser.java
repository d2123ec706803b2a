package io.mallwatch.monitors.security.sigma;

import io.mallwatch.monitors.security.sigma.SigmaRule.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `selection and not 1 of filter_*`: `or` binds least, then `and`, then `not`.
final class ConditionParser {

  private static final Pattern TOKEN = Pattern.compile("\\s*([()]|[\\w*?.-]+|\\S)");
  private static final int MAX_DEPTH = 50;

  private final Map<String, Condition> searches;
  private final List<String> tokens = new ArrayList<>();
  private final String where;
  private int at;
  private int depth;

  private ConditionParser(String text, Map<String, Condition> searches, String where) {
    this.searches = searches;
    this.where = where;
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      tokens.add(token.group(1));
    }
  }

  /// @param searches by name
  /// @throws BadSigmaException when it cannot be read
  static Condition parse(String text, Map<String, Condition> searches, String where) {
    ConditionParser parser = new ConditionParser(text, searches, where);
    Condition condition = parser.or();
    if (parser.eat("|")) {
      throw parser.bad("aggregations after '|' are not supported; use a correlation");
    }
    if (parser.at < parser.tokens.size()) {
      throw parser.bad("'%s' is not understood".formatted(parser.tokens.get(parser.at)));
    }
    return condition;
  }

  private BadSigmaException bad(String why) {
    return new BadSigmaException(where + ": condition: " + why);
  }

  private boolean eat(String word) {
    if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(word)) {
      at++;
      return true;
    }
    return false;
  }

  private Condition or() {
    if (++depth > MAX_DEPTH) {
      throw bad("it is nested too deeply");
    }
    List<Condition> parts = new ArrayList<>(List.of(and()));
    while (eat("or")) {
      parts.add(and());
    }
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new Condition.Any(List.copyOf(parts));
  }

  private Condition and() {
    List<Condition> parts = new ArrayList<>(List.of(not()));
    while (eat("and")) {
      parts.add(not());
    }
    return parts.size() == 1 ? parts.getFirst() : new Condition.All(List.copyOf(parts));
  }

  private Condition not() {
    int times = 0;
    while (eat("not")) {
      times++;
    }
    Condition part = primary();
    return times % 2 == 0 ? part : new Condition.Not(part);
  }

  private Condition primary() {
    if (eat("(")) {
      Condition inner = or();
      if (!eat(")")) {
        throw bad("a closing parenthesis is missing");
      }
      return inner;
    }
    if (at >= tokens.size()) {
      throw bad("it ends too early");
    }
    String word = tokens.get(at++);
    if (eat("of")) {
      return several(word);
    }
    Condition search = searches.get(word);
    if (search == null) {
      throw bad("there is no search '%s'".formatted(word));
    }
    return search;
  }

  private Condition several(String count) {
    if (at >= tokens.size()) {
      throw bad("'of' needs the name of searches");
    }
    String pattern = tokens.get(at++);
    List<Condition> some = new ArrayList<>();
    String expression =
        pattern.equals("them") ? "(?!_).*" : pattern.replace(".", "\\.").replace("*", ".*");
    searches.forEach((name, search) -> {
      if (name.matches(expression)) {
        some.add(search);
      }
    });
    if (some.isEmpty()) {
      throw bad("no search is called '%s'".formatted(pattern));
    }
    return switch (count) {
      case "1", "any" -> new Condition.Any(List.copyOf(some));
      case "all" -> new Condition.All(List.copyOf(some));
      default -> throw bad("'%s of' is not supported; '1 of' and 'all of' are".formatted(count));
    };
  }
}
