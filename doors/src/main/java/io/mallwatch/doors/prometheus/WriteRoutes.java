package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.otlp.OtlpHttp;
import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.ingest.TooLargeException;
import io.mallwatch.model.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Samples in (remote write 1.0, OTLP) and out (federation).
final class WriteRoutes {

  private final PrometheusPorts ports;
  private final DoorMetrics metrics;
  private final InstantSource clock;
  private final OtlpHttp otlp;

  WriteRoutes(PrometheusPorts ports, DoorMetrics metrics, InstantSource clock) {
    this.ports = ports;
    this.metrics = metrics;
    this.clock = clock;
    this.otlp = new OtlpHttp(OtlpHttp.Signal.METRICS, ports.otlp(), PrometheusDoor.NAME, metrics);
  }

  List<Route> routes() {
    return List.of(
        Route.rawPost("/api/v1/write", this::write),
        Route.post("/api/v1/otlp/v1/metrics", otlp::handle),
        Route.get("/federate", this::federate));
  }

  private Reply write(Call call) {
    String type = call.header("content-type").orElse("application/x-protobuf");
    if (type.contains("io.prometheus.write.v2")) {
      throw new RefusedException(
          Problem.unsupportedMediaType("remote write 2.0 is not supported; send 1.0"));
    }
    if (!call.head().mediaType().equals("application/x-protobuf")
        && call.header("content-type").isPresent()) {
      throw new RefusedException(
          Problem.unsupportedMediaType("Content-Type must be application/x-protobuf"));
    }
    String encoding = call.header("content-encoding").orElse("snappy");
    if (!encoding.equals("snappy")) {
      throw new RefusedException(
          Problem.unsupportedMediaType("Content-Encoding must be snappy, not " + encoding));
    }
    AppendResult result = append(call.body());
    if (result.rejected().isEmpty()) {
      return Reply.empty(204);
    }
    result.rejected().forEach((why, count) -> metrics.dropped(PrometheusDoor.NAME, why, count));
    // The good samples are kept; 400 tells the sender not to repeat the bad ones.
    throw new RefusedException(Problem.bad(result.firstError()));
  }

  private AppendResult append(byte[] snappy) {
    try {
      return ports.remoteWrite().write(snappy);
    } catch (TooLargeException e) {
      throw new RefusedException(Problem.tooLarge(String.valueOf(e.getMessage())));
    }
  }

  private Reply federate(Call call) {
    Instant now = clock.instant();
    MetricQueries queries = ports.queries();
    QueryParams.selectors(call, ports.promql());
    Map<Labels, QueryResult.VectorSample> found = new TreeMap<>(Labels.ORDER);
    for (String selector : call.params().all("match[]")) {
      QueryResult result = queries.instant(selector, now, QueryParams.options(call));
      if (result.value() instanceof QueryResult.Vector(var samples)) {
        samples.forEach(sample -> found.put(sample.labels(), sample));
      }
    }
    Map<String, StringBuilder> byName = new TreeMap<>();
    for (QueryResult.VectorSample sample : found.values()) {
      StringBuilder out =
          byName.computeIfAbsent(
              sample.labels().metricName(),
              name -> new StringBuilder("# TYPE ").append(name).append(" untyped\n"));
      TextFormat.sample(out, sample.labels().metricName(), sample.labels(), sample.value());
      out.append(' ').append(sample.timestampMillis()).append('\n');
    }
    return Reply.bytes(
        200,
        TextFormat.CONTENT_TYPE,
        String.join("", byName.values()).getBytes(StandardCharsets.UTF_8));
  }
}
