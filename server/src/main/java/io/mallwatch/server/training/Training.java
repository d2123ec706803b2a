package io.mallwatch.server.training;

import io.airlift.compress.v3.snappy.SnappyCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.mallwatch.model.wire.ProtoWriter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Sends a server what clients send, through its own doors: samples, lines and spans in, queries of
/// dashboards and rules out. What it sends is made up, so it must only be let loose on an empty
/// data folder that is thrown away.
public final class Training {

  private static final int ROUNDS = 60;
  private static final int INSTANCES = 12;
  private static final int QUERY_ROUNDS = 8;
  private static final long STEP_MILLIS = 15_000;

  private static final String[] BOUNDS = {"0.005", "0.05", "0.1", "0.5", "1", "5", "+Inf"};
  private static final String[] ROUTES = {"/", "/orders", "/pay", "/users/{id}", "/points"};
  private static final String[] STATUSES = {"200", "404", "500"};

  private static final List<String> RANGE_QUERIES =
      List.of(
          "sum(rate(http_requests_total[5m]))",
          "sum by (route) (rate(http_requests_total[5m]))",
          "sum(rate(http_requests_total{status=\"500\"}[5m])) / sum(rate(http_requests_total[5m]))",
          "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))",
          "topk(3, sum by (instance) (rate(http_requests_total[5m])))",
          "max by (instance) (max_over_time(process_cpu_usage[10m]))",
          "avg_over_time(process_cpu_usage{instance=\"10.0.0.3:8080\"}[5m])",
          "quantile(0.9, process_cpu_usage)",
          "count(process_cpu_usage > 0.5)",
          "sum(increase(http_requests_total[10m] offset 5m))");

  private static final List<String> INSTANT_QUERIES =
      List.of(
          "sum(rate(http_requests_total{status=~\"5..\"}[5m])) > 0",
          "process_cpu_usage > 0.8",
          "http_requests_total{route=\"/pay\"}",
          "count by (__name__) ({job=\"training\"})",
          "max_over_time(sum(rate(http_requests_total[5m]))[10m:1m])",
          "process_cpu_usage / on (instance) group_left process_cpu_usage");

  private static final List<String> READS =
      List.of(
          "/api/overview",
          "/api/alerts",
          "/api/incidents",
          "/api/status",
          "/prometheus/api/v1/labels",
          "/prometheus/api/v1/label/__name__/values",
          "/prometheus/api/v1/series?match[]=process_cpu_usage",
          "/prometheus/api/v1/rules",
          "/prometheus/api/v1/targets",
          "/prometheus/api/v1/metadata",
          "/prometheus/metrics",
          "/jaeger/api/services",
          "/jaeger/api/traces?service=training&limit=20",
          "/alertmanager/api/v2/alerts",
          "/elasticsearch/",
          "/");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final SnappyCompressor snappy = new SnappyJavaCompressor();
  private final URI server;
  private final InstantSource clock;

  /// @param server where the server answers
  public Training(URI server, InstantSource clock) {
    this.server = server;
    this.clock = clock;
  }

  /// Takes some seconds. Answers other than success are left alone: a cache without one path is
  /// still a good cache.
  ///
  /// @throws IOException when the server does not answer at all
  public void run() throws IOException, InterruptedException {
    long end = clock.millis();
    for (int round = 0; round < ROUNDS; round++) {
      long at = end - (ROUNDS - 1 - round) * STEP_MILLIS;
      for (int instance = 0; instance < INSTANCES; instance++) {
        post("/prometheus/api/v1/write", "application/x-protobuf", samples(instance, round, at));
      }
      post("/elasticsearch/_bulk", "application/x-ndjson", lines(round, at));
      post("/v1/traces", "application/json", spans(round, at));
    }
    for (int i = 0; i < QUERY_ROUNDS; i++) {
      ask(end);
    }
  }

  private void ask(long end) throws IOException, InterruptedException {
    long to = end / 1000;
    long from = to - ROUNDS * STEP_MILLIS / 1000;
    for (String query : RANGE_QUERIES) {
      read(
          "/prometheus/api/v1/query_range?query=%s&start=%d&end=%d&step=15"
              .formatted(encoded(query), from, to));
    }
    for (String query : INSTANT_QUERIES) {
      read("/prometheus/api/v1/query?query=%s&time=%d".formatted(encoded(query), to));
    }
    for (String path : READS) {
      read(path);
    }
    post(
        "/elasticsearch/zhongdao-mall-logs-*/_search",
        "application/json",
        """
        {"query":{"bool":{"filter":[{"match":{"message":"支付"}},{"term":{"level":"error"}}]}},\
        "sort":[{"timestamp":"desc"}],"size":20,\
        "aggs":{"per_minute":{"date_histogram":{"field":"timestamp","fixed_interval":"1m"}}}}\
        """
            .getBytes(StandardCharsets.UTF_8));
  }

  private byte[] samples(int instance, int round, long at) {
    ProtoWriter request = new ProtoWriter();
    String host = "10.0.0." + instance + ":8080";
    for (String route : ROUTES) {
      for (String status : STATUSES) {
        series(
            request,
            round * 7 + instance,
            at,
            "http_requests_total",
            host,
            "route",
            route,
            "status",
            status);
      }
      for (int i = 0; i < BOUNDS.length; i++) {
        series(
            request,
            round * (i + 1),
            at,
            "http_request_duration_seconds_bucket",
            host,
            "le",
            BOUNDS[i],
            "route",
            route);
      }
    }
    series(request, (instance * 31 + round * 17) % 100 / 100.0, at, "process_cpu_usage", host);
    byte[] raw = request.toByteArray();
    byte[] packed = new byte[snappy.maxCompressedLength(raw.length)];
    return Arrays.copyOf(packed, snappy.compress(raw, 0, raw.length, packed, 0, packed.length));
  }

  /// @param more names and values that come after `job` in order of names
  private static void series(
      ProtoWriter request, double value, long at, String name, String instance, String... more) {
    ProtoWriter series = new ProtoWriter();
    label(series, "__name__", name);
    label(series, "instance", instance);
    label(series, "job", "training");
    for (int i = 0; i < more.length; i += 2) {
      label(series, more[i], more[i + 1]);
    }
    series.message(2, new ProtoWriter().fixedDouble(1, value).varint(2, at));
    request.message(1, series);
  }

  private static void label(ProtoWriter series, String name, String value) {
    series.message(1, new ProtoWriter().string(1, name).string(2, value));
  }

  private static byte[] lines(int round, long at) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      body.append("{\"create\":{\"_index\":\"zhongdao-mall-logs-training\"}}\n")
          .append(
              String.format(
                  Locale.ROOT,
                  "{\"timestamp\":\"%s\",\"level\":\"%s\",\"service\":\"training\",\"message\":\"支付订单"
                      + " ORD-%d 用时 %d ms\",\"requestId\":\"r-%d\",\"duration\":%d}%n",
                  Instant.ofEpochMilli(at + i),
                  i % 10 == 0 ? "error" : "info",
                  round * 50 + i,
                  i,
                  i,
                  i));
    }
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] spans(int round, long at) {
    StringBuilder spans = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      spans
          .append(i == 0 ? "" : ",")
          .append(
              String.format(
                  Locale.ROOT,
                  "{\"traceId\":\"%032x\",\"spanId\":\"%016x\",\"name\":\"GET /orders\",\"kind\":2,"
                      + "\"startTimeUnixNano\":\"%d\",\"endTimeUnixNano\":\"%d\",\"attributes\":"
                      + "[{\"key\":\"http.route\",\"value\":{\"stringValue\":\"/orders\"}}]}",
                  round * 20L + i + 1,
                  i + 1,
                  at * 1_000_000,
                  at * 1_000_000 + 5_000_000));
    }
    return ("{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
            + "{\"stringValue\":\"training\"}}]},\"scopeSpans\":[{\"spans\":["
            + spans
            + "]}]}]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private void post(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Content-Type", type);
    if (type.equals("application/x-protobuf")) {
      request.header("Content-Encoding", "snappy");
    }
    var _ =
        http.send(
            request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
            HttpResponse.BodyHandlers.discarding());
  }

  private void read(String path) throws IOException, InterruptedException {
    var _ = http.send(request(path).build(), HttpResponse.BodyHandlers.discarding());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(30));
  }

  private static String encoded(String query) {
    return URLEncoder.encode(query, StandardCharsets.UTF_8);
  }
}
