package io.mallwatch.doors.pushgateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.prometheus.format.GoFloat;
import io.mallwatch.metrics.push.PushGroup;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What was pushed, group by group, as `/api/v1/metrics` tells it.
final class PushedJson {

  private PushedJson() {}

  static Reply reply(List<PushGroup> groups) {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("status", "success");
          out.writeArrayFieldStart("data");
          for (PushGroup group : groups) {
            group(out, group);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static void group(JsonGenerator out, PushGroup group) throws IOException {
    Instant pushed = group.pushed();
    Instant failed = group.failed();
    out.writeStartObject();
    out.writeFieldName("labels");
    labels(out, group.key());
    out.writeBooleanField(
        "last_push_successful", pushed != null && (failed == null || !failed.isAfter(pushed)));
    for (PushGroup.Family family : new TreeMap<>(group.families()).values()) {
      out.writeObjectFieldStart(family.name());
      out.writeStringField("time_stamp", family.pushed().toString());
      String type = family.type().equals("unknown") ? "untyped" : family.type();
      out.writeStringField("type", type.toUpperCase(Locale.ROOT));
      if (!family.help().isEmpty()) {
        out.writeStringField("help", family.help());
      }
      out.writeArrayFieldStart("metrics");
      switch (type) {
        case "summary" -> parts(out, family, "quantile", "quantiles");
        case "histogram" -> parts(out, family, "le", "buckets");
        default -> values(out, family);
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void values(JsonGenerator out, PushGroup.Family family) throws IOException {
    for (PushGroup.Sample sample : family.samples()) {
      out.writeStartObject();
      out.writeFieldName("labels");
      labels(out, sample.series().labels().without(Labels.METRIC_NAME));
      out.writeStringField("value", GoFloat.json(sample.value()));
      out.writeEndObject();
    }
  }

  /// Samples that belong to one summary or histogram come as one metric.
  ///
  /// @param by label that tells the parts apart
  /// @param name of the parts together
  private static void parts(JsonGenerator out, PushGroup.Family family, String by, String name)
      throws IOException {
    Map<Labels, List<PushGroup.Sample>> metrics = new TreeMap<>(Labels.ORDER);
    for (PushGroup.Sample sample : family.samples()) {
      Labels labels = sample.series().labels().without(Labels.METRIC_NAME).without(by);
      metrics.computeIfAbsent(labels, _ -> new ArrayList<>()).add(sample);
    }
    for (Map.Entry<Labels, List<PushGroup.Sample>> metric : metrics.entrySet()) {
      out.writeStartObject();
      out.writeFieldName("labels");
      labels(out, metric.getKey());
      out.writeObjectFieldStart(name);
      for (PushGroup.Sample sample : metric.getValue()) {
        if (sample.series().labels().has(by)) {
          out.writeStringField(sample.series().labels().get(by), GoFloat.json(sample.value()));
        }
      }
      out.writeEndObject();
      for (PushGroup.Sample sample : metric.getValue()) {
        String suffix = sample.series().labels().metricName().substring(family.name().length());
        if (suffix.equals("_sum") || suffix.equals("_count")) {
          out.writeStringField(suffix.substring(1), GoFloat.json(sample.value()));
        }
      }
      out.writeEndObject();
    }
  }

  private static void labels(JsonGenerator out, Labels labels) throws IOException {
    out.writeStartObject();
    for (Label label : labels) {
      out.writeStringField(label.name(), label.value());
    }
    out.writeEndObject();
  }
}
