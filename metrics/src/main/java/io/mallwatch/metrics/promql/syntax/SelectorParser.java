package io.mallwatch.metrics.promql.syntax;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.List;

/// Reads metric names, label matchers and the lists of labels in groupings.
final class SelectorParser {

  private final TokenStream tokens;

  SelectorParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /// A selector; the next word is a name or `{`.
  Expr.VectorSelector selector() {
    Token first = tokens.peek();
    String name = "";
    TextRange range = first.range();
    List<Matcher> matchers = new ArrayList<>();
    if (!first.is("{")) {
      name = tokens.take().text();
    }
    if (tokens.peek().is("{")) {
      tokens.take();
      readMatchers(matchers);
      range = range.to(tokens.last().range());
    }
    if (!name.isEmpty()) {
      matchers.add(Matcher.equal(Labels.METRIC_NAME, name));
    }
    return new Expr.VectorSelector(name, matchers, TimeModifiers.NONE, Edges.PLAIN, range);
  }

  private void readMatchers(List<Matcher> matchers) {
    if (tokens.takeIf("}")) {
      return;
    }
    while (true) {
      matchers.add(matcher());
      if (tokens.takeIf("}")) {
        return;
      }
      if (!tokens.takeIf(",")) {
        throw tokens.unexpected("label matching", "\",\" or \"}\"");
      }
      if (tokens.takeIf("}")) {
        return;
      }
    }
  }

  private Matcher matcher() {
    Token name = tokens.peek();
    boolean quoted = name.type() == TokenType.STRING;
    if (!quoted && name.type() != TokenType.IDENTIFIER) {
      throw tokens.unexpected("label matching", "identifier or \"}\"");
    }
    tokens.take();
    String label = quoted ? Quoting.unquote(name.text()) : name.text();
    if (tokens.peek().type() != TokenType.MATCH) {
      if (quoted) {
        return Matcher.equal(Labels.METRIC_NAME, label);
      }
      throw tokens.unexpected("label matching", "label matching operator");
    }
    String symbol = tokens.take().text();
    if (tokens.peek().type() != TokenType.STRING) {
      throw tokens.unexpected("label matching", "string");
    }
    Token value = tokens.take();
    try {
      return matcher(symbol, label, Quoting.unquote(value.text()));
    } catch (PatternSyntaxException e) {
      throw tokens.error(name.range().to(value.range()), String.valueOf(e.getMessage()));
    }
  }

  /// Regular expressions are RE2's, which take time linear in the value, whole and with `.` for any
  /// character.
  ///
  /// @throws PatternSyntaxException in Prometheus's words
  private static Matcher matcher(String symbol, String label, String value) {
    return switch (symbol) {
      case "=" -> Matcher.equal(label, value);
      case "!=" -> new Matcher(Matcher.Type.NOT_EQUAL, label, value);
      case "=~" -> new Matcher(Matcher.Type.REGEX, label, value, regex(value)::matches);
      case "!~" -> {
        Pattern regex = regex(value);
        yield new Matcher(Matcher.Type.NOT_REGEX, label, value, other -> !regex.matches(other));
      }
      default -> throw new IllegalArgumentException(symbol);
    };
  }

  private static Pattern regex(String value) {
    String whole = "^(?s:" + value + ")$";
    try {
      return Pattern.compile(whole);
    } catch (PatternSyntaxException e) {
      // what the library calls a parenthesis that closes nothing
      throw e.getDescription().endsWith("internal error")
          ? new PatternSyntaxException("unexpected )", whole)
          : e;
    }
  }

  /// Labels in parentheses, as after `by` or `on`.
  List<String> grouping() {
    if (!tokens.takeIf("(")) {
      throw tokens.unexpected("grouping opts", "\"(\"");
    }
    List<String> labels = new ArrayList<>();
    if (tokens.takeIf(")")) {
      return labels;
    }
    while (true) {
      labels.add(groupingLabel());
      if (tokens.takeIf(")")) {
        return labels;
      }
      if (!tokens.takeIf(",")) {
        throw tokens.unexpected("grouping opts", "\",\" or \")\"");
      }
      if (tokens.takeIf(")")) {
        return labels;
      }
    }
  }

  private String groupingLabel() {
    Token token = tokens.peek();
    boolean name =
        token.type() == TokenType.IDENTIFIER
            || token.type() == TokenType.METRIC_IDENTIFIER
            || token.type() == TokenType.STRING
            || (token.type() == TokenType.KEYWORD && Keywords.mayNameLabel(token.word()));
    if (!name) {
      throw tokens.unexpected("grouping opts", "label");
    }
    tokens.take();
    String label = token.type() == TokenType.STRING ? Quoting.unquote(token.text()) : token.text();
    if (label.isEmpty() || !Quoting.isUtf8(label)) {
      throw tokens.error(token.range(), "invalid label name for grouping: " + Quoting.quote(label));
    }
    return label;
  }
}
