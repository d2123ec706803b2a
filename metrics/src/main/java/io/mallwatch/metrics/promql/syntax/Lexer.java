package io.mallwatch.metrics.promql.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a query into words. What a character means depends on whether it stands inside braces
/// (label matchers) or brackets (durations). The list ends with [TokenType#END] or, at the first
/// thing that is no word, [TokenType#ERROR].
final class Lexer {

  private static final String DURATION_WORDS = "step range max_of min_of";

  private final String input;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int start;
  private int parens;
  private boolean inBraces;
  private boolean inBrackets;
  private boolean colonSeen;
  private boolean durationSeen;

  private Lexer(String input) {
    this.input = input;
  }

  static List<Token> tokens(String input) {
    Lexer lexer = new Lexer(input);
    while (lexer.step()) {
      // each step adds a word or skips space
    }
    return lexer.tokens;
  }

  /// False after the last token.
  private boolean step() {
    start = at;
    if (at >= input.length()) {
      return atEnd();
    }
    char c = input.charAt(at);
    if (isSpace(c)) {
      at++;
      return true;
    }
    if (c == '#' && !inBrackets) {
      int lineEnd = input.indexOf('\n', at);
      at = lineEnd < 0 ? input.length() : lineEnd;
      return true;
    }
    if (inBrackets) {
      return inBrackets(c);
    }
    if (c == '"' || c == '\'' || c == '`') {
      return string(c);
    }
    return inBraces ? inBraces(c) : outside(c);
  }

  private boolean atEnd() {
    if (inBraces) {
      return error("unexpected end of input inside braces");
    }
    if (inBrackets) {
      return error("unexpected end of input in duration expression");
    }
    if (parens != 0) {
      return error("unclosed left parenthesis");
    }
    emit(TokenType.END, 0);
    return false;
  }

  private boolean outside(char c) {
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      return numberOrDuration();
    }
    if (isAlpha(c) || c == ':') {
      return word();
    }
    return switch (c) {
      case '*', '/', '%', '+', '-', '^', '@' -> emit(TokenType.OPERATOR, 1);
      case '=' -> equals();
      case '!' ->
          peek(1) == '='
              ? emit(TokenType.OPERATOR, 2)
              : error("unexpected character after '!': " + quoteAt(at + 1));
      case '<', '>' -> emit(TokenType.OPERATOR, peek(1) == '=' || peek(1) == '/' ? 2 : 1);
      case ',' -> emit(TokenType.PUNCTUATION, 1);
      case '(', ')' -> paren(c);
      case '{' -> {
        inBraces = true;
        yield emit(TokenType.PUNCTUATION, 1);
      }
      case '[' -> {
        inBrackets = true;
        colonSeen = false;
        durationSeen = false;
        yield emit(TokenType.PUNCTUATION, 1);
      }
      case ']' -> error("unexpected right bracket " + quoteAt(at));
      default -> error("unexpected character: " + quoteAt(at));
    };
  }

  private boolean equals() {
    return switch (peek(1)) {
      case '=' -> emit(TokenType.OPERATOR, 2);
      case '~' -> error("unexpected character after '=': " + quoteAt(at + 1));
      default -> emit(TokenType.PUNCTUATION, 1);
    };
  }

  private boolean paren(char c) {
    parens += c == '(' ? 1 : -1;
    if (parens < 0) {
      start = at + 1;
      return error("unexpected right parenthesis ')'");
    }
    return emit(TokenType.PUNCTUATION, 1);
  }

  private boolean inBraces(char c) {
    if (isAlpha(c)) {
      int length = 1;
      while (isAlphaNumeric(peek(length))) {
        length++;
      }
      return emit(TokenType.IDENTIFIER, length);
    }
    return switch (c) {
      case ',' -> emit(TokenType.PUNCTUATION, 1);
      case '=' -> emit(TokenType.MATCH, peek(1) == '~' ? 2 : 1);
      case '!' ->
          (peek(1) == '~' || peek(1) == '=')
              ? emit(TokenType.MATCH, 2)
              : error("unexpected character after '!' inside braces: " + quoteAt(at + 1));
      case '{' -> error("unexpected left brace '{'");
      case '}' -> {
        inBraces = false;
        yield emit(TokenType.PUNCTUATION, 1);
      }
      default -> error("unexpected character inside braces: " + quoteAt(at));
    };
  }

  private boolean inBrackets(char c) {
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      durationSeen = true;
      return numberOrDuration();
    }
    if (isAlpha(c)) {
      int length = 1;
      while (isAlpha(peek(length))) {
        length++;
      }
      String word = input.substring(at, at + length).toLowerCase(Locale.ROOT);
      if (List.of(DURATION_WORDS.split(" ")).contains(word)) {
        durationSeen = true;
        return emit(TokenType.KEYWORD, length);
      }
      return error("unexpected character in duration expression: " + quoteAt(at));
    }
    return switch (c) {
      case ']' -> {
        inBrackets = false;
        yield emit(TokenType.PUNCTUATION, 1);
      }
      case ':' -> {
        if (!durationSeen) {
          yield error("unexpected colon before duration in duration expression");
        }
        if (colonSeen) {
          yield error("unexpected repeated colon in duration expression");
        }
        colonSeen = true;
        yield emit(TokenType.PUNCTUATION, 1);
      }
      case '(', ')' -> paren(c);
      case ',' -> emit(TokenType.PUNCTUATION, 1);
      case '+', '-', '*', '/', '%', '^' -> emit(TokenType.OPERATOR, 1);
      default -> error("unexpected character in duration expression: " + quoteAt(at));
    };
  }

  private boolean word() {
    int length = 1;
    while (isAlphaNumeric(peek(length)) || peek(length) == ':') {
      length++;
    }
    String text = input.substring(at, at + length);
    String word = text.toLowerCase(Locale.ROOT);
    if (word.equals("inf") || word.equals("nan")) {
      return emit(TokenType.NUMBER, length);
    }
    boolean fill = word.equals("fill") || word.equals("fill_left") || word.equals("fill_right");
    if (Keywords.isKeyword(word) && (!fill || parenFollows(at + length))) {
      return emit(TokenType.KEYWORD, length);
    }
    return emit(text.indexOf(':') < 0 ? TokenType.IDENTIFIER : TokenType.METRIC_IDENTIFIER, length);
  }

  private boolean parenFollows(int from) {
    int i = from;
    while (i < input.length() && isSpace(input.charAt(i))) {
      i++;
    }
    return i < input.length() && input.charAt(i) == '(';
  }

  private boolean numberOrDuration() {
    int numberEnd = Numerals.numberEnd(input, at);
    if (numberEnd > 0) {
      return emit(TokenType.NUMBER, numberEnd - at);
    }
    int durationEnd = Numerals.durationEnd(input, at);
    if (durationEnd > 0) {
      return emit(TokenType.DURATION, durationEnd - at);
    }
    int bad = Numerals.badEnd(input, at);
    return error("bad number or duration syntax: " + Quoting.quote(input.substring(at, bad)));
  }

  private boolean string(char quote) {
    int i = at + 1;
    while (true) {
      if (i >= input.length() || (quote != '`' && input.charAt(i) == '\n')) {
        return error(quote == '`' ? "unterminated raw string" : "unterminated quoted string");
      }
      char c = input.charAt(i);
      if (c == quote) {
        return emit(TokenType.STRING, i + 1 - at);
      }
      if (Character.isSurrogate(c) && !isPair(i)) {
        return error("invalid UTF-8 rune");
      }
      if (c == '\\' && quote != '`') {
        String problem = Quoting.escapeProblem(input, i + 1, quote);
        if (!problem.isEmpty()) {
          return error(problem);
        }
        i += Quoting.escapeLength(input, i + 1);
      }
      i += Character.isHighSurrogate(c) ? 2 : 1;
    }
  }

  private boolean isPair(int i) {
    return i + 1 < input.length()
        && Character.isSurrogatePair(input.charAt(i), input.charAt(i + 1));
  }

  private boolean emit(TokenType type, int length) {
    tokens.add(new Token(type, input.substring(at, at + length), new TextRange(at, at + length)));
    at += length;
    return true;
  }

  private boolean error(String message) {
    tokens.add(new Token(TokenType.ERROR, message, new TextRange(start, input.length())));
    return false;
  }

  private String quoteAt(int index) {
    return index < input.length() ? Quoting.quote(input.codePointAt(index)) : "end of input";
  }

  private char peek(int ahead) {
    return at + ahead < input.length() ? input.charAt(at + ahead) : 0;
  }

  static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlpha(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isAlphaNumeric(char c) {
    return isAlpha(c) || isDigit(c);
  }
}
