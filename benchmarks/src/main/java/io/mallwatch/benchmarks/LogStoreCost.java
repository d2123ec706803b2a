package io.mallwatch.benchmarks;

import io.mallwatch.benchmarks.sidebyside.MallEntries;
import io.mallwatch.logs.ingest.BulkIntake;
import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.ingest.Masking;
import io.mallwatch.logs.lucene.LuceneLogConfig;
import io.mallwatch.logs.lucene.LuceneLogStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What log lines cost inside one process, without HTTP: processor seconds a million to the last
/// acknowledgement and to the end of all merges, bytes on the disk. Bodies are made before the
/// clock runs, and kept in files. Good to be profiled.
public final class LogStoreCost {

  private static final int BODY = 2_500;

  private LogStoreCost() {}

  /// @param args millions of lines, 0.5 when there is none
  public static void main(String[] args) throws Exception {
    double millions = args.length == 0 ? 0.5 : Double.parseDouble(args[0]);
    Path folder = Files.createTempDirectory("log-store-cost");
    try {
      run(folder, (int) (millions * 1e6) / BODY);
    } finally {
      delete(folder);
    }
  }

  private static void run(Path folder, int bodies) throws Exception {
    InstantSource clock = InstantSource.system();
    Instant start = clock.instant().minus(Duration.ofHours(1));
    MallEntries lines = new MallEntries(7, start, 500);
    LuceneLogStore store = LuceneLogStore.open(LuceneLogConfig.defaults(), folder, clock);
    LogIntake intake =
        new LogIntake(store, Masking.on(), clock, Duration.ofDays(30), Duration.ofDays(1));
    BulkIntake bulk =
        new BulkIntake(
            new JsonLogEntries(clock, ZoneOffset.UTC, "unknown"),
            intake,
            BulkIntake.Limits.defaults());
    List<Path> ready = new ArrayList<>();
    for (int i = 0; i < bodies; i++) {
      ready.add(Files.write(folder.resolve("body-" + i), lines.bulk(BODY)));
    }
    long bytes = 0;
    int refused = 0;
    double machine = -machineSeconds();
    double cpu = -cpuSeconds();
    long began = System.nanoTime();
    for (Path file : ready) {
      byte[] body = Files.readAllBytes(file);
      bytes += body.length - 60L * BODY;
      while (bulk.accept(body, 0, body.length, (String) null).stream()
          .anyMatch(one -> !one.stored())) {
        refused++;
      }
    }
    cpu += cpuSeconds();
    machine += machineSeconds();
    double seconds = (System.nanoTime() - began) / 1e9;
    double millions = bodies * (double) BODY / 1e6;
    System.out.printf("bytes a line               %10.1f%n", bytes / millions / 1e6);
    System.out.printf("CPU-s per million, to ack  %10.2f%n", cpu / millions);
    System.out.printf("of it the virtual machine  %10.2f%n", machine / millions);
    System.out.printf("refused for a time         %10d%n", refused);
    System.out.printf("lines per second           %10.0f%n", millions * 1e6 / seconds);
    double cpuBefore = cpuSeconds();
    store.close();
    cpu += cpuSeconds() - cpuBefore;
    System.out.printf("CPU-s per million, closed  %10.2f%n", cpu / millions);
    System.out.printf("disk of raw, days          %10.3f%n", size(folder.resolve("days")) / bytes);
    cpuBefore = cpuSeconds();
    seal(folder, clock);
    cpu += cpuSeconds() - cpuBefore;
    System.out.printf("CPU-s per million, sealed  %10.2f%n", cpu / millions);
    System.out.printf("disk of raw, sealed        %10.3f%n", size(folder.resolve("days")) / bytes);
  }

  /// Opens the store three days later, when the days are over, and lets it pack them.
  private static void seal(Path folder, InstantSource clock) throws InterruptedException {
    try (LuceneLogStore store =
        LuceneLogStore.open(
            LuceneLogConfig.defaults(), folder, InstantSource.offset(clock, Duration.ofDays(3)))) {
      int days = store.stats().days();
      while (store.stats().counters().getOrDefault("days_sealed", 0L) < days) {
        Thread.sleep(100);
      }
    }
  }

  /// What compilers and garbage collection took: the threads that run no Java.
  private static double machineSeconds() throws IOException {
    double ticks = 0;
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        if (name.startsWith("C1") || name.startsWith("C2") || name.startsWith("VM ")) {
          ticks += Long.parseLong(rest[11]) + Long.parseLong(rest[12]);
        }
      }
    }
    return ticks / 100;
  }

  private static double cpuSeconds() {
    var os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return os.getProcessCpuTime() / 1e9;
  }

  private static double size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      double bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
