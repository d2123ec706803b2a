package io.mallwatch.metrics.ingest;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.ProtoCursor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Turns OTLP metrics (`ExportMetricsServiceRequest`, protobuf) into series. Deltas are added up
/// here, so one decoder serves all requests. Thread-safe. Rules: the OpenTelemetry specification's
/// compatibility/prometheus_and_openmetrics, and where it leaves a choice what Prometheus does.
public final class OtlpMetrics {

  /// How often a `target_info` sample is written while data flows: half of PromQL's lookback.
  private static final long INFO_EVERY_MILLIS = 150_000;

  /// Most `target_info` samples for one resource in one request.
  private static final int MAX_INFO = 10_000;

  private final OtlpMetricsConfig config;
  private final OtlpNames names;
  private final DeltaAccumulator deltas;

  public OtlpMetrics(OtlpMetricsConfig config, InstantSource clock) {
    this.config = config;
    this.names = new OtlpNames(config.translation());
    this.deltas = new DeltaAccumulator(config.maxDeltaSeries(), config.deltaForgetAfter(), clock);
  }

  /// Reads a request.
  ///
  /// @throws io.mallwatch.model.wire.MalformedProtoException when it is no such message
  public Decoded decode(byte[] request) {
    OtlpPoints points = new OtlpPoints(names, deltas);
    ProtoCursor in = new ProtoCursor(request);
    while (in.next()) {
      if (in.field() == 1) {
        resourceMetrics(in.message(), points);
      } else {
        in.skip();
      }
    }
    return new Decoded(
        MetricBatch.of(points.series(), points.exemplars(), points.metadata()),
        points.count(),
        points.rejections().counts(),
        points.rejections().warnings());
  }

  /// Series whose deltas are being added up.
  public int deltaSeries() {
    return deltas.size();
  }

  private void resourceMetrics(ProtoCursor in, OtlpPoints points) {
    Map<String, String> attributes = new TreeMap<>();
    List<ProtoCursor> scopes = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> attributes(in.message(), 1, attributes);
        case 2 -> scopes.add(in.message());
        default -> in.skip();
      }
    }
    OtlpResource resource = OtlpResource.of(attributes, config.promotedAttributes(), names);
    int before = points.series().size();
    for (ProtoCursor scope : scopes) {
      scopeMetrics(scope, resource, points);
    }
    List<SeriesSamples> written = points.series().subList(before, points.series().size());
    if (!resource.targetInfo().isEmpty() && !written.isEmpty()) {
      SeriesSamples info = targetInfo(resource.targetInfo(), written);
      points.series().add(info);
    }
  }

  private static void attributes(ProtoCursor in, int field, Map<String, String> into) {
    while (in.next()) {
      if (in.field() == field) {
        OtlpAttributes.read(in.message(), into);
      } else {
        in.skip();
      }
    }
  }

  private static SeriesSamples targetInfo(Labels labels, List<SeriesSamples> written) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (SeriesSamples samples : written) {
      first = Math.min(first, samples.timestampsMillis()[0]);
      last = Math.max(last, samples.timestampsMillis()[samples.size() - 1]);
    }
    SampleRun run = new SampleRun();
    first = Math.max(first, last - INFO_EVERY_MILLIS * MAX_INFO);
    for (long at = first; at < last; at += INFO_EVERY_MILLIS) {
      run.add(at, 1);
    }
    run.add(last, 1);
    return run.of(labels);
  }

  private void scopeMetrics(ProtoCursor in, OtlpResource resource, OtlpPoints points) {
    Map<String, String> scope = new TreeMap<>();
    List<ProtoCursor> metrics = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> scope(in.message(), scope);
        case 2 -> metrics.add(in.message());
        default -> in.skip();
      }
    }
    Labels common = resource.common();
    if (config.promoteScope()) {
      common = Labels.of(scope).with(common);
    }
    for (ProtoCursor metric : metrics) {
      metric(metric, common, points);
    }
  }

  private static void scope(ProtoCursor in, Map<String, String> scope) {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> scope.put("otel_scope_name", in.string());
        case 2 -> scope.put("otel_scope_version", in.string());
        default -> in.skip();
      }
    }
  }

  private static void metric(ProtoCursor in, Labels common, OtlpPoints points) {
    String name = "";
    String help = "";
    String unit = "";
    int kind = 0;
    List<ProtoCursor> data = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.string();
        case 2 -> help = in.string();
        case 3 -> unit = in.string();
        case 5, 7, 9, 10, 11 -> {
          kind = in.field();
          data.add(in.message());
        }
        default -> in.skip();
      }
    }
    for (ProtoCursor one : data) {
      points.read(new OtlpPoints.Metric(name, help, unit, kind, common), one);
    }
  }
}
