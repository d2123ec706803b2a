package io.mallwatch.doors.lines;

import io.mallwatch.logs.lines.LineIntake.Event;
import io.mallwatch.logs.tail.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes a stream of bytes apart: into lines, or, where syslog's octet counting is spoken (RFC
/// 6587, told frame by frame), into messages of a given length. What is too long comes in pieces.
/// Not thread-safe.
final class Frames {

  private static final int MOST_DIGITS = 9;

  private final InputStream in;
  private final boolean counted;
  private final int maxBytes;
  private byte[] buffer = new byte[8 << 10];
  private int from;
  private int to;
  private int scanned; // no line break in buffer[from, scanned)
  private long octets; // left of a message whose length is known
  private boolean inPieces;
  private long taken;

  /// @param counted whether octet counting is understood
  /// @param maxBytes longest event
  Frames(InputStream in, boolean counted, int maxBytes) {
    this.in = in;
    this.counted = counted;
    this.maxBytes = maxBytes;
  }

  /// Bytes that came so far.
  long taken() {
    return taken;
  }

  /// The next event; waits for it. Null at the end.
  @Nullable Event next() throws IOException {
    while (true) {
      if (octets > 0) {
        return ofOctets();
      }
      if (!skipBreaks()) {
        return null;
      }
      int digits = counted ? countDigits() : 0;
      if (digits > 0) {
        octets = Long.parseLong(ascii(from, from + digits));
        from += digits + 1;
        scanned = from;
        continue;
      }
      Event line = ofLine();
      if (line != null) {
        return line;
      }
    }
  }

  /// Whether [#next()] has one without waiting.
  boolean isReady() {
    if (octets > 0) {
      return to - from >= wanted();
    }
    while (stepOverBreaks()) {
      int digits = counted ? bufferedDigits() : 0;
      if (digits > 0) {
        long length = Long.parseLong(ascii(from, from + digits));
        return to - from - digits - 1 >= Math.min(length, maxBytes + 1L);
      }
      int end = lineEnd();
      if (end < 0) {
        return false;
      }
      if (!isBlank(end)) {
        return true;
      }
      from = end;
      scanned = end;
    }
    return false;
  }

  private boolean isBlank(int end) {
    for (int i = from; i < end; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /// Steps over what ends frames as far as it came; whether something else is behind it.
  private boolean stepOverBreaks() {
    while (from < to && (buffer[from] == '\n' || buffer[from] == '\r' || buffer[from] == 0)) {
      from++;
      inPieces = false;
    }
    scanned = Math.max(scanned, from);
    return from < to;
  }

  /// Steps over what ends frames; false at the end of the stream.
  private boolean skipBreaks() throws IOException {
    while (!stepOverBreaks()) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  /// How many digits stand before the blank and the `<` with which a counted message begins; 0 when
  /// none begins here.
  private int countDigits() throws IOException {
    int digits = bufferedDigits();
    while (digits < 0 && fill()) {
      digits = bufferedDigits();
    }
    return Math.max(0, digits);
  }

  /// The same of what came so far; -1 when it cannot be told yet.
  private int bufferedDigits() {
    if (inPieces || buffer[from] < '1' || buffer[from] > '9') {
      return 0;
    }
    for (int digits = 1; digits <= MOST_DIGITS; digits++) {
      if (from + digits + 1 >= to) {
        return -1;
      }
      byte next = buffer[from + digits];
      if (next == ' ') {
        return buffer[from + digits + 1] == '<' ? digits : 0;
      }
      if (next < '0' || next > '9') {
        return 0;
      }
    }
    return 0;
  }

  private String ascii(int begin, int end) {
    return new String(buffer, begin, end - begin, java.nio.charset.StandardCharsets.US_ASCII);
  }

  /// Bytes that must have come before a piece of a counted message can be given: one more than a
  /// piece has, to see where a character ends.
  private int wanted() {
    return (int) Math.min(octets, maxBytes + 1L);
  }

  private Event ofOctets() throws IOException {
    while (to - from < wanted() && fill()) {
      // more came
    }
    boolean gone = to - from < wanted();
    int end = gone ? to : octets > maxBytes ? wholeCharacters(from + maxBytes) : from + wanted();
    boolean cut = end - from < octets;
    Event event = new Event(text(end), inPieces || cut);
    octets = gone ? 0 : octets - (end - from);
    inPieces = octets > 0;
    from = end;
    scanned = from;
    return event;
  }

  /// Null when the line is blank.
  private @Nullable Event ofLine() throws IOException {
    int end = lineEnd();
    while (end < 0 && to - from <= maxBytes && fill()) {
      end = lineEnd();
    }
    int last = end < 0 ? to : end;
    boolean cut = last - from > maxBytes;
    int stop = cut ? wholeCharacters(from + maxBytes) : last;
    String text = text(stop);
    boolean piece = inPieces || cut;
    from = stop;
    scanned = from;
    inPieces = cut;
    return text.isBlank() ? null : new Event(text, piece);
  }

  private int lineEnd() {
    for (int i = Math.max(from, scanned); i < to; i++) {
      if (buffer[i] == '\n' || buffer[i] == 0) {
        return i;
      }
    }
    scanned = to;
    return -1;
  }

  /// The last place up to `end` that does not cut a character of UTF-8.
  private int wholeCharacters(int end) {
    int at = end;
    for (int back = 0; back < 3 && (buffer[at] & 0xc0) == 0x80; back++) {
      at--;
    }
    return at;
  }

  private String text(int end) {
    int last = end;
    while (last > from && (buffer[last - 1] == '\n' || buffer[last - 1] == '\r')) {
      last--;
    }
    return TextEncoding.AUTO.decode(buffer, from, last);
  }

  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      scanned -= from;
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, to, buffer.length - to);
    if (read < 0) {
      return false;
    }
    to += read;
    taken += read;
    return true;
  }
}
