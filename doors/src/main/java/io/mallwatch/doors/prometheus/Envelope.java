package io.mallwatch.doors.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.io.IOException;
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

  /// RFC 3339; Go's zero time for null.
  static String time(@Nullable Instant time) {
    return time == null ? "0001-01-01T00:00:00Z" : time.toString();
  }

  /// `{"resultType":..,"result":..}`, with `stats` when they are wanted.
  static void result(JsonGenerator out, QueryResult result, boolean stats) throws IOException {
    out.writeStartObject();
    switch (result.value()) {
      case QueryResult.Scalar(long at, double value) -> {
        out.writeStringField("resultType", "scalar");
        out.writeFieldName("result");
        point(out, at, GoFloat.json(value));
      }
      case QueryResult.Text(long at, String value) -> {
        out.writeStringField("resultType", "string");
        out.writeFieldName("result");
        point(out, at, value);
      }
      case QueryResult.Vector(List<QueryResult.VectorSample> samples) -> {
        out.writeStringField("resultType", "vector");
        out.writeArrayFieldStart("result");
        for (QueryResult.VectorSample sample : samples) {
          out.writeStartObject();
          out.writeFieldName("metric");
          labels(out, sample.labels());
          out.writeFieldName("value");
          point(out, sample.timestampMillis(), GoFloat.json(sample.value()));
          out.writeEndObject();
        }
        out.writeEndArray();
      }
      case QueryResult.Matrix(List<QueryResult.SeriesPoints> series) -> {
        out.writeStringField("resultType", "matrix");
        out.writeArrayFieldStart("result");
        for (QueryResult.SeriesPoints points : series) {
          out.writeStartObject();
          out.writeFieldName("metric");
          labels(out, points.labels());
          out.writeArrayFieldStart("values");
          for (int i = 0; i < points.values().length; i++) {
            point(out, points.timestampsMillis()[i], GoFloat.json(points.values()[i]));
          }
          out.writeEndArray();
          out.writeEndObject();
        }
        out.writeEndArray();
      }
    }
    if (stats) {
      stats(out, result.stats());
    }
    out.writeEndObject();
  }

  private static void point(JsonGenerator out, long millis, String value) throws IOException {
    out.writeStartArray();
    out.writeNumber(GoFloat.seconds(millis));
    out.writeString(value);
    out.writeEndArray();
  }

  private static void stats(JsonGenerator out, QueryResult.Stats stats) throws IOException {
    double seconds = stats.elapsedNanos() / 1e9;
    out.writeObjectFieldStart("stats");
    out.writeObjectFieldStart("timings");
    out.writeNumberField("evalTotalTime", seconds);
    out.writeNumberField("execTotalTime", seconds);
    out.writeEndObject();
    out.writeObjectFieldStart("samples");
    out.writeNumberField("totalQueryableSamples", stats.samplesRead());
    out.writeNumberField("seriesRead", stats.seriesRead());
    out.writeEndObject();
    out.writeEndObject();
  }
}
