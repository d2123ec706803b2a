package io.mallwatch.metrics.tsdb.block;

/// Compares UTF-8 texts as [String#compareTo(String)] compares what they stand for, without
/// decoding them.
final class SymbolText {

  private SymbolText() {}

  static int compare(byte[] left, byte[] right) {
    int shared = Math.min(left.length, right.length);
    for (int i = 0; i < shared; i++) {
      if (left[i] != right[i]) {
        return Integer.compare(weight(left[i]), weight(right[i]));
      }
    }
    return Integer.compare(left.length, right.length);
  }

  /// Strings compare by UTF-16 units, so what takes two of them (lead byte F0 and above) comes
  /// before U+E000 and above (lead bytes EE and EF).
  private static int weight(byte b) {
    int unsigned = b & 0xff;
    if (unsigned < 0xee) {
      return unsigned;
    }
    return unsigned >= 0xf0 ? unsigned - 2 : unsigned + 0x100;
  }
}
