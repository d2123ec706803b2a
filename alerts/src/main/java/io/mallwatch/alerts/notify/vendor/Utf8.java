package io.mallwatch.alerts.notify.vendor;

import java.nio.charset.StandardCharsets;

/// Texts within a limit that counts bytes, as Chinese vendors' limits do.
public final class Utf8 {

  private static final String MORE = "…";
  private static final int MORE_BYTES = 3;

  private Utf8() {}

  /// How many bytes `text` takes.
  public static int length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += width(text.charAt(i));
    }
    return bytes;
  }

  /// Bytes of a UTF-16 unit; the two halves of a pair take two each.
  private static int width(char c) {
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }

  /// `text` in at most `maxBytes` bytes: whole, or cut after a whole character and marked with an
  /// ellipsis.
  public static String cut(String text, int maxBytes) {
    int room = maxBytes - MORE_BYTES;
    int bytes = 0;
    int end = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += width(text.charAt(i));
      if (bytes > maxBytes) {
        return text.substring(0, end) + (room < 0 ? "" : MORE);
      }
      boolean whole = !Character.isHighSurrogate(text.charAt(i));
      if (whole && bytes <= room) {
        end = i + 1;
      }
    }
    return text;
  }

  /// `text` in at most `max` characters, likewise.
  public static String cutCharacters(String text, int max) {
    if (text.codePointCount(0, text.length()) <= max) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, Math.max(0, max - 1))) + MORE;
  }

  /// As bytes.
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
