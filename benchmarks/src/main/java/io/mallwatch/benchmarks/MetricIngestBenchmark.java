package io.mallwatch.benchmarks;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.ingest.TextCache;
import io.mallwatch.metrics.ingest.page.PageFormat;
import io.mallwatch.metrics.ingest.page.PageMemory;
import io.mallwatch.metrics.ingest.page.PageOptions;
import io.mallwatch.metrics.ingest.page.PageOutcome;
import io.mallwatch.metrics.ingest.page.TargetPages;
import io.mallwatch.metrics.ingest.remote.RemoteWriteIntake;
import io.mallwatch.metrics.ingest.remote.RemoteWriteLimits;
import io.mallwatch.metrics.ingest.remote.Written;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.TsdbConfig;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.ProtoWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Taking in samples of series that are known already; the figure is for one sample.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MetricIngestBenchmark {

  private static final int SERIES = 2000;
  private static final String METRIC = "http_server_requests_seconds_count";

  private final MetricBatch batch = new MetricBatch(SERIES);
  private final RemoteWriteIntake nowhere =
      new RemoteWriteIntake(
          given -> AppendResult.allAccepted(given.size()),
          RemoteWriteLimits.ofRequest(1 << 20),
          InstantSource.system(),
          7);
  private final TargetPages pages =
      new TargetPages(
          PageOptions.defaults(),
          exposed -> exposed.with(Labels.of("job", "mall", "instance", "10.0.0.1:8080")),
          new PageMemory(new TextCache(1 << 12), 7));
  private final byte[] text = page("");
  private final byte[] openMetrics = page("# EOF\n");
  private final byte[] request = request(1);
  private Path folder;
  private Tsdb tsdb;
  private RemoteWriteIntake stored;
  private long millis;

  /// A store of its own, whose clock follows the samples.
  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory("mallwatch-ingest");
    millis = System.currentTimeMillis();
    InstantSource clock = () -> Instant.ofEpochMilli(millis);
    tsdb = Tsdb.open(TsdbConfig.defaults(), folder, clock);
    stored = new RemoteWriteIntake(tsdb, RemoteWriteLimits.ofRequest(1 << 20), clock, 7);
  }

  @TearDown
  public void close() throws IOException {
    tsdb.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(SERIES)
  public Written remoteWriteRead() {
    return nowhere.write(request, RemoteWriteIntake.Version.V1);
  }

  /// Includes the making of the request.
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public Written remoteWriteStored() {
    millis += 1000;
    return stored.write(request(millis), RemoteWriteIntake.Version.V1);
  }

  @Benchmark
  @OperationsPerInvocation(SERIES)
  public PageOutcome textPage() {
    return page(text, PageFormat.TEXT);
  }

  @Benchmark
  @OperationsPerInvocation(SERIES)
  public PageOutcome openMetricsPage() {
    return page(openMetrics, PageFormat.OPEN_METRICS);
  }

  private PageOutcome page(byte[] page, PageFormat format) {
    batch.clear();
    PageOutcome outcome = pages.read(page, page.length, format, ++millis, batch);
    pages.stored();
    return outcome;
  }

  private static List<String> labels(int series) {
    return List.of(
        "method",
        series % 2 == 0 ? "GET" : "POST",
        "route",
        "/api/v1/route/" + series % 97,
        "status",
        "" + (200 + series % 7),
        "zone",
        "cn-east-" + series);
  }

  private static byte[] page(String end) {
    StringBuilder out = new StringBuilder("# TYPE ").append(METRIC).append(" gauge\n");
    for (int i = 0; i < SERIES; i++) {
      List<String> labels = labels(i);
      out.append(METRIC);
      for (int j = 0; j < labels.size(); j += 2) {
        out.append(j == 0 ? '{' : ',').append(labels.get(j)).append("=\"");
        out.append(labels.get(j + 1)).append('"');
      }
      out.append("} ").append(i % 3 == 0 ? i : i * 0.37).append('\n');
    }
    return out.append(end).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] request(long millis) {
    ProtoWriter request = new ProtoWriter();
    for (int i = 0; i < SERIES; i++) {
      ProtoWriter series = new ProtoWriter().message(1, pair("__name__", METRIC));
      List<String> labels = labels(i);
      for (int j = 0; j < labels.size(); j += 2) {
        series.message(1, pair(labels.get(j), labels.get(j + 1)));
      }
      request.message(
          1, series.message(2, new ProtoWriter().fixedDouble(1, i * 1.5).varint(2, millis)));
    }
    byte[] plain = request.toByteArray();
    SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    byte[] packed = new byte[snappy.maxCompressedLength(plain.length)];
    int length = snappy.compress(plain, 0, plain.length, packed, 0, packed.length);
    return Arrays.copyOf(packed, length);
  }

  private static ProtoWriter pair(String name, String value) {
    return new ProtoWriter().string(1, name).string(2, value);
  }
}
