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

  /// The start as `line:column`, both counted from 1; columns count bytes of UTF-8, as Prometheus
  /// does.
  public String startIn(String query) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(start, query.length()); i++) {
      char c = query.charAt(i);
      if (c == '\n') {
        line++;
        column = 1;
      } else {
        column += utf8Bytes(c);
      }
    }
    return line + ":" + column;
  }

  /// Half of a surrogate pair is two of its four bytes.
  private static int utf8Bytes(char c) {
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
