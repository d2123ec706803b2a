package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;

/// Writes the text exposition format 0.0.4.
final class TextFormat {

  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private TextFormat() {}

  static void family(StringBuilder out, MetricFamily family) {
    out.append("# HELP ").append(family.name()).append(' ');
    out.append(family.help().replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    out.append("# TYPE ").append(family.name()).append(' ').append(family.type()).append('\n');
    for (MetricFamily.Point point : family.points()) {
      sample(out, family.name() + point.suffix(), point.labels(), point.value());
      out.append('\n');
    }
  }

  /// `name{a="b"} 1`, without a line break.
  static void sample(StringBuilder out, String name, Labels labels, double value) {
    out.append(name);
    boolean open = false;
    for (Label label : labels) {
      if (label.name().equals(Labels.METRIC_NAME)) {
        continue;
      }
      out.append(open ? ',' : '{').append(label.name()).append("=\"");
      out.append(label.value().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
      out.append('"');
      open = true;
    }
    out.append(open ? "} " : " ").append(GoFloat.plain(value));
  }
}
