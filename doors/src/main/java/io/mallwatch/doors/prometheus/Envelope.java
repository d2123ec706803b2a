package io.mallwatch.doors.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.prometheus.format.GoFloat;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The shapes of successful answers.
final class Envelope {

  private Envelope() {}

  static Reply success(Json.Writer data) {
    return success(data, List.of(), List.of());
  }

  static Reply success(Json.Writer data, List<String> warnings, List<String> infos) {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("status", "success");
          out.writeFieldName("data");
          data.write(out);
          strings(out, "warnings", warnings);
          strings(out, "infos", infos);
          out.writeEndObject();
        });
  }

  private static void strings(JsonGenerator out, String name, List<String> values)
      throws IOException {
    if (!values.isEmpty()) {
      out.writeFieldName(name);
      strings(out, values);
    }
  }

  static void strings(JsonGenerator out, Iterable<String> values) throws IOException {
    out.writeStartArray();
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }

  static void labels(JsonGenerator out, Labels labels) throws IOException {
    out.writeStartObject();
    for (Label label : labels) {
      out.writeStringField(label.name(), label.value());
    }
    out.writeEndObject();
  }

  static void map(JsonGenerator out, Map<String, String> map) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
      out.writeStringField(entry.getKey(), entry.getValue());
    }
    out.writeEndObject();
  }

  /// Seconds as a number.
  static void seconds(JsonGenerator out, String name, Duration duration) throws IOException {
    out.writeFieldName(name);
    out.writeNumber(GoFloat.json(duration.toNanos() / 1e9));
  }

  /// RFC 3339; Go's zero time for null.
  static String time(@Nullable Instant time) {
    return time == null ? "0001-01-01T00:00:00Z" : time.toString();
  }
}
