package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.logs.LogFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the query language of Lucene, as `query_string`, `simple_query_string` and `q` carry it:
/// `level:error AND (支付 OR "connection reset"~2) -debug dur*:>5 ts:[a TO b} /regex/ teh~1 x^2`.
///
/// `AND` binds tighter than `OR`; what stands side by side is joined by the default operator, and
/// `+` and `-` mean required and forbidden, as in Lucene.
final class QueryText {

  private static final int MAX_LENGTH = 10_000;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_CLAUSES = 1_024;

  /// Makes filters of what was read.
  interface Fields {
    /// @param field as it stands in the text; empty for the default ones
    LogFilter words(String field, String text);

    LogFilter phrase(String field, String text, int slop);

    LogFilter like(String field, LogFilter.Form form, String pattern, int edits);

    /// @param low null is open
    LogFilter range(
        String field, @Nullable String low, boolean lowIn, @Nullable String high, boolean highIn);

    LogFilter exists(String field);
  }

  private final String text;
  private final boolean allByDefault;
  private final boolean lenient;
  private final Fields fields;
  private int at;
  private int depth;
  private int clauses;

  private QueryText(String text, boolean allByDefault, boolean lenient, Fields fields) {
    this.text = text;
    this.allByDefault = allByDefault;
    this.lenient = lenient;
    this.fields = fields;
  }

  /// @param allByDefault whether terms side by side must all be found
  /// @param lenient whether what cannot be read is left out instead of refused
  static LogFilter parse(String text, boolean allByDefault, boolean lenient, Fields fields) {
    if (text.length() > MAX_LENGTH) {
      throw ElasticErrors.illegal(
          "the query has %d characters, at most %d".formatted(text.length(), MAX_LENGTH));
    }
    QueryText query = new QueryText(text, allByDefault, lenient, fields);
    LogFilter filter = query.clauses("");
    if (query.peek() != 0) {
      if (!lenient) {
        throw query.bad();
      }
      query.at++;
      return new LogFilter.And(
          List.of(filter, parse(text.substring(query.at), allByDefault, true, fields)));
    }
    return filter;
  }

  private RuntimeException bad() {
    return ElasticErrors.shards(
        "query_shard_exception", "Failed to parse query [%s]".formatted(text));
  }

  private char peek() {
    while (at < text.length()
        && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\u3000')) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean word(String word) {
    peek();
    int end = at + word.length();
    if (text.startsWith(word, at)
        && (end == text.length() || " \t\n\r\u3000()".indexOf(text.charAt(end)) >= 0)) {
      at = end;
      return true;
    }
    return false;
  }

  private boolean sign(String sign) {
    peek();
    if (text.startsWith(sign, at)) {
      at += sign.length();
      return true;
    }
    return false;
  }

  /// Clauses up to a closing bracket or the end.
  private LogFilter clauses(String field) {
    if (++depth > MAX_DEPTH) {
      throw bad();
    }
    List<LogFilter> required = new ArrayList<>();
    List<LogFilter> optional = new ArrayList<>();
    boolean orBefore = false;
    for (char next = peek(); next != 0 && next != ')'; next = peek()) {
      boolean must = sign("+");
      LogFilter group = conjunction(field);
      boolean orBehind = word("OR") || sign("||");
      boolean forbidden = group instanceof LogFilter.Not;
      if (must || (forbidden && !orBefore && !orBehind)) {
        required.add(group);
      } else if (allByDefault && !orBefore && !orBehind) {
        required.add(group);
      } else {
        optional.add(group);
      }
      orBefore = orBehind;
    }
    depth--;
    boolean anyWanted = required.stream().anyMatch(one -> !(one instanceof LogFilter.Not));
    if (!optional.isEmpty() && (!anyWanted || allByDefault)) {
      required.add(optional.size() == 1 ? optional.getFirst() : new LogFilter.Or(optional));
    }
    return switch (required.size()) {
      case 0 -> new LogFilter.Or(List.of());
      case 1 -> required.getFirst();
      default -> new LogFilter.And(required);
    };
  }

  private LogFilter conjunction(String field) {
    List<LogFilter> all = new ArrayList<>();
    do {
      sign("+");
      all.add(clause(field));
    } while (word("AND") || sign("&&"));
    return all.size() == 1 ? all.getFirst() : new LogFilter.And(all);
  }

  private LogFilter clause(String field) {
    if (++clauses > MAX_CLAUSES) {
      throw ElasticErrors.illegal("the query has more than %d clauses".formatted(MAX_CLAUSES));
    }
    char next = peek();
    if (word("NOT") || next == '-' || next == '!') {
      if (next == '-' || next == '!') {
        at++;
      }
      return new LogFilter.Not(clause(field));
    }
    String named = field;
    int start = at;
    String name = fieldName();
    if (name != null) {
      if (name.equals("_exists_")) {
        return fields.exists(term());
      }
      named = name.equals("*") ? "" : name;
      if (name.equals("*") && peek() == '*') {
        at++;
        return new LogFilter.All();
      }
    } else {
      at = start;
    }
    return boosted(value(named));
  }

  /// A name before a colon; null, with the place lost, when there is none.
  private @Nullable String fieldName() {
    StringBuilder name = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ':') {
        at++;
        return name.isEmpty() ? null : name.toString();
      }
      if (c == '\\' && at + 1 < text.length()) {
        name.append(text.charAt(at + 1));
        at += 2;
      } else if (Character.isWhitespace(c) || "\"()[]{}<>/!~^".indexOf(c) >= 0) {
        return null;
      } else {
        name.append(c);
        at++;
      }
    }
    return null;
  }

  private LogFilter boosted(LogFilter filter) {
    if (at < text.length() && text.charAt(at) == '^') {
      at++;
      number();
    }
    return filter;
  }

  private String number() {
    int start = at;
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    return text.substring(start, at);
  }

  private LogFilter value(String field) {
    char next = peek();
    return switch (next) {
      case '(' -> {
        at++;
        LogFilter inside = clauses(field);
        if (peek() == ')') {
          at++;
        } else if (!lenient) {
          throw bad();
        }
        yield inside;
      }
      case '"' -> phrase(field);
      case '[', '{' -> range(field);
      case '<', '>' -> compared(field);
      case '/' -> regex(field);
      case 0, ')' -> {
        if (lenient) {
          yield new LogFilter.All();
        }
        throw bad();
      }
      default -> single(field);
    };
  }

  private LogFilter phrase(String field) {
    StringBuilder quoted = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      quoted.append(text.charAt(at++));
    }
    if (at >= text.length() && !lenient) {
      throw bad();
    }
    at = Math.min(text.length(), at + 1);
    int slop = 0;
    if (at < text.length() && text.charAt(at) == '~') {
      at++;
      String given = number();
      slop = given.isEmpty() ? 0 : (int) Double.parseDouble(given);
    }
    return fields.phrase(field, quoted.toString(), slop);
  }

  private LogFilter range(String field) {
    boolean lowIn = text.charAt(at++) == '[';
    String low = bound();
    if (!word("TO")) {
      throw bad();
    }
    String high = bound();
    char end = peek();
    if (end != ']' && end != '}') {
      throw bad();
    }
    at++;
    return fields.range(
        field, low.equals("*") ? null : low, lowIn, high.equals("*") ? null : high, end == ']');
  }

  private String bound() {
    if (peek() == '"') {
      int end = text.indexOf('"', at + 1);
      if (end < 0) {
        throw bad();
      }
      String quoted = text.substring(at + 1, end);
      at = end + 1;
      return quoted;
    }
    int start = at;
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && "]}".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (start == at) {
      throw bad();
    }
    return text.substring(start, at);
  }

  private LogFilter compared(String field) {
    boolean less = text.charAt(at++) == '<';
    boolean equal = at < text.length() && text.charAt(at) == '=';
    at += equal ? 1 : 0;
    String bound = peek() == '"' ? bound() : term();
    return less
        ? fields.range(field, null, true, bound, equal)
        : fields.range(field, bound, equal, null, true);
  }

  private LogFilter regex(String field) {
    StringBuilder regex = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '/') {
      if (text.charAt(at) == '\\' && text.startsWith("\\/", at)) {
        at++;
      }
      regex.append(text.charAt(at++));
    }
    if (at >= text.length()) {
      throw bad();
    }
    at++;
    return fields.like(field, LogFilter.Form.REGEXP, regex.toString(), 0);
  }

  /// A word up to white space, a bracket or a sign, as it stands, without backslashes.
  private String term() {
    StringBuilder term = new StringBuilder();
    peek();
    while (at < text.length() && !endsTerm(text.charAt(at))) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      term.append(text.charAt(at++));
    }
    if (term.isEmpty()) {
      throw bad();
    }
    return term.toString();
  }

  private static boolean endsTerm(char c) {
    return Character.isWhitespace(c) || c == '\u3000' || "()[]{}\"^~".indexOf(c) >= 0;
  }

  private LogFilter single(String field) {
    int start = at;
    String term = term();
    String raw = text.substring(start, at);
    if (at < text.length() && text.charAt(at) == '~') {
      at++;
      String given = number();
      int edits =
          given.isEmpty()
              ? term.length() < 3 ? 0 : term.length() < 6 ? 1 : 2
              : Math.min(2, (int) Double.parseDouble(given));
      return fields.like(field, LogFilter.Form.FUZZY, term, edits);
    }
    boolean pattern = raw.replaceAll("\\\\.", "").matches("(?s).*[*?].*");
    if (raw.equals("*")) {
      return field.isEmpty() ? new LogFilter.All() : fields.exists(field);
    }
    return pattern
        ? fields.like(field, LogFilter.Form.WILDCARD, raw, 0)
        : fields.words(field, term);
  }
}
