package io.mallwatch.logs.lucene.document;

import io.mallwatch.logs.query.LogWords;

/// Cuts UTF-8 into terms without making characters of it, as [LogTokenStream] says, when it has
/// nothing but ASCII, the ideographs of the Basic Multilingual Plane's main block, and Chinese
/// punctuation. Not thread-safe.
final class PlainWords {

  private static final int MAX_PARTS = 6;

  private byte[] text = new byte[0];
  private int end;
  private int at;

  // The term at hand.
  private byte[] bytes = text;
  private int offset;
  private int length;
  private boolean isPart;

  // The word's parts, as places in what it was taken from.
  private final byte[] folded = new byte[LogWords.MAX_WORD];
  private final int[] partFrom = new int[MAX_PARTS];
  private final int[] partTo = new int[MAX_PARTS];
  private int parts;
  private int part;

  /// Sets the text; false when it has anything else, or is so long that only its beginning counts.
  boolean over(byte[] utf8, int from, int size) {
    text = utf8;
    at = from;
    end = from + size;
    parts = 0;
    part = 0;
    return size <= LogWords.MAX_TEXT && isPlain(utf8, from, end);
  }

  private static boolean isPlain(byte[] utf8, int from, int to) {
    int i = from;
    while (i < to) {
      byte b = utf8[i];
      if (b >= 0) {
        i++;
      } else if (isIdeograph(utf8, i) || isPunctuation(utf8, i, to)) {
        i += 3;
      } else {
        return false;
      }
    }
    return true;
  }

  /// U+4E00 to U+9FFF; the text is known to be UTF-8.
  private static boolean isIdeograph(byte[] utf8, int i) {
    int lead = utf8[i] & 0xff;
    return (lead >= 0xe5 && lead <= 0xe9) || (lead == 0xe4 && (utf8[i + 1] & 0xff) >= 0xb8);
  }

  /// U+2010 to U+2027, U+3000 to U+3004, U+3008 to U+301F, and the wide forms of ASCII's
  /// punctuation, U+FF01 to U+FF0F and U+FF1A to U+FF20.
  private static boolean isPunctuation(byte[] utf8, int i, int to) {
    if (i + 2 >= to) {
      return false;
    }
    int second = utf8[i + 1] & 0xff;
    int third = utf8[i + 2] & 0xff;
    return switch (utf8[i] & 0xff) {
      case 0xe2 -> second == 0x80 && third >= 0x90 && third <= 0xa7;
      case 0xe3 -> second == 0x80 && (third <= 0x84 || (third >= 0x88 && third <= 0x9f));
      case 0xef ->
          second == 0xbc && ((third >= 0x81 && third <= 0x8f) || (third >= 0x9a && third <= 0xa0));
      default -> false;
    };
  }

  /// Moves to the next term; false at the end.
  boolean next() {
    if (part < parts) {
      offset = partFrom[part];
      length = partTo[part] - offset;
      part++;
      isPart = true;
      return true;
    }
    parts = 0;
    part = 0;
    isPart = false;
    while (at < end) {
      byte b = text[at];
      if (b < 0) {
        int here = at;
        at += 3;
        if (isIdeograph(text, here)) {
          bytes = text;
          offset = here;
          length = at < end && text[at] < 0 && isIdeograph(text, at) ? 6 : 3;
          return true;
        }
      } else if (isWord(b)) {
        word();
        return true;
      } else {
        at++;
      }
    }
    return false;
  }

  private void word() {
    int start = at;
    boolean capital = false;
    boolean digits = false;
    boolean letters = false;
    while (at < end && isWord(text[at])) {
      byte b = text[at++];
      capital |= b <= 'Z' && b >= 'A';
      digits |= b <= '9';
      letters |= b > '9';
    }
    int whole = at - start;
    length = Math.min(whole, LogWords.MAX_WORD);
    if (whole >= 3 && whole <= LogWords.MAX_WORD && (capital || (digits && letters))) {
      cutParts(start, at);
    }
    if (!capital) {
      bytes = text;
      offset = start;
      return;
    }
    for (int i = 0; i < length; i++) {
      byte b = text[start + i];
      folded[i] = b <= 'Z' && b >= 'A' ? (byte) (b + 32) : b;
    }
    bytes = folded;
    offset = 0;
    for (int i = 0; i < parts; i++) {
      partFrom[i] -= start;
      partTo[i] -= start;
    }
  }

  /// As [LogWords#parts()].
  private void cutParts(int start, int to) {
    int from = start;
    int pieces = 1;
    for (int i = start + 1; i < to; i++) {
      if (isBorder(i, to)) {
        part(from, i);
        from = i;
        if (++pieces > MAX_PARTS) {
          parts = 0;
          return;
        }
      }
    }
    if (pieces > 1) {
      part(from, to);
    }
  }

  private void part(int from, int to) {
    if (to - from >= 2) {
      partFrom[parts] = from;
      partTo[parts++] = to;
    }
  }

  private boolean isBorder(int i, int to) {
    byte before = text[i - 1];
    byte here = text[i];
    boolean digit = here <= '9';
    if (digit != (before <= '9')) {
      return true;
    }
    if (digit || here > 'Z') {
      return false;
    }
    return before >= 'a' || (i + 1 < to && text[i + 1] >= 'a');
  }

  private static boolean isWord(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z');
  }

  /// What [#offset()] is in.
  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  /// Whether it is a part of the word before.
  boolean isPart() {
    return isPart;
  }
}
