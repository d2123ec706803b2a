package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.syntax.Numerals;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A test script in the format of Prometheus's `promqltest`: `load`, `clear` and `eval` commands.
record Script(List<Command> commands) {

  private static final Pattern INSTANT =
      Pattern.compile("eval(?:_(fail|warn|ordered|info))?\\s+instant\\s+(?:at\\s+(\\S+)\\s+)?(.+)");
  private static final Pattern RANGE =
      Pattern.compile(
          "eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(.+?)\\s+to\\s+(.+?)\\s+step\\s+(\\S+)"
              + "\\s+(.+)");
  private static final Pattern RANGE_VECTOR =
      Pattern.compile("range vector from (\\S+) to (\\S+) step (\\S+)");

  /// One thing to do.
  sealed interface Command {
    /// Forgets all samples.
    record Clear() implements Command {}

    /// Stores series, one value each `step`, from the epoch on.
    ///
    /// @param starts by labels, offsets of start times; none for most
    /// @param withCustomBuckets whether classic histograms are also stored as native ones
    record Load(
        long stepMillis,
        List<ScriptSeries> series,
        Map<Labels, List<@Nullable Long>> starts,
        boolean withCustomBuckets)
        implements Command {}

    /// Asks and compares.
    record Eval(int line, String query, Span span, Expectation expectation) implements Command {}
  }

  /// When a query is evaluated; `stepMillis` is 0 for an instant query.
  record Span(long startMillis, long endMillis, long stepMillis) {
    boolean isInstant() {
      return stepMillis == 0;
    }
  }

  /// What must come of it.
  static final class Expectation {
    final List<Note> notes = new ArrayList<>();
    final List<ScriptSeries> series = new ArrayList<>();
    boolean ordered;
    @Nullable Double scalar;
    @Nullable String text;
    @Nullable Span rangeVector;

    List<Note> notes(String kind) {
      return notes.stream().filter(note -> note.kind().equals(kind)).toList();
    }
  }

  /// `expect warn msg: ...`.
  ///
  /// @param kind fail, warn, no_warn, info or no_info
  /// @param regex whether `text` is to be found in the message, else to be equal to it
  /// @param text null for any
  record Note(String kind, boolean regex, @Nullable String text) {
    boolean accepts(String message) {
      if (text == null) {
        return true;
      }
      return regex ? Pattern.compile(text).matcher(message).find() : message.equals(text);
    }
  }

  static Script parse(String content) {
    List<String> lines =
        content.lines().map(String::strip).map(line -> line.startsWith("#") ? "" : line).toList();
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isEmpty()) {
        continue;
      }
      int end = i + 1;
      while (end < lines.size() && !lines.get(end).isEmpty()) {
        end++;
      }
      String word = line.split("\\s+")[0].toLowerCase(Locale.ROOT);
      List<String> block = lines.subList(i + 1, end);
      if (word.equals("clear")) {
        commands.add(new Command.Clear());
      } else if (word.startsWith("load")) {
        commands.add(load(line, block));
        i = end;
      } else {
        commands.add(eval(i + 1, line, block));
        i = end;
      }
    }
    return new Script(commands);
  }

  private static Command load(String line, List<String> block) {
    Map<Labels, ScriptSeries> series = new LinkedHashMap<>();
    Map<Labels, List<@Nullable Long>> starts = new HashMap<>();
    for (String described : block) {
      if (ScriptSeries.isStarts(described)) {
        String name = described.substring(0, described.indexOf("@st"));
        starts.put(ScriptSeries.parse(name).labels(), ScriptSeries.parseStarts(described));
      } else {
        ScriptSeries parsed = ScriptSeries.parse(described);
        series.put(parsed.labels(), parsed);
      }
    }
    String[] words = line.split("\\s+");
    return new Command.Load(
        millis(words[1]), List.copyOf(series.values()), starts, words[0].endsWith("nhcb"));
  }

  private static Command eval(int number, String line, List<String> block) {
    Matcher instant = INSTANT.matcher(line);
    if (instant.matches()) {
      long at = instant.group(2) == null ? 0 : millis(instant.group(2));
      return new Command.Eval(
          number, instant.group(3), new Span(at, at, 0), expectation(instant.group(1), block));
    }
    Matcher range = RANGE.matcher(line);
    if (!range.matches()) {
      throw new IllegalArgumentException("line %d: no command: %s".formatted(number, line));
    }
    Span span = new Span(millis(range.group(2)), millis(range.group(3)), millis(range.group(4)));
    return new Command.Eval(number, range.group(5), span, expectation(range.group(1), block));
  }

  private static Expectation expectation(@Nullable String kind, List<String> block) {
    Expectation expectation = new Expectation();
    if (kind != null && kind.equals("ordered")) {
      expectation.ordered = true;
    } else if (kind != null) {
      expectation.notes.add(new Note(kind, false, null));
    }
    for (String line : block) {
      if (line.startsWith("expect ")) {
        expect(expectation, line.substring("expect ".length()).strip());
      } else if (ScriptSeries.isNumber(line)) {
        expectation.scalar = ScriptSeries.number(line);
      } else {
        expectation.series.add(ScriptSeries.parse(line));
      }
    }
    return expectation;
  }

  private static void expect(Expectation expectation, String rest) {
    String kind = rest.split("\\s+")[0];
    String tail = rest.substring(kind.length()).strip();
    switch (kind) {
      case "ordered" -> expectation.ordered = true;
      case "string" -> expectation.text = tail.substring(1, tail.length() - 1);
      case "range" -> {
        Matcher span = RANGE_VECTOR.matcher(rest);
        if (!span.matches()) {
          throw new IllegalArgumentException(rest);
        }
        expectation.rangeVector =
            new Span(millis(span.group(1)), millis(span.group(2)), millis(span.group(3)));
      }
      default -> {
        boolean regex = tail.startsWith("regex:");
        int colon = tail.indexOf(':');
        String text = tail.isEmpty() ? null : tail.substring(colon + 1).strip();
        expectation.notes.add(new Note(kind, regex, text));
      }
    }
  }

  private static long millis(String duration) {
    return duration.startsWith("-")
        ? -Numerals.parseDuration(duration.substring(1))
        : Numerals.parseDuration(duration);
  }
}
