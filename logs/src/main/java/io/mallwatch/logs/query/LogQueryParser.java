package io.mallwatch.logs.query;

import io.mallwatch.logs.LogFilter;
import io.mallwatch.model.BadQueryException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what a person types into the search field.
///
/// ```
/// 支付失败 timeout            both, anywhere in the message or the error's message
/// "connection reset"          one after the other
/// level:error service:(order OR payment)
/// durationMillis:>500  data.amount:[100 TO 200}
/// -action:login  NOT (a OR b)
/// SF1000*  data.coupon:*      begins with; has the field
/// ```
///
/// Terms side by side are joined by AND, which binds tighter than OR. A backslash takes the meaning
/// from the next character. [LogFilters#text(LogFilter)] writes a filter back.
public final class LogQueryParser {

  /// Longest text that is read.
  public static final int MAX_LENGTH = 10_000;

  private static final int MAX_DEPTH = 50;
  private static final int MAX_CLAUSES = 1_000;

  private final String text;
  private int at;
  private int depth;
  private int clauses;

  private LogQueryParser(String text) {
    this.text = text;
  }

  /// The filter that `text` means; empty text means every entry.
  ///
  /// @throws BadQueryException with the position of what cannot be understood
  public static LogFilter parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new BadQueryException(
          "the query is %d characters long, at most %d".formatted(text.length(), MAX_LENGTH), 0);
    }
    LogQueryParser parser = new LogQueryParser(text);
    parser.skipSpace();
    if (parser.atEnd()) {
      return new LogFilter.All();
    }
    LogFilter filter = parser.or("");
    if (!parser.atEnd()) {
      throw parser.bad("unexpected '%c'".formatted(text.charAt(parser.at)), parser.at);
    }
    return filter;
  }

  private LogFilter or(String field) {
    List<LogFilter> any = new ArrayList<>();
    any.add(and(field));
    while (word("OR", "||")) {
      any.add(and(field));
    }
    return any.size() == 1 ? any.getFirst() : new LogFilter.Or(any);
  }

  private LogFilter and(String field) {
    List<LogFilter> all = new ArrayList<>();
    do {
      boolean joined = !all.isEmpty() && word("AND", "&&");
      if (!joined && !all.isEmpty() && (atEnd() || peek() == ')' || seesWord("OR", "||"))) {
        break;
      }
      all.add(not(field));
    } while (true);
    return all.size() == 1 ? all.getFirst() : new LogFilter.And(all);
  }

  private LogFilter not(String field) {
    if (word("NOT", "!")) {
      return new LogFilter.Not(nested(field));
    }
    if (!atEnd() && peek() == '-') {
      at++;
      return new LogFilter.Not(nested(field));
    }
    return primary(field);
  }

  private LogFilter nested(String field) {
    enter();
    LogFilter filter = not(field);
    depth--;
    return filter;
  }

  private LogFilter primary(String field) {
    if (++clauses > MAX_CLAUSES) {
      throw bad("more than %d terms".formatted(MAX_CLAUSES), at);
    }
    if (atEnd()) {
      throw bad("a term is missing at the end", at);
    }
    if (peek() == '(') {
      return group(field);
    }
    if (field.isEmpty()) {
      String name = fieldName();
      if (name != null) {
        return value(name);
      }
    }
    return value(field);
  }

  private LogFilter group(String field) {
    int open = at;
    enter();
    at++;
    skipSpace();
    LogFilter filter = or(field);
    if (atEnd() || peek() != ')') {
      throw bad("this '(' is never closed", open);
    }
    at++;
    depth--;
    skipSpace();
    return filter;
  }

  /// Reads `name:` and returns the canonical name; null, with nothing read, when a plain term
  /// stands here, such as `12:30` or `http://mall`.
  private @Nullable String fieldName() {
    int from = at;
    int i = at;
    StringBuilder name = new StringBuilder();
    while (i < text.length() && (isNamePart(text.charAt(i)) || text.charAt(i) == '\\')) {
      if (text.charAt(i) == '\\' && ++i >= text.length()) {
        return null;
      }
      name.append(text.charAt(i++));
    }
    if (i >= text.length() || text.charAt(i) != ':' || i == from || text.startsWith("://", i)) {
      return null;
    }
    char first = name.charAt(0);
    if (!Character.isLetter(first) && first != '@' && first != '_') {
      return null;
    }
    at = i + 1;
    if (name.toString().equals("_exists_")) {
      return "_exists_";
    }
    return LogFields.canonical(name.toString());
  }

  private LogFilter value(String field) {
    if (atEnd() || Character.isWhitespace(peek())) {
      throw bad("a value is missing", at);
    }
    return switch (peek()) {
      case '(' -> group(field);
      case '"' -> quoted(field);
      case '[', '{' -> field.isEmpty() ? plain(field) : range(field);
      case '<', '>' -> field.isEmpty() ? plain(field) : comparison(field);
      case ')' -> throw bad("unexpected ')'", at);
      default -> plain(field);
    };
  }

  private LogFilter quoted(String field) {
    String value = quotedText();
    skipSpace();
    return LogFields.kind(field) == LogFields.Kind.TEXT
        ? new LogFilter.Phrase(field, value)
        : new LogFilter.Equal(field, LogFields.normal(field, value));
  }

  private String quotedText() {
    int open = at++;
    StringBuilder out = new StringBuilder();
    while (!atEnd() && peek() != '"') {
      if (peek() == '\\' && at + 1 < text.length()) {
        at++;
      }
      out.append(text.charAt(at++));
    }
    if (atEnd()) {
      throw bad("this '\"' is never closed", open);
    }
    at++;
    return out.toString();
  }

  private LogFilter comparison(String field) {
    char sign = text.charAt(at++);
    boolean inclusive = !atEnd() && peek() == '=';
    if (inclusive) {
      at++;
    }
    Double bound = bound();
    skipSpace();
    return sign == '>'
        ? new LogFilter.Range(field, bound, inclusive, null, false)
        : new LogFilter.Range(field, null, false, bound, inclusive);
  }

  private LogFilter range(String field) {
    int open = at;
    boolean fromInclusive = text.charAt(at++) == '[';
    skipSpace();
    Double from = bound();
    skipSpace();
    if (!word("TO", "TO")) {
      throw bad("'TO' is missing in the range", at);
    }
    Double to = bound();
    skipSpace();
    if (atEnd() || (peek() != ']' && peek() != '}')) {
      throw bad("this range is never closed", open);
    }
    boolean toInclusive = text.charAt(at++) == ']';
    skipSpace();
    return new LogFilter.Range(field, from, fromInclusive, to, toInclusive);
  }

  private @Nullable Double bound() {
    int from = at;
    while (!atEnd() && !Character.isWhitespace(peek()) && ")]}".indexOf(peek()) < 0) {
      at++;
    }
    String bound = text.substring(from, at).replace("\"", "");
    if (bound.equals("*")) {
      return null;
    }
    Double number = FilterMatch.number(bound);
    if (number == null || number.isNaN()) {
      throw bad("'%s' is not a number".formatted(bound), from);
    }
    return number;
  }

  private LogFilter plain(String field) {
    int from = at;
    StringBuilder out = new StringBuilder();
    int star = -1;
    while (!atEnd() && !Character.isWhitespace(peek()) && "()\"".indexOf(peek()) < 0) {
      char c = text.charAt(at++);
      if (c == '*' && star < 0) {
        star = out.length();
      }
      if (c == '\\' && !atEnd()) {
        c = text.charAt(at++);
      }
      out.append(c);
    }
    String raw = text.substring(from, at);
    if (at == from || raw.equals("AND") || raw.equals("OR")) {
      throw bad("unexpected '%s'".formatted(at == from ? peek() : raw), from);
    }
    skipSpace();
    if (star < 0) {
      return term(field, out.toString(), from);
    }
    if (star != out.length() - 1) {
      throw bad("'*' is only understood at the end of a word", from);
    }
    return prefix(field, out.substring(0, star), from);
  }

  private LogFilter term(String field, String value, int from) {
    if (field.equals("_exists_")) {
      return new LogFilter.Exists(LogFields.canonical(value));
    }
    return switch (LogFields.kind(field)) {
      case TEXT -> new LogFilter.Words(field, value);
      case KEYWORD, DATA -> new LogFilter.Equal(field, LogFields.normal(field, value));
      case NUMBER -> {
        if (FilterMatch.number(value) == null) {
          throw bad("'%s' is not a number".formatted(value), from);
        }
        yield new LogFilter.Equal(field, value);
      }
    };
  }

  private LogFilter prefix(String field, String prefix, int from) {
    if (prefix.isEmpty()) {
      return field.isEmpty() ? new LogFilter.All() : new LogFilter.Exists(field);
    }
    if (LogFields.kind(field) == LogFields.Kind.NUMBER || field.equals("_exists_")) {
      throw bad("'*' is not understood here", from);
    }
    return new LogFilter.Prefix(field, LogFields.normal(field, prefix));
  }

  /// Steps over one of the two spellings when it stands here as a word.
  private boolean word(String name, String sign) {
    if (!seesWord(name, sign)) {
      return false;
    }
    at += text.startsWith(name, at) ? name.length() : sign.length();
    skipSpace();
    return true;
  }

  private boolean seesWord(String name, String sign) {
    if (text.startsWith(name, at)) {
      int end = at + name.length();
      return end >= text.length()
          || Character.isWhitespace(text.charAt(end))
          || text.charAt(end) == '(';
    }
    return text.startsWith(sign, at);
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw bad("nested deeper than %d".formatted(MAX_DEPTH), at);
    }
  }

  private char peek() {
    return text.charAt(at);
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private void skipSpace() {
    while (!atEnd() && Character.isWhitespace(peek())) {
      at++;
    }
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-' || c == '@';
  }

  private BadQueryException bad(String what, int position) {
    return new BadQueryException("%s, at character %d".formatted(what, position + 1), position);
  }
}
