package io.mallwatch.logs.tail;

import io.mallwatch.logs.lines.ContainerLine;
import io.mallwatch.logs.lines.Multiline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Cuts the files that container runtimes write: joins the parts of long lines of each stream, then
/// the lines that belong together, which stand one behind the other on the same stream. A line that
/// is no runtime's is an event as it stands.
final class ContainerCutter implements Cutter {

  private final Function<String, Optional<ContainerLine>> unwrap;
  private final Cutter lines;
  private final Multiline multiline;
  private final int maxBytes;

  /// @param unwrap takes away what the runtime wrote around a line
  /// @param maxBytes longest event; what is longer is cut in pieces
  ContainerCutter(
      Function<String, Optional<ContainerLine>> unwrap, Multiline multiline, int maxBytes) {
    this.unwrap = unwrap;
    this.lines = new EventCutter(TextEncoding.UTF_8, Multiline.off(), maxBytes);
    this.multiline = multiline;
    this.maxBytes = maxBytes;
  }

  @Override
  public Cut cut(byte[] bytes, int from, int to, Ending ending) {
    Cut physical = lines.cut(bytes, from, to, ending);
    Run run = new Run(from);
    for (Event line : physical.events()) {
      run.take(line);
    }
    boolean full = physical.consumed() - run.quiet > maxBytes;
    boolean last = ending == Ending.ALL || full;
    if (last) {
      run.endParts();
    }
    if (last || (ending == Ending.WHOLE_LINES && run.parts.isEmpty())) {
      run.endEvent(physical.consumed());
    }
    if (run.isIdle()) {
      return new Cut(run.events, physical.consumed(), physical.waiting());
    }
    boolean cutHere = run.quiet > from;
    List<Event> whole = cutHere ? run.events.subList(0, run.quietEvents) : List.of();
    return new Cut(List.copyOf(whole), cutHere ? run.quiet : from, Waiting.NEXT_LINE);
  }

  /// A line whose parts come, or lines that belong together.
  private static final class Open {
    final Event first;
    final StringBuilder text;
    final @Nullable Wrapping wrapping;
    String head;
    String previous;
    int to; // end of its last line

    Open(Event first, String text, @Nullable Wrapping wrapping) {
      this.first = first;
      this.text = new StringBuilder(text);
      this.wrapping = wrapping;
      this.head = text;
      this.previous = text;
      this.to = first.to();
    }
  }

  private final class Run {
    final List<Event> events = new ArrayList<>();
    final Map<String, Open> parts = new LinkedHashMap<>();
    @Nullable Open event;
    int quiet; // before it everything is whole
    int quietEvents;
    int lineCount;
    int reached; // end of what is cut

    Run(int from) {
      quiet = from;
    }

    boolean isIdle() {
      return parts.isEmpty() && event == null;
    }

    void take(Event line) {
      Optional<ContainerLine> unwrapped =
          line.piece() ? Optional.empty() : unwrap.apply(line.text());
      if (unwrapped.isEmpty()) {
        endEvent(line.from());
        add(line);
      } else {
        take(line, unwrapped.get());
      }
      if (isIdle()) {
        quietAt(line.to());
      }
    }

    private void take(Event line, ContainerLine container) {
      Open part = parts.get(container.stream());
      if (part == null) {
        part = new Open(line, container.text(), new Wrapping(container.stream(), container.time()));
        parts.put(container.stream(), part);
      } else {
        part.text.append(container.text());
        part.to = line.to();
      }
      if (!container.isPart() || part.text.length() >= maxBytes) {
        parts.remove(container.stream());
        whole(part, container.isPart());
      }
    }

    /// A whole line of the program.
    private void whole(Open part, boolean piece) {
      String text = part.text.toString();
      if (text.isBlank()) {
        return;
      }
      Open before = event;
      if (before != null && !piece && goesOn(before, part, text)) {
        before.text.append('\n').append(text);
        before.previous = text;
        before.to = Math.max(before.to, part.to);
        lineCount++;
        return;
      }
      endEvent(part.first.from());
      part.head = text;
      part.previous = text;
      lineCount = 1;
      if (piece || !multiline.mayGoOn(text)) {
        add(new Event(part.first.from(), part.to, text, piece, part.wrapping));
      } else {
        event = part;
      }
    }

    private boolean goesOn(Open before, Open part, String text) {
      Wrapping one = before.wrapping;
      Wrapping other = part.wrapping;
      return one != null
          && other != null
          && one.stream().equals(other.stream())
          && lineCount < Multiline.MAX_LINES
          && before.text.length() + text.length() < maxBytes
          && multiline.continues(before.head, before.previous, text);
    }

    /// @param at where the next one begins
    void endEvent(int at) {
      Open open = event;
      if (open != null) {
        add(new Event(open.first.from(), open.to, open.text.toString(), false, open.wrapping));
        event = null;
      }
      if (parts.values().stream().allMatch(part -> part.first.from() >= at)) {
        quietAt(at);
      }
    }

    private void add(Event one) {
      events.add(one);
      reached = Math.max(reached, one.to());
    }

    void endParts() {
      List<Open> left = List.copyOf(parts.values());
      parts.clear();
      left.forEach(part -> whole(part, true));
    }

    private void quietAt(int at) {
      if (at >= quiet && at >= reached) {
        quiet = at;
        quietEvents = events.size();
      }
    }
  }
}
