package io.mallwatch.doors.prometheus.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing buffer that JSON is written into byte by byte, without text in between: answers hold
/// millions of numbers. Made once for an answer. Not thread-safe.
public final class JsonBytes {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /// Longest number that is written: `-1.2345678901234567e-308` and plain ones below 1e21.
  private static final int LONGEST_NUMBER = 32;

  private final ShortestDecimal decimal = new ShortestDecimal();
  private byte[] bytes;
  private int size;

  public JsonBytes(int capacity) {
    bytes = new byte[capacity];
  }

  public int size() {
    return size;
  }

  /// What was written, leaving the buffer empty.
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    size = 0;
    return taken;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  /// Writes ASCII as it is.
  public JsonBytes raw(String ascii) {
    int length = ascii.length();
    room(length);
    for (int i = 0; i < length; i++) {
      bytes[size + i] = (byte) ascii.charAt(i);
    }
    size += length;
    return this;
  }

  public JsonBytes raw(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  public JsonBytes raw(byte[] from, int begin, int end) {
    int length = end - begin;
    room(length);
    System.arraycopy(from, begin, bytes, size, length);
    size += length;
    return this;
  }

  /// Writes a string in quotes. Half a surrogate pair becomes a question mark.
  public JsonBytes text(String text) {
    int length = text.length();
    room(length + 2);
    bytes[size++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\') {
        return rest(text, i);
      }
      bytes[size++] = (byte) c;
    }
    return raw('"');
  }

  private JsonBytes rest(String text, int from) {
    byte[] utf8 = text.substring(from).getBytes(StandardCharsets.UTF_8);
    room(utf8.length * 6 + 1);
    for (byte b : utf8) {
      switch (b) {
        case '"', '\\' -> escaped((char) b);
        case '\n' -> escaped('n');
        case '\r' -> escaped('r');
        case '\t' -> escaped('t');
        default -> {
          if (b >= 0 && b < 0x20) {
            raw("\\u00").raw((char) HEX[b >> 4]).raw((char) HEX[b & 15]);
          } else {
            bytes[size++] = b;
          }
        }
      }
    }
    bytes[size++] = '"';
    return this;
  }

  private void escaped(char letter) {
    bytes[size++] = '\\';
    bytes[size++] = (byte) letter;
  }

  public JsonBytes whole(long value) {
    room(LONGEST_NUMBER);
    if (value == Long.MIN_VALUE) {
      return raw(Long.toString(value));
    }
    if (value < 0) {
      bytes[size++] = '-';
    }
    digits(Math.abs(value));
    return this;
  }

  /// Writes the digits of a number of 0 or more, for which there is room.
  private void digits(long value) {
    int count = countDigits(value);
    int at = size + count;
    long left = value;
    while (left > Integer.MAX_VALUE) {
      bytes[--at] = (byte) ('0' + left % 10);
      left /= 10;
    }
    int small = (int) left;
    do {
      bytes[--at] = (byte) ('0' + small % 10);
      small /= 10;
    } while (small > 0);
    size += count;
  }

  private static int countDigits(long value) {
    int count = 1;
    long bound = 10;
    while (count < 19 && value >= bound) {
      count++;
      bound *= 10;
    }
    return count;
  }

  /// Writes milliseconds as seconds: `1435781451.781`.
  public JsonBytes seconds(long millis) {
    room(LONGEST_NUMBER);
    if (millis < 0) {
      bytes[size++] = '-';
    }
    long positive = Math.abs(millis);
    digits(positive / 1000);
    int rest = (int) (positive % 1000);
    if (rest != 0) {
      bytes[size++] = '.';
      bytes[size++] = (byte) ('0' + rest / 100);
      bytes[size++] = (byte) ('0' + rest / 10 % 10);
      bytes[size++] = (byte) ('0' + rest % 10);
    }
    return this;
  }

  /// Writes a number in quotes, as values of samples are: as [GoFloat#json].
  public JsonBytes quoted(double value) {
    return raw('"').number(value).raw('"');
  }

  /// Writes a number as [GoFloat#json] does.
  public JsonBytes number(double value) {
    double magnitude = Math.abs(value);
    if (!(magnitude <= Double.MAX_VALUE)) {
      return raw(Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
    }
    long whole = (long) value;
    if (whole == value && magnitude < 1e15 && (whole != 0 || 1 / value > 0)) {
      return whole(whole);
    }
    room(LONGEST_NUMBER);
    if (Double.doubleToRawLongBits(value) < 0) {
      bytes[size++] = '-';
    }
    if (value == 0) {
      bytes[size++] = '0';
      return this;
    }
    // Three decimals and at most 15 digits, as most figures have, are the shortest if they are
    // right.
    long thousandths = (long) (magnitude * 1000 + 0.5);
    if (thousandths < 1_000_000_000_000_000L && thousandths / 1000.0 == magnitude) {
      thousandths(thousandths);
      return this;
    }
    decimal.find(value);
    if (magnitude < 1e-6 || magnitude >= 1e21) {
      scientific();
    } else {
      plain();
    }
    return this;
  }

  /// Writes a number that is no whole one.
  private void thousandths(long value) {
    digits(value / 1000);
    int rest = (int) (value % 1000);
    bytes[size++] = '.';
    bytes[size++] = (byte) ('0' + rest / 100);
    if (rest % 100 != 0) {
      bytes[size++] = (byte) ('0' + rest / 10 % 10);
    }
    if (rest % 10 != 0) {
      bytes[size++] = (byte) ('0' + rest % 10);
    }
  }

  private void plain() {
    int exponent = decimal.exponent();
    int count = countDigits(decimal.digits());
    int beforePoint = count + exponent;
    if (exponent >= 0) {
      digits(decimal.digits());
      zeros(exponent);
    } else if (beforePoint > 0) {
      digits(decimal.digits());
      System.arraycopy(bytes, size + exponent, bytes, size + exponent + 1, -exponent);
      bytes[size + exponent] = '.';
      size++;
    } else {
      bytes[size++] = '0';
      bytes[size++] = '.';
      zeros(-beforePoint);
      digits(decimal.digits());
    }
  }

  private void zeros(int count) {
    Arrays.fill(bytes, size, size + count, (byte) '0');
    size += count;
  }

  private void scientific() {
    int begin = size;
    digits(decimal.digits());
    int count = size - begin;
    if (count > 1) {
      System.arraycopy(bytes, begin + 1, bytes, begin + 2, count - 1);
      bytes[begin + 1] = '.';
      size++;
    }
    int power = decimal.exponent() + count - 1;
    bytes[size++] = 'e';
    bytes[size++] = (byte) (power < 0 ? '-' : '+');
    int positive = Math.abs(power);
    if (positive < 10) {
      bytes[size++] = '0';
    }
    digits(positive);
  }
}
