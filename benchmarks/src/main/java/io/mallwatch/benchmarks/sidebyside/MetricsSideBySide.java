package io.mallwatch.benchmarks.sidebyside;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Metrics: Mallwatch beside Prometheus. Each phase starts both programs afresh, in turns, as often
/// as `-Druns` says (5), and prints the medians and their ratio.
///
/// Phases: `write` (known series by remote write: processor, peak memory, ready after a kill),
/// `churn` (new series), `scrape`, `query` (28 dashboard and rule queries), `disk` (bytes a sample
/// in blocks).
public final class MetricsSideBySide {

  private static final int RUNS = Integer.getInteger("runs", 5);
  private static final long STEP = 15_000;
  private static final int BATCH = 2_000;

  /// How often each query is asked before it is timed, of both programs: a dashboard that is open
  /// asks again every few seconds, so what counts is the state after some minutes.
  private static final int WARM_UPS = Integer.getInteger("query.warmups", 30);

  private final Path folder;
  private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();
  private int nextPort = 17600;

  private MetricsSideBySide(Path folder) {
    this.folder = folder;
  }

  /// @param args the phases; all when there is none
  public static void main(String[] args) throws Exception {
    List<String> phases =
        args.length == 0 ? List.of("write", "churn", "scrape", "query", "disk") : List.of(args);
    MetricsSideBySide all = new MetricsSideBySide(Files.createTempDirectory("side-by-side"));
    try {
      for (String phase : phases) {
        all.phase(phase);
      }
    } finally {
      delete(all.folder);
    }
    all.print();
  }

  private void phase(String phase) throws Exception {
    for (int run = 0; run < RUNS; run++) {
      for (String name :
          run % 2 == 0 ? List.of("mallwatch", "prometheus") : List.of("prometheus", "mallwatch")) {
        Path own = folder.resolve(phase + "-" + run + "-" + name);
        switch (phase) {
          case "write" -> write(own, name);
          case "churn" -> churn(own, name);
          case "scrape" -> scrape(own, name);
          case "query" -> query(own, name);
          case "disk" -> disk(own, name);
          default -> throw new IllegalArgumentException("no such phase: " + phase);
        }
        delete(own);
      }
    }
  }

  private Peer peer(Path own, String name, String scrapeConfig) throws IOException {
    int port = nextPort++;
    return name.equals("mallwatch")
        ? Peer.mallwatch(own, port, scrapeConfig)
        : Peer.prometheus(own, port, scrapeConfig);
  }

  private void record(String figure, String name, double value) {
    figures
        .computeIfAbsent(figure, _ -> new LinkedHashMap<>())
        .computeIfAbsent(name, _ -> new ArrayList<>())
        .add(value);
    System.out.printf("%-12s %-60s %10.3f%n", name, figure, value);
  }

  private void write(Path own, String name) throws Exception {
    List<MallSeries.Series> series = MallSeries.of(Integer.getInteger("series", 100_000));
    int rounds = Integer.getInteger("rounds", 40);
    long start = System.currentTimeMillis() - rounds * STEP;
    RemoteWriteBodies bodies = new RemoteWriteBodies();
    try (Peer peer = peer(own, name, "")) {
      record("start, empty: s", name, peer.start());
      double before = peer.cpuSeconds();
      for (int round = 0; round < rounds; round++) {
        send(peer, bodies, series, round, start + round * STEP);
      }
      double millions = (double) series.size() * rounds / 1e6;
      record(
          "remote write: CPU-s per million samples", name, (peer.cpuSeconds() - before) / millions);
      record("remote write: peak MB", name, peer.peakMegabytes());
      check(peer, "count({job=\"mall\"})", series.size());
      peer.kill();
      record("ready after kill -9: s", name, peer.start());
      check(peer, "count({job=\"mall\"})", series.size());
      long requests =
          series.stream().filter(one -> one.labels()[1].equals("http_requests_total")).count();
      check(peer, "sum(count_over_time(http_requests_total[1d]))", (double) requests * rounds);
    }
  }

  private void churn(Path own, String name) throws Exception {
    int wanted = Integer.getInteger("churn", 250_000);
    List<MallSeries.Series> series = MallSeries.of(wanted);
    RemoteWriteBodies bodies = new RemoteWriteBodies();
    long start = System.currentTimeMillis() - 4 * STEP;
    try (Peer peer = peer(own, name, "")) {
      record("start, empty: s", name, peer.start());
      double before = peer.cpuSeconds();
      int part = 50_000;
      for (int from = 0; from < series.size(); from += part) {
        List<MallSeries.Series> some = series.subList(from, Math.min(series.size(), from + part));
        for (int round = 0; round < 4; round++) {
          send(peer, bodies, some, round, start + round * STEP);
        }
      }
      record(
          "new series: CPU-s per million",
          name,
          (peer.cpuSeconds() - before) * 1e6 / series.size());
      record("new series: peak MB", name, peer.peakMegabytes());
      check(peer, "count({job=\"mall\"})", series.size());
    }
  }

  private void scrape(Path own, String name) throws Exception {
    int seconds = Integer.getInteger("scrape.seconds", 40);
    int targets = Integer.getInteger("scrape.targets", 40);
    try (Exposition exposition = Exposition.start(targets)) {
      try (Peer peer = peer(own, name, exposition.scrapeConfig())) {
        peer.start();
        TimeUnit.SECONDS.sleep(3);
        double before = peer.cpuSeconds();
        long samplesBefore = exposition.samplesServed();
        TimeUnit.SECONDS.sleep(seconds);
        double millions = (exposition.samplesServed() - samplesBefore) / 1e6;
        record("scrape: CPU-s per million samples", name, (peer.cpuSeconds() - before) / millions);
        record("scrape: million samples served", name, millions);
        record("scrape: peak MB", name, peer.peakMegabytes());
      }
    }
  }

  private void query(Path own, String name) throws Exception {
    List<MallSeries.Series> series = MallSeries.of(Integer.getInteger("query.series", 12_600));
    int rounds = Integer.getInteger("query.rounds", 1_440);
    long end = System.currentTimeMillis() / STEP * STEP;
    long start = end - (rounds - 1) * STEP;
    RemoteWriteBodies bodies = new RemoteWriteBodies();
    try (Peer peer = peer(own, name, "")) {
      peer.start();
      for (int round = 0; round < rounds; round++) {
        send(peer, bodies, series, round, start + round * STEP);
      }
      record("query: peak MB after loading", name, peer.peakMegabytes());
      double before = peer.cpuSeconds();
      for (int i = 0; i < DashboardQueries.ALL.size(); i++) {
        DashboardQueries.Query query = DashboardQueries.ALL.get(i);
        record(
            "query %02d %s: ms".formatted(i, query.text()),
            name,
            median(times(peer, query, start, end)));
      }
      record("query: CPU-s", name, peer.cpuSeconds() - before);
      record("query: peak MB", name, peer.peakMegabytes());
    }
  }

  private static double[] times(Peer peer, DashboardQueries.Query query, long start, long end)
      throws Exception {
    String text = URLEncoder.encode(query.text(), StandardCharsets.UTF_8);
    long step = Math.max(15, (end - start) / 1000 / 300);
    String path =
        query.range()
            ? "/api/v1/query_range?query=%s&start=%d&end=%d&step=%d"
                .formatted(text, start / 1000, end / 1000, step)
            : "/api/v1/query?query=%s&time=%d".formatted(text, end / 1000);
    double[] millis = new double[15];
    for (int i = -WARM_UPS; i < millis.length; i++) {
      long began = System.nanoTime();
      peer.fetch(path);
      if (i >= 0) {
        millis[i] = (System.nanoTime() - began) / 1e6;
      }
    }
    return millis;
  }

  private void disk(Path own, String name) throws Exception {
    List<MallSeries.Series> series = MallSeries.of(Integer.getInteger("disk.series", 20_000));
    int rounds = Integer.getInteger("disk.rounds", 1_440);
    long start = System.currentTimeMillis() / STEP * STEP - (rounds - 1) * STEP;
    RemoteWriteBodies bodies = new RemoteWriteBodies();
    try (Peer peer = peer(own, name, "")) {
      peer.start();
      double before = peer.cpuSeconds();
      for (int round = 0; round < rounds; round++) {
        send(peer, bodies, series, round, start + round * STEP);
      }
      double millions = (double) series.size() * rounds / 1e6;
      record(
          "6 h of data: CPU-s per million samples", name, (peer.cpuSeconds() - before) / millions);
      TimeUnit.SECONDS.sleep(Integer.getInteger("disk.settle", 150));
      record(
          "6 h of data: CPU-s per million samples, blocks included",
          name,
          (peer.cpuSeconds() - before) / millions);
      double samples = 0;
      double bytes = 0;
      try (Stream<Path> metas = Files.walk(peer.data())) {
        for (Path meta : metas.filter(path -> path.endsWith("meta.json")).toList()) {
          samples += number(Files.readString(meta), "numSamples", "samples");
          bytes += size(meta.getParent());
        }
      }
      record("disk: bytes per sample in blocks", name, bytes / samples);
      record("disk: million samples in blocks", name, samples / 1e6);
      record("disk: peak MB", name, peer.peakMegabytes());
    }
  }

  private static double number(String json, String... keys) {
    for (String key : keys) {
      var found = java.util.regex.Pattern.compile("\"" + key + "\"\\s*:\\s*(\\d+)").matcher(json);
      if (found.find()) {
        return Double.parseDouble(found.group(1));
      }
    }
    throw new IllegalStateException("no count of samples in " + json);
  }

  private static void send(
      Peer peer, RemoteWriteBodies bodies, List<MallSeries.Series> series, int round, long millis)
      throws Exception {
    for (int from = 0; from < series.size(); from += BATCH) {
      peer.write(
          bodies.of(series.subList(from, Math.min(series.size(), from + BATCH)), round, millis));
    }
  }

  private static void check(Peer peer, String query, double wanted) throws Exception {
    String answer =
        new String(
            peer.fetch("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)),
            StandardCharsets.UTF_8);
    if (!answer.contains("\"" + (long) wanted + "\"")) {
      throw new IllegalStateException(
          "%s: %s should be %.0f: %s".formatted(peer.name(), query, wanted, answer));
    }
  }

  private void print() {
    System.out.printf(
        "%n%-76s %11s %11s %7s%n", "median of " + RUNS, "mallwatch", "prometheus", "ratio");
    double logs = 0;
    int queries = 0;
    for (Map.Entry<String, Map<String, List<Double>>> figure : figures.entrySet()) {
      double ours =
          median(
              figure.getValue().getOrDefault("mallwatch", List.of()).stream()
                  .mapToDouble(d -> d)
                  .toArray());
      double theirs =
          median(
              figure.getValue().getOrDefault("prometheus", List.of()).stream()
                  .mapToDouble(d -> d)
                  .toArray());
      System.out.printf(
          "%-76s %11.3f %11.3f %7.3f%n", figure.getKey(), ours, theirs, ours / theirs);
      if (figure.getKey().matches("query \\d\\d .*")) {
        logs += Math.log(ours / theirs);
        queries++;
      }
    }
    if (queries > 0) {
      System.out.printf(
          "%-76s %31.3f%n",
          "geometric mean of the ratios of " + queries + " queries", Math.exp(logs / queries));
    }
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length == 0
        ? Double.NaN
        : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
