package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.ingest.ByteHash;
import io.mallwatch.metrics.ingest.Decoded;
import io.mallwatch.metrics.ingest.Rejections;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.ProtoCursor;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Walks from the request down to the data points. Fields may come in any order, so each message is
/// looked through first for what the rest needs. Not thread-safe; one for each request.
final class OtlpRequest {

  private static final int LENGTH = ProtoCursor.LENGTH;
  private static final int RESOURCE_DOMAIN = 30;
  private static final int FAMILY_DOMAIN = 31;

  /// How often a `target_info` sample is written while data flows: half of PromQL's lookback.
  private static final long INFO_EVERY_MILLIS = 150_000;

  /// Most `target_info` samples for one resource in one request.
  private static final int MAX_INFO = 10_000;

  /// A `target_info` sample that was written.
  private record InfoSample(SeriesKey key, long millis) {}

  private final OtlpMetrics owner;
  private final ProtoCursor in;
  private final ByteHash hash;
  private final MetricBatch batch = new MetricBatch(64);
  private final Rejections rejections = new Rejections();
  private final PointSeries series;
  private final OtlpPoints points;
  private final Set<InfoSample> infos = new HashSet<>();

  OtlpRequest(OtlpMetrics owner, byte[] request) {
    this.owner = owner;
    this.in = new ProtoCursor(request);
    this.hash = owner.newHash();
    this.series = new PointSeries(in, owner.newHash(), owner.points(), owner.names());
    this.points = new OtlpPoints(owner, in, series, batch, rejections);
  }

  Decoded read() {
    while (in.next()) {
      if (in.tag() == (1 << 3 | LENGTH)) {
        resourceMetrics();
      } else {
        in.skip();
      }
    }
    return new Decoded(batch, points.count(), rejections.counts(), rejections.warnings());
  }

  private void resourceMetrics() {
    int outer = in.enter();
    int from = in.position();
    hash.start(RESOURCE_DOMAIN);
    while (in.next()) {
      if (in.tag() == (1 << 3 | LENGTH)) {
        int inner = in.enter();
        hash.add(in.array(), in.position(), in.limit());
        in.leave(inner);
      } else {
        in.skip();
      }
    }
    int end = in.position();
    long first = hash.first();
    long second = hash.second();
    OtlpResource resource = owner.resources().find(first, second);
    if (resource == null) {
      in.seek(from);
      resource = newResource();
      resource = owner.resources().keep(first, second, resource, end - from);
    }
    int before = batch.size();
    in.seek(from);
    while (in.next()) {
      if (in.tag() == (2 << 3 | LENGTH)) {
        scopeMetrics(resource, first, second);
      } else {
        in.skip();
      }
    }
    targetInfo(resource, before);
    in.leave(outer);
  }

  private OtlpResource newResource() {
    Map<String, String> attributes = new TreeMap<>();
    while (in.next()) {
      if (in.tag() == (1 << 3 | LENGTH)) {
        attributes(1, attributes);
      } else {
        in.skip();
      }
    }
    return OtlpResource.of(attributes, owner.config().promotion(), owner.names());
  }

  private void attributes(int field, Map<String, String> into) {
    int outer = in.enter();
    while (in.next()) {
      if (in.tag() == (field << 3 | LENGTH)) {
        OtlpAttributes.read(in.message(), into);
      } else {
        in.skip();
      }
    }
    in.leave(outer);
  }

  private void targetInfo(OtlpResource resource, int before) {
    SeriesKey key = resource.targetInfo();
    if (key == null || batch.size() == before) {
      return;
    }
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int i = before; i < batch.size(); i++) {
      first = Math.min(first, batch.timestampMillis(i));
      last = Math.max(last, batch.timestampMillis(i));
    }
    first = Math.max(first, last - INFO_EVERY_MILLIS * MAX_INFO);
    for (long at = first; at < last; at += INFO_EVERY_MILLIS) {
      info(key, at);
    }
    info(key, last);
  }

  private void info(SeriesKey key, long millis) {
    if (infos.add(new InfoSample(key, millis))) {
      batch.add(key, millis, 1);
    }
  }

  private void scopeMetrics(OtlpResource resource, long first, long second) {
    int outer = in.enter();
    int from = in.position();
    Labels scope = Labels.EMPTY;
    hash.resume(first, second);
    if (owner.config().promotion().scope()) {
      scope = scope();
      for (int i = 0; i < scope.size(); i++) {
        text(scope.name(i));
        text(scope.value(i));
      }
    }
    series.context(resource, scope, hash.first(), hash.second());
    in.seek(from);
    while (in.next()) {
      if (in.tag() == (2 << 3 | LENGTH)) {
        metric();
      } else {
        in.skip();
      }
    }
    in.leave(outer);
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hash.add(bytes, 0, bytes.length);
  }

  /// The labels that a promoted scope gives; none when it has no name.
  private Labels scope() {
    Map<String, String> labels = new TreeMap<>();
    Map<String, String> attributes = new TreeMap<>();
    String name = "";
    String version = "";
    String schema = "";
    while (in.next()) {
      if (in.tag() == (3 << 3 | LENGTH)) {
        schema = in.string();
      } else if (in.tag() == (1 << 3 | LENGTH)) {
        int outer = in.enter();
        while (in.next()) {
          switch (in.tag()) {
            case 1 << 3 | LENGTH -> name = in.string();
            case 2 << 3 | LENGTH -> version = in.string();
            case 3 << 3 | LENGTH -> OtlpAttributes.read(in.message(), attributes);
            default -> in.skip();
          }
        }
        in.leave(outer);
      } else {
        in.skip();
      }
    }
    if (name.isEmpty()) {
      return Labels.EMPTY;
    }
    attributes.forEach((key, value) -> labels.put(owner.names().label("otel_scope_" + key), value));
    labels.put("otel_scope_name", name);
    labels.put("otel_scope_version", version);
    labels.put("otel_scope_schema_url", schema);
    return Labels.of(labels);
  }

  private void metric() {
    int outer = in.enter();
    int from = in.position();
    int data = -1;
    int kind = 0;
    hash.start(FAMILY_DOMAIN);
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | LENGTH, 2 << 3 | LENGTH, 3 << 3 | LENGTH -> {
          hash.add(in.field());
          int inner = in.enter();
          hash.add(in.array(), in.position(), in.limit());
          in.leave(inner);
        }
        case 5 << 3 | LENGTH,
            7 << 3 | LENGTH,
            9 << 3 | LENGTH,
            10 << 3 | LENGTH,
            11 << 3 | LENGTH -> {
          kind = in.field();
          data = in.position();
          in.skip();
        }
        default -> in.skip();
      }
    }
    int end = in.position();
    if (data >= 0) {
      in.seek(data);
      int inner = in.enter();
      int pointsAt = in.position();
      OtlpData described = OtlpData.read(in, kind);
      hash.add(kind * 2L + (described.monotonic() ? 1 : 0));
      long first = hash.first();
      long second = hash.second();
      in.seek(pointsAt);
      int limit = in.limit();
      OtlpFamily family = owner.families().find(first, second);
      if (family == null) {
        in.leave(inner);
        in.seek(from);
        family = newFamily(described);
        family = owner.families().keep(first, second, family, Math.min(end - from, 1 << 16));
        in.seek(data);
        inner = in.enter();
      }
      if (in.limit() != limit) {
        throw new IllegalStateException("the cursor came back elsewhere");
      }
      series.metric(first, second);
      points.read(family, described);
      in.leave(inner);
    }
    in.seek(end);
    in.leave(outer);
  }

  private OtlpFamily newFamily(OtlpData data) {
    String name = "";
    String help = "";
    String unit = "";
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | LENGTH -> name = in.string();
        case 2 << 3 | LENGTH -> help = in.string();
        case 3 << 3 | LENGTH -> unit = in.string();
        default -> in.skip();
      }
    }
    OtlpNames names = owner.names();
    String family = name.isEmpty() ? "" : names.metric(name, unit, data.nameKind());
    return new OtlpFamily(family, new MetricMetadata(family, data.type(), help, names.unit(unit)));
  }
}
