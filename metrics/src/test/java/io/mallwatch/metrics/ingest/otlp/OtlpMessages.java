package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.model.wire.ProtoWriter;

/// Requests of metrics as a client of OTLP writes them, of one resource and one scope.
final class OtlpMessages {

  static final int GAUGE = 5;
  static final int SUM = 7;
  static final int HISTOGRAM = 9;
  static final int EXPONENTIAL = 10;
  static final int SUMMARY = 11;
  static final int DELTA = 1;
  static final int CUMULATIVE = 2;

  private OtlpMessages() {}

  static ProtoWriter attribute(String key, String value) {
    return new ProtoWriter().string(1, key).message(2, new ProtoWriter().string(1, value));
  }

  static ProtoWriter number(long millis, double value) {
    return new ProtoWriter()
        .message(7, attribute("http.route", "/pay"))
        .fixed64(3, millis * 1_000_000)
        .fixedDouble(4, value);
  }

  static ProtoWriter metric(String name, String unit, int kind, ProtoWriter data) {
    return new ProtoWriter()
        .string(1, name)
        .string(2, "What it is.")
        .string(3, unit)
        .message(kind, data);
  }

  static ProtoWriter sum(int temporality, boolean monotonic, ProtoWriter... points) {
    ProtoWriter sum = new ProtoWriter();
    for (ProtoWriter point : points) {
      sum.message(1, point);
    }
    return sum.varint(2, temporality).bool(3, monotonic);
  }

  static byte[] request(ProtoWriter... metrics) {
    ProtoWriter scope =
        new ProtoWriter().message(1, new ProtoWriter().string(1, "lib").string(2, "1"));
    for (ProtoWriter metric : metrics) {
      scope.message(2, metric);
    }
    ProtoWriter resource =
        new ProtoWriter()
            .message(1, attribute("service.name", "mall"))
            .message(1, attribute("service.namespace", "zhongdao"))
            .message(1, attribute("service.instance.id", "i-1"))
            .message(1, attribute("host.name", "db-1"));
    ProtoWriter all = new ProtoWriter().message(2, scope).message(1, resource);
    return new ProtoWriter().message(1, all).toByteArray();
  }
}
