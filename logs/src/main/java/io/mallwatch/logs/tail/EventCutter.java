package io.mallwatch.logs.tail;

import io.mallwatch.logs.lines.Multiline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts files in which a program's lines stand as it wrote them.
final class EventCutter implements Cutter {

  private final TextEncoding encoding;
  private final Multiline multiline;
  private final int maxBytes;

  /// @param maxBytes longest event; what is longer is cut in pieces
  EventCutter(TextEncoding encoding, Multiline multiline, int maxBytes) {
    this.encoding = encoding;
    this.multiline = multiline;
    this.maxBytes = maxBytes;
  }

  @Override
  public Cut cut(byte[] bytes, int from, int to, Ending ending) {
    List<Event> events = new ArrayList<>();
    int at = from;
    @Nullable String known = null; // the line at `at`, when it was read already
    while (true) {
      if (known == null) {
        at = afterHole(bytes, at, to);
      }
      if (at >= to) {
        return new Cut(events, at, Waiting.NOTHING);
      }
      int end = lineEnd(bytes, at, to);
      if (end - at > maxBytes || (end < 0 && to - at > maxBytes)) {
        int middle = pieceEnd(bytes, at);
        events.add(new Event(at, middle, encoding.decode(bytes, at, middle), true));
        at = middle;
        known = null;
        continue;
      }
      if (end < 0) {
        if (ending != Ending.ALL) {
          return new Cut(events, at, Waiting.LINE_END);
        }
        end = to;
      }
      String first = known != null ? known : line(bytes, at, end);
      known = null;
      if (first.isBlank()) {
        at = end;
        continue;
      }
      Group group = group(bytes, at, end, to, first, ending);
      if (!group.closed) {
        return new Cut(events, at, Waiting.NEXT_LINE);
      }
      String text = group.end == end ? first : lines(bytes, at, group.end);
      events.add(new Event(at, group.end, text, false));
      known = group.next;
      at = group.end;
    }
  }

  /// @param end of the last line that belongs to the event
  /// @param closed whether nothing more belongs to it
  /// @param next the line after it, when it was read
  private record Group(int end, boolean closed, @Nullable String next) {}

  private Group group(byte[] bytes, int at, int firstEnd, int to, String first, Ending ending) {
    if (!multiline.mayGoOn(first)) {
      return new Group(firstEnd, true, null);
    }
    int end = firstEnd;
    String previous = first;
    for (int lines = 1; lines < Multiline.MAX_LINES; lines++) {
      int next = end >= to ? -1 : lineEnd(bytes, end, to);
      if (next < 0) {
        if (end < to && ending == Ending.ALL) {
          next = to;
        } else {
          boolean full = to - at > maxBytes;
          return new Group(end, full || ending != Ending.WHOLE_EVENTS, null);
        }
      }
      if (next - at > maxBytes) {
        return new Group(end, true, null);
      }
      String line = line(bytes, end, next);
      if (!multiline.continues(first, previous, line)) {
        return new Group(end, true, line);
      }
      previous = line;
      end = next;
    }
    return new Group(end, true, null);
  }

  /// Index after the next line break, or -1.
  private int lineEnd(byte[] bytes, int from, int to) {
    switch (encoding) {
      case UTF_16LE -> {
        for (int i = from; i + 1 < to; i += 2) {
          if (bytes[i] == '\n' && bytes[i + 1] == 0) {
            return i + 2;
          }
        }
      }
      case UTF_16BE -> {
        for (int i = from; i + 1 < to; i += 2) {
          if (bytes[i] == 0 && bytes[i + 1] == '\n') {
            return i + 2;
          }
        }
      }
      case AUTO, UTF_8, GB18030 -> {
        for (int i = from; i < to; i++) {
          if (bytes[i] == '\n') {
            return i + 1;
          }
        }
      }
    }
    return -1;
  }

  /// Steps over zero bytes, which a writer leaves that goes on behind the end of a truncated file.
  private int afterHole(byte[] bytes, int from, int to) {
    int at = from;
    if (encoding.unit() == 2) {
      while (at + 1 < to && bytes[at] == 0 && bytes[at + 1] == 0) {
        at += 2;
      }
      return at;
    }
    while (at < to && bytes[at] == 0) {
      at++;
    }
    return at;
  }

  /// End of a piece of the longest length that does not cut a character of UTF-8 or UTF-16.
  private int pieceEnd(byte[] bytes, int from) {
    int end = from + (maxBytes & ~1);
    if (encoding.unit() == 1) {
      for (int back = 0; back < 3 && (bytes[end] & 0xc0) == 0x80; back++) {
        end--;
      }
    }
    return end;
  }

  private String line(byte[] bytes, int from, int to) {
    String text = encoding.decode(bytes, from, to);
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }

  private String lines(byte[] bytes, int from, int to) {
    return encoding.decode(bytes, from, to).replace("\r\n", "\n").stripTrailing();
  }
}
