package io.mallwatch.monitors.security;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Requests as an attacker means them: decoded up to three times, lower-case, without comments of
/// SQL and without doubled blanks.
final class Decoded {

  private static final int ROUNDS = 3;
  private static final int MAX = 4_096;
  private static final int SCHEME = 5;

  /// Characters without which a request can hardly be an attack.
  private static final boolean[] STRANGE = new boolean[128];

  static {
    for (char c : "%'\"<>();${}|\\`^*#".toCharArray()) {
      STRANGE[c] = true;
    }
  }

  private Decoded() {}

  /// Whether it is worth to look closer: most requests are not.
  static boolean isStrange(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 128 && STRANGE[c]) {
        return true;
      }
      if (c == '.' && i + 1 < text.length() && text.charAt(i + 1) == '.') {
        return true;
      }
      if (c == '+' || c == ' ' || (c == ':' && i > SCHEME)) {
        return true; // words beside each other may be SQL, a scheme within may be a file's
      }
    }
    return false;
  }

  static String of(String text) {
    String decoded = text.length() <= MAX ? text : text.substring(0, MAX);
    for (int round = 0; round < ROUNDS && decoded.indexOf('%') >= 0; round++) {
      String next = decodeOnce(decoded);
      if (next.equals(decoded)) {
        break;
      }
      decoded = next;
    }
    return decoded
        .replace('+', ' ')
        .replaceAll("/\\*.{0,200}?\\*/", " ")
        .replaceAll("\\s{1,200}", " ")
        .toLowerCase(Locale.ROOT);
  }

  /// Decodes `%41` and `%u0041`; what is not well formed stays.
  private static String decodeOnce(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[bytes.length];
    int size = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%' && i + 5 < bytes.length && (bytes[i + 1] | 0x20) == 'u') {
        int code = hex(bytes, i + 2) << 8 | hex(bytes, i + 4);
        if (code >= 0 && code < 128) {
          out[size++] = (byte) code;
          i += 5;
          continue;
        }
      }
      int code = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes, i + 1) : -1;
      if (code >= 0) {
        out[size++] = (byte) code;
        i += 2;
      } else {
        out[size++] = bytes[i];
      }
    }
    return new String(out, 0, size, StandardCharsets.UTF_8);
  }

  private static int hex(byte[] bytes, int at) {
    int high = Character.digit(bytes[at], 16);
    int low = Character.digit(bytes[at + 1], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
