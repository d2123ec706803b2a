package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.ingest.ByteHash;
import io.mallwatch.metrics.ingest.Decoded;
import io.mallwatch.metrics.ingest.KeyCache;
import java.time.Duration;
import java.time.InstantSource;

/// Turns OTLP metrics (`ExportMetricsServiceRequest`, protobuf) into series. Deltas are added up
/// here, so one decoder serves all requests. Thread-safe.
public final class OtlpMetrics {

  private static final int MAX_POINTS = 300_000;
  private static final long MAX_WEIGHT = 128L << 20;
  private static final int MAX_RESOURCES = 20_000;
  private static final int MAX_FAMILIES = 50_000;
  private static final Duration KEEP = Duration.ofMinutes(10);

  private final OtlpMetricsConfig config;
  private final InstantSource clock;
  private final long hashKey;
  private final OtlpNames names;
  private final DeltaAccumulator deltas;
  private final KeyCache<SeriesKey[]> points = new KeyCache<>(MAX_POINTS, MAX_WEIGHT, KEEP);
  private final KeyCache<OtlpResource> resources = new KeyCache<>(MAX_RESOURCES, MAX_WEIGHT, KEEP);
  private final KeyCache<OtlpFamily> families = new KeyCache<>(MAX_FAMILIES, MAX_WEIGHT, KEEP);

  /// @param hashKey random and secret, so that no sender can make two series look the same
  public OtlpMetrics(OtlpMetricsConfig config, InstantSource clock, long hashKey) {
    this.config = config;
    this.clock = clock;
    this.hashKey = hashKey;
    this.names = new OtlpNames(config.translation());
    this.deltas =
        new DeltaAccumulator(config.deltas().maxSeries(), config.deltas().forgetAfter(), clock);
  }

  /// Reads a request.
  ///
  /// @throws io.mallwatch.model.wire.MalformedProtoException when it is no such message
  public Decoded decode(byte[] request) {
    long now = clock.millis();
    points.tick(now);
    resources.tick(now);
    families.tick(now);
    return new OtlpRequest(this, request).read();
  }

  /// Series whose deltas are being added up.
  public int deltaSeries() {
    return deltas.size();
  }

  OtlpMetricsConfig config() {
    return config;
  }

  OtlpNames names() {
    return names;
  }

  DeltaAccumulator deltas() {
    return deltas;
  }

  ByteHash newHash() {
    return new ByteHash(hashKey);
  }

  KeyCache<SeriesKey[]> points() {
    return points;
  }

  KeyCache<OtlpResource> resources() {
    return resources;
  }

  KeyCache<OtlpFamily> families() {
    return families;
  }
}
