package io.mallwatch.metrics.promql.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Strings in quotes, as the Go language writes them: that is PromQL's rule.
///
/// An escape may name a single byte that is not UTF-8. Such a byte `b` is kept as the lone
/// surrogate `U+DC00 + b`, so that it neither gets lost nor looks like valid text.
public final class Quoting {

  private static final int BYTE_SURROGATE = 0xDC00;

  private Quoting() {}

  /// In double quotes, with escapes for what does not print.
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> appendEscaped(out, c));
    return out.append('"').toString();
  }

  /// A character in single quotes.
  static String quote(int codePoint) {
    if (codePoint == '\'') {
      return "'\\''";
    }
    if (codePoint == '"') {
      return "'\"'";
    }
    StringBuilder out = new StringBuilder("'");
    appendEscaped(out, codePoint);
    return out.append('\'').toString();
  }

  private static void appendEscaped(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 11 -> out.append("\\v");
      default -> {
        if (isByte(c)) {
          out.append("\\x%02x".formatted(c - BYTE_SURROGATE));
        } else if (c < 0x20 || c == 0x7f) {
          out.append("\\x%02x".formatted(c));
        } else if (Character.isISOControl(c) || !Character.isDefined(c)) {
          out.append(c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean isByte(int c) {
    return c >= BYTE_SURROGATE + 0x80 && c <= BYTE_SURROGATE + 0xff;
  }

  /// Whether `text` can be encoded as UTF-8.
  public static boolean isUtf8(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }

  /// The text between the quotes of `quoted`, whose escapes the lexer has checked; back quotes know
  /// no escapes.
  static String unquote(String quoted) {
    String body = quoted.substring(1, quoted.length() - 1);
    if (quoted.charAt(0) == '`' || body.indexOf('\\') < 0) {
      return body;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length());
    int at = 0;
    while (at < body.length()) {
      int c = body.codePointAt(at);
      at += Character.charCount(c);
      if (c == '\\') {
        at = unescape(body, at, bytes);
      } else {
        write(bytes, c);
      }
    }
    return decode(bytes.toByteArray());
  }

  private static int unescape(String body, int at, ByteArrayOutputStream bytes) {
    char c = body.charAt(at);
    switch (c) {
      case 'a' -> bytes.write(7);
      case 'b' -> bytes.write('\b');
      case 'f' -> bytes.write('\f');
      case 'n' -> bytes.write('\n');
      case 'r' -> bytes.write('\r');
      case 't' -> bytes.write('\t');
      case 'v' -> bytes.write(11);
      case 'x' -> {
        bytes.write(Integer.parseInt(body, at + 1, at + 3, 16));
        return at + 3;
      }
      case 'u' -> {
        write(bytes, Integer.parseInt(body, at + 1, at + 5, 16));
        return at + 5;
      }
      case 'U' -> {
        write(bytes, Integer.parseInt(body, at + 1, at + 9, 16));
        return at + 9;
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        bytes.write(Integer.parseInt(body, at, at + 3, 8));
        return at + 3;
      }
      default -> bytes.write(c);
    }
    return at + 1;
  }

  private static void write(ByteArrayOutputStream bytes, int codePoint) {
    bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isMalformed()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (BYTE_SURROGATE + (in.get() & 0xff)));
      }
      decoder.reset();
    }
  }

  /// How many characters the escape has whose first, after the backslash, is at `at`.
  static int escapeLength(String input, int at) {
    return switch (input.charAt(at)) {
      case 'x', '0', '1', '2', '3', '4', '5', '6', '7' -> 3;
      case 'u' -> 5;
      case 'U' -> 9;
      default -> 1;
    };
  }

  /// What is wrong with it, or the empty string.
  static String escapeProblem(String input, int at, char quote) {
    if (at >= input.length()) {
      return "escape sequence not terminated";
    }
    char kind = input.charAt(at);
    if ("abfnrtv\\".indexOf(kind) >= 0 || kind == quote) {
      return "";
    }
    return switch (kind) {
      case 'x' -> digits(input, at + 1, 2, 16, 255);
      case 'u' -> digits(input, at + 1, 4, 16, Character.MAX_CODE_POINT);
      case 'U' -> digits(input, at + 1, 8, 16, Character.MAX_CODE_POINT);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> digits(input, at, 3, 8, 255);
      default -> "unknown escape sequence " + named(input.codePointAt(at));
    };
  }

  private static String digits(String input, int at, int count, int radix, long max) {
    long value = 0;
    for (int i = at; i < at + count; i++) {
      if (i >= input.length()) {
        return "escape sequence not terminated";
      }
      int digit = Character.digit(input.charAt(i), radix);
      if (digit < 0 || input.charAt(i) > 'f') {
        return "illegal character " + named(input.codePointAt(i)) + " in escape sequence";
      }
      value = value * radix + digit;
    }
    return value > max || (value >= 0xd800 && value <= 0xdfff)
        ? "escape sequence is an invalid Unicode code point"
        : "";
  }

  private static String named(int codePoint) {
    return "U+%04X '%s'".formatted(codePoint, Character.toString(codePoint));
  }
}
