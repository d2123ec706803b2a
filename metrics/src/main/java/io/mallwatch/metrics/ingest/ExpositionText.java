package io.mallwatch.metrics.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/// The Prometheus text format 0.0.4, with quoted UTF-8 names as in 1.0.0. Format:
/// prometheus.io/docs/instrumenting/exposition_formats.
public final class ExpositionText {

  private static final Set<String> TYPES =
      Set.of("counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset");

  private final Families families = new Families();
  private final List<Exposition.Line> lines = new ArrayList<>();

  private ExpositionText() {}

  /// Reads a whole page.
  ///
  /// @throws MalformedExpositionException at the first line that is wrong
  public static Exposition parse(byte[] page) {
    ExpositionText parser = new ExpositionText();
    String text = new String(page, StandardCharsets.UTF_8);
    int number = 1;
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      int last = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
      parser.line(new ExpositionLine(text.substring(start, last), number));
      start = end + 1;
      number++;
    }
    return new Exposition(parser.lines, parser.families.all());
  }

  private void line(ExpositionLine line) {
    line.skipBlanks();
    if (!line.hasMore()) {
      return;
    }
    if (line.take("#")) {
      comment(line);
    } else {
      sample(line);
    }
  }

  private void comment(ExpositionLine line) {
    if (line.peek() != ' ' && line.peek() != '\t') {
      return;
    }
    line.skipBlanks();
    String keyword = line.word();
    line.skipBlanks();
    if (keyword.equals("HELP") && line.hasMore()) {
      String name = line.metricName();
      line.skipBlanks();
      families.help(name, ExpositionLine.unescape(line.rest(), false));
    } else if (keyword.equals("TYPE") && line.hasMore()) {
      String name = line.metricName();
      line.skipBlanks();
      String type = line.rest().strip().toLowerCase(Locale.ROOT);
      if (!TYPES.contains(type) && !type.equals("untyped") && !type.equals("unknown")) {
        throw line.malformed("unknown metric type \"%s\"".formatted(type));
      }
      families.type(name, TYPES.contains(type) ? type : "unknown");
    }
  }

  private void sample(ExpositionLine line) {
    var labels = families.normalized(line.series());
    line.skipBlanks();
    double value = line.number("the value");
    line.skipBlanks();
    OptionalLong timestamp =
        line.hasMore() ? OptionalLong.of(line.integer("the timestamp")) : OptionalLong.empty();
    line.skipBlanks();
    if (line.hasMore()) {
      throw line.malformed("something follows the timestamp");
    }
    lines.add(new Exposition.Line(labels, value, timestamp, null));
  }
}
