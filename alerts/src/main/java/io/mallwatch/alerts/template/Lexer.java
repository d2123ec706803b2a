package io.mallwatch.alerts.template;

import java.util.ArrayList;
import java.util.List;

/// Cuts a template into tokens, trimming text as `{{-` and `-}}` ask.
final class Lexer {

  private final String name;
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String name, String source) {
    this.name = name;
    this.source = source;
  }

  static List<Token> tokens(String name, String source) {
    Lexer lexer = new Lexer(name, source);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    boolean trimLeft = false;
    while (true) {
      int open = source.indexOf("{{", at);
      int end = open < 0 ? source.length() : open;
      boolean trimRight = open >= 0 && isTrimAfter(open + 2);
      String text = source.substring(at, end);
      text = trimLeft ? stripLeading(text) : text;
      text = trimRight ? stripTrailing(text) : text;
      if (!text.isEmpty()) {
        add(Token.Kind.TEXT, text, at);
      }
      if (open < 0) {
        add(Token.Kind.END, "", source.length());
        return;
      }
      at = open + 2 + (trimRight ? 1 : 0);
      trimLeft = action(open);
    }
  }

  /// Whether `-` and a space follow, the sign to trim what is before.
  private boolean isTrimAfter(int position) {
    return position + 1 < source.length()
        && source.charAt(position) == '-'
        && isSpace(source.charAt(position + 1));
  }

  /// Reads to the end of the action; returns whether what follows is to be trimmed.
  private boolean action(int open) {
    int afterSpace = at;
    while (afterSpace < source.length() && isSpace(source.charAt(afterSpace))) {
      afterSpace++;
    }
    if (source.startsWith("/*", at) || (at > open + 2 && source.startsWith("/*", afterSpace))) {
      return comment(open);
    }
    add(Token.Kind.LEFT, "{{", open);
    while (true) {
      if (at >= source.length()) {
        throw error(open, "unclosed action");
      }
      if (source.startsWith("}}", at)) {
        add(Token.Kind.RIGHT, "}}", at);
        at += 2;
        return false;
      }
      if (isSpace(source.charAt(at)) && source.startsWith("-}}", at + 1)) {
        add(Token.Kind.RIGHT, "}}", at);
        at += 4;
        return true;
      }
      one();
    }
  }

  private boolean comment(int open) {
    int close = source.indexOf("*/", at);
    if (close < 0) {
      throw error(open, "unclosed comment");
    }
    at = close + 2;
    boolean trim =
        at < source.length() && isSpace(source.charAt(at)) && source.startsWith("-}}", at + 1);
    if (!trim && !source.startsWith("}}", at)) {
      throw error(open, "comment ends before closing delimiter");
    }
    at += trim ? 4 : 2;
    return trim;
  }

  /// One token inside an action.
  private void one() {
    int start = at;
    char c = source.charAt(at);
    if (isSpace(c)) {
      while (at < source.length()
          && isSpace(source.charAt(at))
          && !source.startsWith("-}}", at + 1)) {
        at++;
      }
      if (at == start) {
        at++;
      }
      add(Token.Kind.SPACE, " ", start);
    } else if (c == '"' || c == '\'') {
      quoted(c);
    } else if (c == '`') {
      int close = source.indexOf('`', at + 1);
      if (close < 0) {
        throw error(start, "unterminated raw quoted string");
      }
      at = close + 1;
      add(Token.Kind.RAW_STRING, source.substring(start + 1, close), start);
    } else if (c == '$') {
      at++;
      word();
      add(Token.Kind.VARIABLE, source.substring(start, at), start);
    } else if (c == '.' && !(at + 1 < source.length() && isDigit(source.charAt(at + 1)))) {
      at++;
      word();
      String text = source.substring(start, at);
      add(text.length() == 1 ? Token.Kind.DOT : Token.Kind.FIELD, text, start);
    } else if (isDigit(c) || c == '.' || ((c == '+' || c == '-') && numberFollows())) {
      at++;
      while (at < source.length() && isNumberPart()) {
        at++;
      }
      add(Token.Kind.NUMBER, source.substring(start, at), start);
    } else if (isWord(c)) {
      word();
      add(Token.Kind.IDENTIFIER, source.substring(start, at), start);
    } else {
      symbol(c);
    }
  }

  private void symbol(char c) {
    int start = at++;
    switch (c) {
      case '|' -> add(Token.Kind.PIPE, "|", start);
      case '(' -> add(Token.Kind.OPEN, "(", start);
      case ')' -> add(Token.Kind.CLOSE, ")", start);
      case ',' -> add(Token.Kind.COMMA, ",", start);
      case '=' -> add(Token.Kind.ASSIGN, "=", start);
      case ':' -> {
        if (at >= source.length() || source.charAt(at) != '=') {
          throw error(start, "expected :=");
        }
        at++;
        add(Token.Kind.DECLARE, ":=", start);
      }
      default -> throw error(start, "unexpected character '" + c + "' in action");
    }
  }

  private void quoted(char quote) {
    int start = at++;
    while (true) {
      if (at >= source.length() || source.charAt(at) == '\n') {
        throw error(
            start, quote == '"' ? "unterminated quoted string" : "unterminated character constant");
      }
      char c = source.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == quote) {
        break;
      }
    }
    add(
        quote == '"' ? Token.Kind.STRING : Token.Kind.CHARACTER,
        source.substring(start + 1, Math.min(at - 1, source.length())),
        start);
  }

  private void word() {
    while (at < source.length() && isWord(source.charAt(at))) {
      at++;
    }
  }

  private boolean numberFollows() {
    return at + 1 < source.length()
        && (isDigit(source.charAt(at + 1)) || source.charAt(at + 1) == '.');
  }

  private boolean isNumberPart() {
    char c = source.charAt(at);
    char before = source.charAt(at - 1);
    return isWord(c) || c == '.' || ((c == '+' || c == '-') && (before == 'e' || before == 'E'));
  }

  private void add(Token.Kind kind, String text, int position) {
    tokens.add(new Token(kind, text, position));
  }

  private TemplateException error(int position, String message) {
    return new TemplateException(
        "template: %s:%d: %s".formatted(name, line(source, position), message));
  }

  /// The line of `position`, counted from 1.
  static int line(String source, int position) {
    int line = 1;
    for (int i = 0; i < Math.min(position, source.length()); i++) {
      line += source.charAt(i) == '\n' ? 1 : 0;
    }
    return line;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
  }

  private static String stripLeading(String text) {
    int from = 0;
    while (from < text.length() && isSpace(text.charAt(from))) {
      from++;
    }
    return text.substring(from);
  }

  private static String stripTrailing(String text) {
    int to = text.length();
    while (to > 0 && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(0, to);
  }

  /// A piece of a template.
  ///
  /// @param text as written; for `TEXT` what is printed
  /// @param position offset in the source, UTF-16 units
  record Token(Kind kind, String text, int position) {

    enum Kind {
      TEXT,
      LEFT,
      RIGHT,
      SPACE,
      IDENTIFIER,
      FIELD,
      VARIABLE,
      DOT,
      NUMBER,
      STRING,
      RAW_STRING,
      CHARACTER,
      PIPE,
      OPEN,
      CLOSE,
      DECLARE,
      ASSIGN,
      COMMA,
      END
    }

    boolean isWord(String word) {
      return kind == Kind.IDENTIFIER && text.equals(word);
    }
  }
}
