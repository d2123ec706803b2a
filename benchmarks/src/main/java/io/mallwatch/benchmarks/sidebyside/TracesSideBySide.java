package io.mallwatch.benchmarks.sidebyside;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Traces: a running Mallwatch (`-Dmallwatch=URL -Dmallwatch.pid=PID`), a running Zipkin
/// (`-Dzipkin=URL -Dzipkin.pid=PID`), or both, one after the other; `-Dspans` (1,000,000) each over
/// `-Dconnections` (2) in protobuf. Prints spans a second with the client on the same machine,
/// processor seconds for a million spans, peak memory, then how many of 200 traces are whole and
/// what searches take.
public final class TracesSideBySide {

  private static final int SPANS = Integer.getInteger("spans", 1_000_000);
  private static final int CONNECTIONS = Integer.getInteger("connections", 2);
  private static final int CHECKED = 200;
  private static final int ASKED = 40;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String name;
  private final URI base;
  private final long pid;
  private final boolean zipkin;
  private final MallTraces traces;
  private final int rounds;
  private final long startNanos;
  private final AtomicLong refused = new AtomicLong();

  private TracesSideBySide(String name) {
    this.name = name;
    this.base = URI.create(System.getProperty(name));
    this.pid = Long.getLong(name + ".pid", 0);
    this.zipkin = name.equals("zipkin");
    this.traces = new MallTraces(zipkin, System.nanoTime());
    this.rounds = SPANS / (MallTraces.TRACES * MallTraces.SPANS_PER_TRACE);
    this.startNanos = Instant.now().minusSeconds(rounds + 60L).getEpochSecond() * 1_000_000_000L;
  }

  public static void main(String[] args) throws Exception {
    for (String name : List.of("mallwatch", "zipkin")) {
      if (System.getProperty(name) != null) {
        TracesSideBySide side = new TracesSideBySide(name);
        side.ingest();
        side.whole();
        side.searches();
      }
    }
  }

  private void ingest() throws Exception {
    AtomicInteger next = new AtomicInteger();
    double cpu = pid == 0 ? 0 : ProcessCost.cpuSeconds(pid);
    long began = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Callable<Void>> senders = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        senders.add(() -> {
          for (int round = next.getAndIncrement(); round < rounds; round = next.getAndIncrement()) {
            for (int request = 0; request < traces.requests(); request++) {
              send(traces.request(request, round, startNanos + round * 1_000_000_000L));
            }
          }
          return null;
        });
      }
      for (Future<Void> sender : threads.invokeAll(senders)) {
        sender.get();
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    double acknowledged = cpuSince(cpu);
    TimeUnit.SECONDS.sleep(3);
    int spans = rounds * MallTraces.TRACES * MallTraces.SPANS_PER_TRACE;
    System.out.printf(
        "%s: %,d spans, %,.0f spans/s, CPU-s per million %.2f, settled %.2f, peak %.0f MB,"
            + " told to wait %d times%n",
        name,
        spans,
        spans / seconds,
        acknowledged / spans * 1e6,
        cpuSince(cpu) / spans * 1e6,
        pid == 0 ? 0 : ProcessCost.peakMegabytes(pid),
        refused.get());
  }

  private double cpuSince(double before) {
    return pid == 0 ? 0 : ProcessCost.cpuSeconds(pid) - before;
  }

  private void send(byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(zipkin ? "/api/v2/spans" : "/v1/traces"))
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    while (true) {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 == 2) {
        return;
      }
      if (response.statusCode() != 429 && response.statusCode() != 503) {
        throw new IOException(response.statusCode() + ": " + response.body());
      }
      refused.incrementAndGet();
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private void whole() throws IOException, InterruptedException {
    int whole = 0;
    for (int i = 0; i < CHECKED; i++) {
      int round = (int) ((long) i * rounds / CHECKED);
      int trace = i * 31 % MallTraces.TRACES;
      String id = "%016x%016x".formatted(traces.idHigh(round), MallTraces.idLow(round, trace));
      String body = get(zipkin ? "/api/v2/trace/" + id : "/jaeger/api/traces/" + id);
      int spans = count(body, zipkin ? "\"traceId\":" : "\"operationName\":");
      if (spans == MallTraces.SPANS_PER_TRACE) {
        whole++;
      }
    }
    System.out.printf("%s: whole %d of %d%n", name, whole, CHECKED);
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
      count++;
    }
    return count;
  }

  private void searches() throws IOException, InterruptedException {
    long end = Instant.now().toEpochMilli();
    String range =
        zipkin
            ? "&limit=20&endTs=%d&lookback=86400000".formatted(end)
            : "&limit=20&end=%d000&start=%d000".formatted(end, end - 86_400_000);
    String by = zipkin ? "/api/v2/traces?serviceName=" : "/jaeger/api/traces?service=";
    String operation = zipkin ? "&spanName=" : "&operation=";
    for (String question : List.of("tag", "service+operation", "service+duration", "user", "id")) {
      double[] millis = new double[ASKED];
      int found = 0;
      for (int i = 0; i < ASKED; i++) {
        int round = i * 7 % rounds;
        int trace = i * 31 % MallTraces.TRACES;
        String tag = traces.requestId(round, trace);
        String user = "u-" + trace * 7919 % 5_000;
        String path =
            switch (question) {
              case "tag" -> by + "purchases" + tag("request.id", tag) + range;
              case "user" -> by + "points" + tag("user.id", user) + range;
              case "service+operation" ->
                  by + "points" + operation + "POST%20%2Fpoints%2Ftransfer" + range;
              case "service+duration" ->
                  by + "points&minDuration=" + (zipkin ? "15000" : "15ms") + range;
              default ->
                  (zipkin ? "/api/v2/trace/" : "/jaeger/api/traces/")
                      + "%016x%016x"
                          .formatted(traces.idHigh(round), MallTraces.idLow(round, trace));
            };
        long began = System.nanoTime();
        String body = get(path);
        millis[i] = (System.nanoTime() - began) / 1e6;
        found += count(body, zipkin ? "\"traceId\":" : "\"operationName\":");
      }
      Arrays.sort(millis);
      System.out.printf(
          "%s: %-18s p50 %.2f ms, p95 %.2f ms, %.1f spans an answer%n",
          name, question, millis[ASKED / 2], millis[ASKED * 95 / 100], found / (double) ASKED);
    }
  }

  private String tag(String key, String value) {
    return zipkin ? "&annotationQuery=" + key + "%3D" + value : "&tag=" + key + "%3A" + value;
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofMinutes(1)).build();
    HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
