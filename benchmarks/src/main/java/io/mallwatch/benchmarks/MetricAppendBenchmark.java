package io.mallwatch.benchmarks;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.TsdbConfig;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Batches of 2,000 samples into the metric store, through its log; the figures are for one sample,
/// and for opening a store with 500,000 samples in its log.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class MetricAppendBenchmark {

  private static final int BATCH = 2000;
  private static final int LOGGED = 250;

  private final MetricBatch batch = new MetricBatch(BATCH);
  private final SeriesKey[] keys = new SeriesKey[BATCH];
  private Path folder;
  private Tsdb tsdb;
  private long now = Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();
  private int created;

  @Setup(Level.Iteration)
  public void open() throws IOException {
    folder = Files.createTempDirectory("append");
    tsdb = openAt(folder);
    for (int i = 0; i < BATCH; i++) {
      keys[i] = new SeriesKey(labels(i));
    }
    Path logged = folder.resolve("logged");
    Tsdb killed = openAt(logged);
    for (int i = 0; i < LOGGED; i++) {
      killed.append(filled());
    }
    Files.copy(segment(logged), Files.createDirectories(folder.resolve("kept")).resolve("log"));
    killed.close();
  }

  private Tsdb openAt(Path where) {
    TsdbConfig config =
        TsdbConfig.builder()
            .maintenanceInterval(Duration.ofDays(1))
            .maxSeries(20_000_000)
            .ballastBytes(0)
            .walSegmentBytes(1L << 40)
            .build();
    return Tsdb.open(config, where, () -> Instant.ofEpochMilli(now));
  }

  private static Path segment(Path store) {
    return store.resolve("wal").resolve("segment-00000000");
  }

  private static Labels labels(int number) {
    return Labels.of(
        "__name__", "orders_total", "instance", "10.0.0." + number % 40, "n", "v" + number);
  }

  private MetricBatch filled() {
    batch.clear();
    now += 15_000;
    for (int i = 0; i < BATCH; i++) {
      batch.add(keys[i], now, (double) (now / 1000 * (i % 7)));
    }
    return batch;
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public AppendResult knownSeries() {
    return tsdb.append(filled());
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public AppendResult newSeries() {
    batch.clear();
    for (int i = 0; i < BATCH; i++) {
      batch.add(new SeriesKey(labels(BATCH + created++)), now, i);
    }
    return tsdb.append(batch);
  }

  @Benchmark
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public int openWithLog() throws IOException {
    Path copy = Files.createTempDirectory(folder, "opened");
    Files.copy(
        folder.resolve("kept").resolve("log"),
        Files.createDirectories(copy.resolve("wal")).resolve("segment-00000000"));
    try (Tsdb opened = openAt(copy)) {
      return opened.recovery().series();
    }
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    tsdb.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
