package io.mallwatch.benchmarks;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.TsdbConfig;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/// What the metric store costs in this process, without HTTP and parsing: processor seconds for a
/// million samples of new and of known series, resident memory, and how long a start after a kill
/// takes. Run it twice on one folder:
///
/// ```
/// java -Xmx512m -XX:+UseSerialGC ... MetricStoreCost fill FOLDER 100000 40   ends without closing
/// java -Xmx512m -XX:+UseSerialGC ... MetricStoreCost open FOLDER
/// ```
public final class MetricStoreCost {

  private static final long START = Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();
  private static final long STEP = 15_000;
  private static final int BATCH = 2000;

  private MetricStoreCost() {}

  /// @param args `fill FOLDER SERIES ROUNDS` or `open FOLDER`
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    switch (args[0]) {
      case "fill" -> fill(folder, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      case "open" -> open(folder);
      default -> throw new IllegalArgumentException("fill or open, not " + args[0]);
    }
  }

  @SuppressWarnings("SystemOut")
  private static void open(Path folder) throws IOException {
    long start = System.nanoTime();
    long cpu = cpuNanos();
    try (Tsdb tsdb = openAt(folder, START + Duration.ofMinutes(10).toMillis())) {
      System.out.printf(
          "open %.3f s, cpu %.3f s, since start %.3f s, rss %d MB: %s%n",
          (System.nanoTime() - start) / 1e9,
          (cpuNanos() - cpu) / 1e9,
          (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3,
          residentMegabytes(),
          tsdb.recovery());
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  private static Tsdb openAt(Path folder, long millis) {
    TsdbConfig config =
        TsdbConfig.builder().maintenanceInterval(Duration.ofDays(1)).maxSeries(4_000_000).build();
    return Tsdb.open(config, folder, () -> Instant.ofEpochMilli(millis));
  }

  @SuppressWarnings("SystemOut")
  private static void fill(Path folder, int series, int rounds) throws IOException {
    SeriesKey[] keys = new SeriesKey[series];
    double[] values = new double[series];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < series; i++) {
      keys[i] = new SeriesKey(labels(i));
      values[i] = random.nextInt(100_000);
    }
    System.out.printf("keys made, rss %d MB, heap %d MB%n", residentMegabytes(), heapMegabytes());
    Tsdb tsdb = openAt(folder, START + Duration.ofMinutes(10).toMillis());
    long before = cpuNanos();
    long began = System.nanoTime();
    for (int round = 0; round < rounds; round++) {
      if (round == 1 || round == 10 || round == 25) {
        report(round + " rounds", before, began, (long) series * sinceReport(round));
        before = cpuNanos();
        began = System.nanoTime();
      }
      append(tsdb, keys, values, round, random);
    }
    report(rounds + " rounds", before, began, (long) series * sinceReport(rounds));
    long rss = residentMegabytes();
    System.out.printf(
        "rss %d MB, live heap with keys %d MB, wal %.2f bytes a sample%n",
        rss, heapMegabytes(), (double) tsdb.stats().walBytes() / ((long) series * rounds));
    System.out.println(tsdb.stats());
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static int sinceReport(int round) {
    return switch (round) {
      case 1 -> 1;
      case 10 -> 9;
      default -> round == 25 ? 15 : round > 25 ? round - 25 : round > 10 ? round - 10 : round;
    };
  }

  private static void append(
      Tsdb tsdb, SeriesKey[] keys, double[] values, int round, SplittableRandom random) {
    MetricBatch batch = new MetricBatch(BATCH);
    for (int i = 0; i < keys.length; i++) {
      values[i] = next(values[i], i, random);
      batch.add(keys[i], START + round * STEP + (i / 500) % 200 * 50, values[i]);
      if (batch.size() == BATCH || i == keys.length - 1) {
        if (tsdb.append(batch).rejectedCount() > 0) {
          throw new IllegalStateException("samples were refused");
        }
        batch.clear();
      }
    }
  }

  /// Mostly counters that stand still or move, some gauges of short decimals, few of any bits.
  private static double next(double value, int series, SplittableRandom random) {
    int kind = series % 20;
    if (kind < 8) {
      return value;
    } else if (kind < 16) {
      return value + random.nextInt(40);
    } else if (kind < 19) {
      return random.nextInt(100_000) / 100.0;
    }
    return random.nextDouble() * 1000;
  }

  private static Labels labels(int i) {
    int instance = i / 500;
    return Labels.of(
        "__name__", "mall_metric_number_" + i % 250 + "_total",
        "job", "service-" + instance % 20,
        "instance", "10.0." + instance / 250 + "." + instance % 250 + ":8080",
        "namespace", "mall",
        "pod", "service-" + instance % 20 + "-7d9f8b6c5-" + instance,
        "method", i / 250 % 2 == 0 ? "GET" : "POST",
        "route", "/api/v1/orders/{id}/" + i % 50,
        "status", "2" + i % 10);
  }

  @SuppressWarnings("SystemOut")
  private static void report(String what, long cpuBefore, long began, long samples) {
    System.out.printf(
        "%s: %.3f cpu-s and %.3f s for a million samples%n",
        what,
        (cpuNanos() - cpuBefore) / 1e9 / samples * 1e6,
        (System.nanoTime() - began) / 1e9 / samples * 1e6);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long heapMegabytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }

  private static long residentMegabytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          >> 10;
    }
  }
}
