package io.mallwatch.benchmarks.sidebyside;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Logs: Mallwatch beside any program that speaks Elasticsearch's protocol, given by `-Dpeer=URL`
/// (and `-Dpeer.pid=PID` and `-Dpeer.data=FOLDER` where its cost is to be read); alone when none is
/// given. Of several `-Druns` (3) the medians are printed. `benchmarks/opensearch/start` is such a
/// peer.
///
/// Phases: `ingest` (bulk over two connections: processor, lines a second, peak memory, disk),
/// `visible` (milliseconds from the acknowledgement until a search finds the line), `query` (24
/// questions, answers compared).
public final class LogsSideBySide {

  private static final int RUNS = Integer.getInteger("runs", 3);
  private static final int LINES = Integer.getInteger("lines", 500_000);
  private static final int BODY = 2_500;

  /// One shard, exact strings, words of two characters in Chinese text; the peer's durability and
  /// refresh are left as they come: synced on each request, seen within a second.
  private static final String TEMPLATE =
      """
      {"index_patterns":["zhongdao-mall-logs-*"],"template":{
       "settings":{"number_of_shards":1,"number_of_replicas":0},
       "mappings":{
        "dynamic_templates":[{"strings":{"match_mapping_type":"string","mapping":{"type":"keyword","ignore_above":1024}}}],
        "properties":{
         "@timestamp":{"type":"date"},
         "message":{"type":"text","analyzer":"cjk"},
         "duration":{"type":"long"},
         "error":{"properties":{"message":{"type":"text","analyzer":"cjk"},"stack":{"type":"text","analyzer":"cjk"}}}}}}}
      """;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path folder;
  private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();
  private int nextPort = 17700;

  private LogsSideBySide(Path folder) {
    this.folder = folder;
  }

  /// @param args the phases; all when there is none
  public static void main(String[] args) throws Exception {
    List<String> phases = args.length == 0 ? List.of("ingest", "visible", "query") : List.of(args);
    LogsSideBySide all = new LogsSideBySide(Files.createTempDirectory("logs-side-by-side"));
    try {
      for (int run = 0; run < RUNS; run++) {
        all.run(run, phases);
      }
    } finally {
      delete(all.folder);
    }
    all.print();
  }

  private void run(int run, List<String> phases) throws Exception {
    Instant start = Instant.now().minus(Duration.ofMinutes(50));
    String peer = System.getProperty("peer", "");
    try (Peer ours = Peer.mallwatch(folder.resolve("run-" + run), nextPort++, "")) {
      ours.start();
      URI here = URI.create(ours.at("").toString().replace("/prometheus", "/elasticsearch"));
      List<Side> sides = new ArrayList<>();
      sides.add(new Side("mallwatch", here, ours.pid(), ours.data().resolve("logs/days")));
      if (!peer.isEmpty()) {
        sides.add(
            new Side(
                "peer",
                URI.create(peer),
                Long.getLong("peer.pid", 0),
                Path.of(System.getProperty("peer.data", "/nonexistent"))));
      }
      for (Side side : run % 2 == 0 ? sides : sides.reversed()) {
        send(side, "PUT", "/_index_template/mall", TEMPLATE);
        ingest(side, start);
      }
      for (Side side : sides) {
        if (phases.contains("visible")) {
          visible(side);
        }
      }
      if (phases.contains("query")) {
        query(sides, start);
      }
      for (Side side : sides) {
        send(side, "DELETE", "/zhongdao-mall-logs-*", "");
      }
    }
  }

  /// @param pid 0 when its cost can't be read
  private record Side(String name, URI base, long pid, Path data) {}

  private void record(String figure, Side side, double value) {
    figures
        .computeIfAbsent(figure, _ -> new LinkedHashMap<>())
        .computeIfAbsent(side.name, _ -> new ArrayList<>())
        .add(value);
    System.out.printf("%-12s %-50s %12.3f%n", side.name, figure, value);
  }

  private void ingest(Side side, Instant start) throws Exception {
    double before = side.pid == 0 ? 0 : ProcessCost.cpuSeconds(side.pid);
    int bodies = LINES / BODY / 2;
    long began = System.nanoTime();
    long bytes = 0;
    try (ExecutorService senders = Executors.newFixedThreadPool(2)) {
      List<Future<Long>> sent = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        // One line each 5 ms from each sender: half an hour and more, in order.
        sent.add(senders.submit(sender(side, bodies, new MallEntries(11 + i, start, 5_000))));
      }
      for (Future<Long> one : sent) {
        bytes += one.get();
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    double millions = bodies * 2.0 * BODY / 1e6;
    record("ingest: lines per second", side, millions * 1e6 / seconds);
    if (side.pid != 0) {
      record(
          "ingest: CPU-s per million lines",
          side,
          (ProcessCost.cpuSeconds(side.pid) - before) / millions);
      record("ingest: peak MB", side, ProcessCost.peakMegabytes(side.pid));
    }
    if (Files.isDirectory(side.data)) {
      record("ingest: disk of raw", side, size(side.data) / bytes);
    }
  }

  private static Callable<Long> sender(Side side, int bodies, MallEntries lines) {
    return () -> {
      long bytes = 0;
      for (int i = 0; i < bodies; i++) {
        byte[] body = lines.bulk(BODY);
        bytes += body.length - 60L * BODY;
        bulk(side, body);
      }
      return bytes;
    };
  }

  private static void bulk(Side side, byte[] body) throws Exception {
    for (int tries = 0; tries < 600; tries++) {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(side.base + "/_bulk"))
                  .header("Content-Type", "application/x-ndjson")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200 && answer.body().contains("\"errors\":false")) {
        return;
      }
      // A run of the same index is kept whole or not at all.
      boolean refused = answer.statusCode() == 429 || !answer.body().contains("\"status\":201");
      if (!refused) {
        throw new IOException(answer.statusCode() + ": " + answer.body().substring(0, 300));
      }
      Thread.sleep(100);
    }
    throw new IOException("it never has time");
  }

  private void visible(Side side) throws Exception {
    double[] millis = new double[30];
    for (int i = 0; i < millis.length; i++) {
      String mark = "visible" + System.nanoTime();
      bulk(
          side,
          ("{\"create\":{\"_index\":\"zhongdao-mall-logs-visible\"}}\n{\"@timestamp\":\""
                  + Instant.now()
                  + "\",\"message\":\""
                  + mark
                  + "\"}\n")
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      long began = System.nanoTime();
      String asked = "{\"query\":{\"match\":{\"message\":\"" + mark + "\"}}}";
      while (!send(side, "POST", "/zhongdao-mall-logs-visible/_search", asked)
          .contains("_source")) {
        Thread.onSpinWait();
      }
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(millis);
    record("visible: ms, p50", side, millis[15]);
    record("visible: ms, p95", side, millis[28]);
  }

  private void query(List<Side> sides, Instant start) throws Exception {
    for (LogQueries.Query query : LogQueries.of(start, start.plus(Duration.ofMinutes(50)))) {
      List<String> answers = new ArrayList<>();
      for (Side side : sides) {
        double[] millis = new double[9];
        String answer = "";
        for (int i = -3; i < millis.length; i++) {
          long began = System.nanoTime();
          answer = send(side, "POST", "/zhongdao-mall-logs-*/_search", query.body());
          if (i >= 0) {
            millis[i] = (System.nanoTime() - began) / 1e6;
          }
        }
        record("query " + query.name() + ": ms", side, median(millis));
        answers.add(comparable(answer, query.compareHits()));
      }
      if (answers.stream().distinct().count() > 1) {
        System.out.printf("DIFFERENT %s%n  %s%n", query.name(), String.join("\n  ", answers));
      }
    }
  }

  /// The totals, counts and keys of an answer; the messages too where the order is fixed.
  private static String comparable(String answer, boolean hits) {
    String wanted =
        "\"(doc_count|key|value|relation" + (hits ? "|message" : "") + ")\":(\"[^\"]*\"|\\d+)";
    List<String> found = new ArrayList<>();
    var each = java.util.regex.Pattern.compile(wanted).matcher(answer);
    while (each.find()) {
      found.add(each.group());
    }
    return String.join(" ", found);
  }

  private static String send(Side side, String method, String path, String body) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(side.base + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return answer.body();
  }

  private void print() {
    System.out.printf("%n%-60s %11s %11s %7s%n", "median of " + RUNS, "mallwatch", "peer", "ratio");
    double logs = 0;
    int queries = 0;
    for (Map.Entry<String, Map<String, List<Double>>> figure : figures.entrySet()) {
      double ours = median(values(figure.getValue(), "mallwatch"));
      double theirs = median(values(figure.getValue(), "peer"));
      System.out.printf(
          "%-60s %11.3f %11.3f %7.3f%n", figure.getKey(), ours, theirs, ours / theirs);
      if (figure.getKey().startsWith("query ") && theirs > 0) {
        logs += Math.log(ours / theirs);
        queries++;
      }
    }
    if (queries > 0) {
      System.out.printf("%-60s %31.3f%n", "geometric mean of " + queries, Math.exp(logs / queries));
    }
  }

  private static double[] values(Map<String, List<Double>> figure, String name) {
    return figure.getOrDefault(name, List.of()).stream().mapToDouble(d -> d).toArray();
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
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
