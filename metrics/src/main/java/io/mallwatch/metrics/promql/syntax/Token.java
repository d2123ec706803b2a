package io.mallwatch.metrics.promql.syntax;

import java.util.Locale;

/// A word of a query.
///
/// @param text as written; the message of an [TokenType#ERROR]
record Token(TokenType type, String text, TextRange range) {

  /// Whether it is this keyword (in lower case), operator or punctuation.
  boolean is(String word) {
    return switch (type) {
      case KEYWORD -> text.toLowerCase(Locale.ROOT).equals(word);
      case OPERATOR, MATCH, PUNCTUATION -> text.equals(word);
      case END, ERROR, NUMBER, DURATION, STRING, IDENTIFIER, METRIC_IDENTIFIER -> false;
    };
  }

  /// The keyword in lower case; anything else as it is.
  String word() {
    return type == TokenType.KEYWORD ? text.toLowerCase(Locale.ROOT) : text;
  }

  /// As "unexpected ..." messages show it.
  String describe() {
    return switch (type) {
      case END -> "end of input";
      case ERROR -> text;
      case NUMBER -> "number " + shortened();
      case DURATION -> "duration " + shortened();
      case STRING -> "string " + shortened();
      case IDENTIFIER -> "identifier " + Quoting.quote(text);
      case METRIC_IDENTIFIER -> "metric identifier " + Quoting.quote(text);
      case KEYWORD -> describeKeyword();
      case OPERATOR -> "<op:" + text + ">";
      case MATCH, PUNCTUATION -> Quoting.quote(text);
    };
  }

  private String describeKeyword() {
    return switch (word()) {
      case "and", "or", "unless", "atan2" -> "<op:" + word() + ">";
      case "start", "end", "step", "range", "min_of", "max_of" -> Quoting.quote(text);
      default ->
          Keywords.aggregate(word()).isPresent() ? "<aggr:" + word() + ">" : "<" + word() + ">";
    };
  }

  private String shortened() {
    return text.length() > 10 ? Quoting.quote(text.substring(0, 10)) + "..." : Quoting.quote(text);
  }
}
