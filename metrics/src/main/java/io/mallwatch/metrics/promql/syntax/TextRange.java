package io.mallwatch.metrics.promql.syntax;

/// A part of a query's text.
///
/// @param start offset of the first character, in UTF-16 units
/// @param end offset after the last character
public record TextRange(int start, int end) {

  /// From the start of this to the end of `other`.
  public TextRange to(TextRange other) {
    return new TextRange(start, other.end);
  }

  /// The start as `line:column`, both counted from 1.
  public String startIn(String query) {
    int line = 1;
    int lastBreak = -1;
    for (int i = 0; i < Math.min(start, query.length()); i++) {
      if (query.charAt(i) == '\n') {
        line++;
        lastBreak = i;
      }
    }
    return line + ":" + (start - lastBreak);
  }
}
