package io.mallwatch.server.view;

import io.mallwatch.doors.otlp.OtlpIntake;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.ingest.OtlpLogs;
import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.ingest.Decoded;
import io.mallwatch.metrics.ingest.otlp.OtlpMetrics;
import io.mallwatch.model.Labels;
import io.mallwatch.model.LogEntry;
import io.mallwatch.monitors.log.SourceFreshness;
import io.mallwatch.traces.SpanBatch;
import io.mallwatch.traces.SpanOwner;
import io.mallwatch.traces.TraceStore;
import io.mallwatch.traces.graph.SeriesValue;
import io.mallwatch.traces.graph.ServiceGraph;
import io.mallwatch.traces.graph.SpanMetrics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes OTLP's traces and logs from the door into their rooms, and notes who was heard.
public final class Intakes {

  private Intakes() {}

  public static OtlpIntake metrics(OtlpMetrics reader, MetricSink sink) {
    return request -> {
      Decoded decoded = reader.decode(request);
      AppendResult kept = sink.append(decoded.batch());
      Map<String, Integer> rejected = new HashMap<>(decoded.rejected());
      kept.rejected().forEach((reason, count) -> rejected.merge(reason, count, Integer::sum));
      String message =
          kept.firstError().isEmpty() ? String.join("; ", decoded.warnings()) : kept.firstError();
      return new OtlpIntake.Outcome(rejected, message);
    };
  }

  /// Series derived from spans as samples at `now`.
  public static MetricBatch derived(List<SeriesValue> values, Instant now) {
    List<SeriesSamples> series = new ArrayList<>();
    List<Exemplar> exemplars = new ArrayList<>();
    for (SeriesValue value : values) {
      series.add(SeriesSamples.of(value.labels(), now.toEpochMilli(), value.value()));
      SeriesValue.SpanExample example = value.example();
      if (example != null) {
        exemplars.add(
            new Exemplar(
                value.labels(),
                Labels.of("trace_id", example.traceId(), "span_id", example.spanId()),
                example.value(),
                example.atMillis()));
      }
    }
    return MetricBatch.of(series, exemplars, SPAN_METADATA);
  }

  private static final List<MetricMetadata> SPAN_METADATA =
      List.of(
          new MetricMetadata(SpanMetrics.CALLS, "counter", "Calls by service and operation", ""),
          new MetricMetadata(
              SpanMetrics.DURATION, "histogram", "Durations of calls", "milliseconds"),
          new MetricMetadata(
              ServiceGraph.METRICS + "_total", "counter", "Calls between services", ""),
          new MetricMetadata(
              ServiceGraph.METRICS + "_failed_total",
              "counter",
              "Failed calls between services",
              ""),
          new MetricMetadata(
              ServiceGraph.METRICS + "_client_seconds",
              "histogram",
              "Durations of calls between services, as the caller saw them",
              "seconds"));

  public static OtlpIntake traces(
      TraceStore store, SpanMetrics metrics, SourceFreshness freshness, InstantSource clock) {
    return request -> {
      SpanBatch batch = SpanBatch.read(request);
      store.append(batch);
      metrics.observe(batch);
      Instant now = clock.instant();
      for (SpanOwner owner : batch.owners()) {
        freshness.heard(owner.service(), SourceFreshness.Kind.TRACES, now);
      }
      String warning =
          batch.repaired() > 0 ? batch.repaired() + " spans ended before they started" : "";
      return new OtlpIntake.Outcome(
          batch.rejected() == 0 ? Map.of() : Map.of("bad_id", batch.rejected()),
          batch.rejected() > 0 ? batch.firstError() : warning);
    };
  }

  public static OtlpIntake logs(
      OtlpLogs reader, LogIntake intake, SourceFreshness freshness, InstantSource clock) {
    return request -> {
      OtlpLogs.Result read = reader.read(request, 0, request.length);
      intake.accept(read.entries());
      Set<String> services = new HashSet<>();
      for (LogEntry entry : read.entries()) {
        services.add(entry.service());
      }
      for (String service : services) {
        freshness.heard(service, SourceFreshness.Kind.LOGS, clock.instant());
      }
      if (read.rejected() > 0) {
        intake.dropped("malformed", read.rejected());
      }
      return new OtlpIntake.Outcome(
          read.rejected() == 0 ? Map.of() : Map.of("malformed", read.rejected()), read.reason());
    };
  }
}
