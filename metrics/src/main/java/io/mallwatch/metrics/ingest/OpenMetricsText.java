package io.mallwatch.metrics.ingest;

import io.mallwatch.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// OpenMetrics text 1.0, exemplars included; `_created` samples are kept as what they are. Format:
/// github.com/prometheus/OpenMetrics.
public final class OpenMetricsText {

  private static final Set<String> TYPES =
      Set.of(
          "counter",
          "gauge",
          "histogram",
          "gaugehistogram",
          "summary",
          "info",
          "stateset",
          "unknown");

  private final Families families = new Families();
  private final List<Exposition.Line> lines = new ArrayList<>();
  private boolean ended;

  private OpenMetricsText() {}

  /// Reads a whole page.
  ///
  /// @throws MalformedExpositionException at the first line that is wrong, or when the page does
  ///   not end with `# EOF`
  public static Exposition parse(byte[] page) {
    OpenMetricsText parser = new OpenMetricsText();
    String text = new String(page, StandardCharsets.UTF_8);
    int number = 1;
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      parser.line(new ExpositionLine(text.substring(start, end), number));
      start = end + 1;
      number++;
    }
    if (!parser.ended) {
      throw new MalformedExpositionException(number, "the page does not end with # EOF");
    }
    return new Exposition(parser.lines, parser.families.all());
  }

  private void line(ExpositionLine line) {
    if (ended) {
      throw line.malformed("something follows # EOF");
    }
    if (!line.hasMore()) {
      throw line.malformed("an empty line is not allowed");
    }
    if (line.take("#")) {
      comment(line);
    } else {
      sample(line);
    }
  }

  private void comment(ExpositionLine line) {
    if (!line.take(" ")) {
      throw line.malformed("expected a space after #");
    }
    String keyword = line.word();
    if (keyword.equals("EOF") && !line.hasMore()) {
      ended = true;
      return;
    }
    if (!line.take(" ")) {
      throw line.malformed("expected a metric name");
    }
    String name = line.metricName();
    String rest = line.take(" ") ? line.rest() : "";
    switch (keyword) {
      case "HELP" -> families.help(name, ExpositionLine.unescape(rest, true));
      case "TYPE" -> {
        String type = rest.toLowerCase(Locale.ROOT);
        if (!TYPES.contains(type)) {
          throw line.malformed("unknown metric type \"%s\"".formatted(rest));
        }
        families.type(name, type);
      }
      case "UNIT" -> {
        if (!rest.isEmpty() && !name.endsWith("_" + rest)) {
          throw line.malformed("unit %s is no suffix of metric %s".formatted(rest, name));
        }
        families.unit(name, rest);
      }
      default -> throw line.malformed("unknown comment \"%s\"".formatted(keyword));
    }
  }

  private void sample(ExpositionLine line) {
    Labels labels = families.normalized(line.series());
    line.skipBlanks();
    double value = line.number("the value");
    OptionalLong timestamp = timestamp(line);
    Exposition.Example exemplar = exemplar(line);
    line.skipBlanks();
    if (line.hasMore()) {
      throw line.malformed("something follows the sample");
    }
    lines.add(new Exposition.Line(labels, value, timestamp, exemplar));
  }

  private static OptionalLong timestamp(ExpositionLine line) {
    line.skipBlanks();
    if (!line.hasMore() || line.peek() == '#') {
      return OptionalLong.empty();
    }
    double seconds = line.number("the timestamp");
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw line.malformed("the timestamp is not finite");
    }
    return OptionalLong.of((long) (seconds * 1000));
  }

  private static Exposition.@Nullable Example exemplar(ExpositionLine line) {
    line.skipBlanks();
    if (!line.take("#")) {
      return null;
    }
    line.skipBlanks();
    Labels labels = line.exemplarLabels();
    line.skipBlanks();
    double value = line.number("the exemplar's value");
    return new Exposition.Example(labels, value, timestamp(line));
  }
}
