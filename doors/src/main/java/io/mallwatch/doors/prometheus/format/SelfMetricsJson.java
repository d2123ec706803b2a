package io.mallwatch.doors.prometheus.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Writes a family as protobuf's JSON mapping writes `io.prometheus.client.MetricFamily`.
public final class SelfMetricsJson {

  private SelfMetricsJson() {}

  public static void family(JsonGenerator out, MetricFamily family) throws IOException {
    boolean summary = family.type().equals("summary");
    String type = family.type().equals("counter") || summary ? family.type() : "gauge";
    out.writeStartObject();
    out.writeStringField("name", family.name());
    out.writeStringField("help", family.help());
    out.writeStringField("type", type.toUpperCase(Locale.ROOT));
    out.writeArrayFieldStart("metric");
    if (summary) {
      summaries(out, family);
    } else {
      for (MetricFamily.Point point : family.points()) {
        out.writeStartObject();
        labels(out, point.labels());
        out.writeObjectFieldStart(type);
        number(out, "value", point.value());
        out.writeEndObject();
        out.writeEndObject();
      }
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  /// Sum and count of one label set belong together.
  private static void summaries(JsonGenerator out, MetricFamily family) throws IOException {
    Map<Labels, double[]> byLabels = new TreeMap<>(Labels.ORDER);
    for (MetricFamily.Point point : family.points()) {
      double[] sumAndCount = byLabels.computeIfAbsent(point.labels(), _ -> new double[2]);
      sumAndCount[point.suffix().equals("_sum") ? 0 : 1] = point.value();
    }
    for (Map.Entry<Labels, double[]> one : byLabels.entrySet()) {
      out.writeStartObject();
      labels(out, one.getKey());
      out.writeObjectFieldStart("summary");
      out.writeStringField("sampleCount", GoFloat.plain(one.getValue()[1]));
      number(out, "sampleSum", one.getValue()[0]);
      out.writeEndObject();
      out.writeEndObject();
    }
  }

  private static void labels(JsonGenerator out, Labels labels) throws IOException {
    if (labels.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("label");
    for (Label label : labels) {
      out.writeStartObject();
      out.writeStringField("name", label.name());
      out.writeStringField("value", label.value());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void number(JsonGenerator out, String name, double value) throws IOException {
    if (Double.isNaN(value)) {
      out.writeStringField(name, "NaN");
    } else if (Double.isInfinite(value)) {
      out.writeStringField(name, value > 0 ? "Infinity" : "-Infinity");
    } else {
      out.writeFieldName(name);
      out.writeNumber(GoFloat.json(value));
    }
  }
}
