package io.mallwatch.benchmarks;

import io.mallwatch.model.wire.ProtoWriter;
import io.mallwatch.traces.SpanBatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Reading a request of 512 spans of a mall; the figure is for one span.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OtlpSpansBenchmark {

  private static final int SPANS = 512;

  private final byte[] request = request();

  @Benchmark
  @OperationsPerInvocation(SPANS)
  public SpanBatch read() {
    return SpanBatch.read(request);
  }

  private static byte[] request() {
    ProtoWriter scope = new ProtoWriter();
    for (int i = 1; i <= SPANS; i++) {
      scope.message(
          2,
          new ProtoWriter()
              .hex(1, "%032x".formatted(i / 8 + 1))
              .hex(2, "%016x".formatted(i))
              .hex(4, "%016x".formatted(i / 8 + 1))
              .string(5, "POST /api/v1/purchases/{id}/pay")
              .varint(6, 2)
              .fixed64(7, 1_793_584_800_000_000_000L + i)
              .fixed64(8, 1_793_584_800_050_000_000L + i)
              .message(9, attribute("http.request.method", "POST"))
              .message(9, attribute("http.route", "/api/v1/purchases/{id}/pay"))
              .message(9, attribute("request.id", "0192f-" + i))
              .message(9, attribute("user.id", "u-" + i % 97)));
    }
    ProtoWriter resource = new ProtoWriter().message(1, attribute("service.name", "sample-mall"));
    return new ProtoWriter()
        .message(1, new ProtoWriter().message(1, resource).message(2, scope))
        .toByteArray();
  }

  private static ProtoWriter attribute(String key, String value) {
    return new ProtoWriter().string(1, key).message(2, new ProtoWriter().string(1, value));
  }
}
