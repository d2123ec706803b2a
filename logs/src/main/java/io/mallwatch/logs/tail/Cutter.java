package io.mallwatch.logs.tail;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts bytes of a file into events of one or more lines. Keeps nothing from one call to the next:
/// what is not whole yet is left, and cut when more of it was read.
interface Cutter {

  /// Cuts `bytes[from, to)`; when that is longer than the longest event and a line, at least one
  /// event is cut.
  Cut cut(byte[] bytes, int from, int to, Ending ending);

  /// @param from begin in the bytes
  /// @param to end in the bytes, line break included
  /// @param piece whether it is a piece of a line that was too long
  /// @param wrapping what a container runtime says of it; null when there is none
  record Event(int from, int to, String text, boolean piece, @Nullable Wrapping wrapping) {

    /// Without a container around it.
    Event(int from, int to, String text, boolean piece) {
      this(from, to, text, piece, null);
    }
  }

  /// @param stream `stdout` or `stderr`
  /// @param time when the runtime read it
  record Wrapping(String stream, @Nullable Instant time) {}

  /// What must come before the rest can be cut.
  enum Waiting {
    NOTHING,
    LINE_END,
    NEXT_LINE
  }

  /// @param consumed end of what was cut or skipped
  record Cut(List<Event> events, int consumed, Waiting waiting) {}

  /// How much is cut off at the end of the bytes.
  enum Ending {
    /// Only what is surely whole.
    WHOLE_EVENTS,
    /// Also an event whose next line is not there yet.
    WHOLE_LINES,
    /// Everything.
    ALL
  }
}
