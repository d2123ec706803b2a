package io.mallwatch.alerts.silence;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Label matchers as Alertmanager writes them: `severity="critical"`, `team=~"a|b"`,
/// `{a=b,c!="d"}`. Names and values may be quoted or bare; a bare one ends at a comma, a brace or
/// white space.
public final class MatcherSyntax {

  private final String text;
  private int at;

  private MatcherSyntax(String text) {
    this.text = text;
  }

  /// One or more matchers, with or without braces.
  ///
  /// @throws BadQueryException with the position of what cannot be read
  public static List<Matcher> parse(String text) {
    return new MatcherSyntax(text).all();
  }

  /// As [#parse] reads them back, with braces.
  public static String print(List<Matcher> matchers) {
    return matchers.stream().map(Matcher::toString).collect(Collectors.joining(",", "{", "}"));
  }

  private List<Matcher> all() {
    List<Matcher> matchers = new ArrayList<>();
    skipSpace();
    boolean braces = at < text.length() && text.charAt(at) == '{';
    at += braces ? 1 : 0;
    while (true) {
      skipSpace();
      if (at >= text.length() || text.charAt(at) == '}') {
        break;
      }
      matchers.add(one());
      skipSpace();
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
      } else {
        break;
      }
    }
    skipSpace();
    if (braces) {
      if (at >= text.length() || text.charAt(at) != '}') {
        throw error("expected }");
      }
      at++;
      skipSpace();
    }
    if (at < text.length()) {
      throw error("unexpected " + text.charAt(at));
    }
    return matchers;
  }

  private Matcher one() {
    String name = quotedOrBare("=!~");
    if (name.isEmpty()) {
      throw error("expected a label name");
    }
    skipSpace();
    Matcher.Type type = operator();
    skipSpace();
    int start = at;
    String value = quotedOrBare("");
    try {
      return new Matcher(type, name, value);
    } catch (IllegalArgumentException e) {
      at = start;
      throw error(String.valueOf(e.getMessage()));
    }
  }

  private Matcher.Type operator() {
    for (Matcher.Type type :
        List.of(
            Matcher.Type.REGEX,
            Matcher.Type.NOT_REGEX,
            Matcher.Type.NOT_EQUAL,
            Matcher.Type.EQUAL)) {
      if (text.startsWith(type.symbol(), at)) {
        at += type.symbol().length();
        return type;
      }
    }
    throw error("expected an operator such as '=', '!=', '=~' or '!~'");
  }

  private String quotedOrBare(String alsoEndsAt) {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (at < text.length()
        && "{},\"'` \t\n".indexOf(text.charAt(at)) < 0
        && alsoEndsAt.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder out = new StringBuilder();
    at++;
    while (true) {
      if (at >= text.length()) {
        throw error("missing closing quote");
      }
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      }
      if (c == '\\' && at < text.length()) {
        char escaped = text.charAt(at++);
        switch (escaped) {
          case 'n' -> out.append('\n');
          case 't' -> out.append('\t');
          case '"', '\\' -> out.append(escaped);
          default -> out.append(c).append(escaped); // as in "\d" of a regular expression
        }
      } else {
        out.append(c);
      }
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private BadQueryException error(String message) {
    return new BadQueryException("bad matcher format: %s: %s".formatted(text, message), at);
  }
}
