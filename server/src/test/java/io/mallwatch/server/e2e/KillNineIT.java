package io.mallwatch.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` during ingest, ten times: whatever was acknowledged is there afterwards.
class KillNineIT {

  private static final int ROUNDS = 10;

  @TempDir Path dir;

  private final HttpClient client = HttpClient.newHttpClient();
  private final SplittableRandom random = new SplittableRandom(20261123);
  private final AtomicInteger numbers = new AtomicInteger();

  /// Numbers of what was acknowledged, by signal.
  private record Acknowledged(List<Integer> samples, List<Integer> lines, List<Integer> spans) {
    Acknowledged() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void addAll(Acknowledged others) {
      samples.addAll(others.samples);
      lines.addAll(others.lines);
      spans.addAll(others.spans);
    }
  }

  @Test
  void everythingAcknowledgedSurvives() throws Exception {
    Acknowledged all = new Acknowledged();
    for (int round = 0; round < ROUNDS; round++) {
      try (MallwatchProcess server =
          MallwatchProcess.start("server", "--data", dir.toString(), "--port", "0")) {
        URI url = server.awaitReady();
        assertThat(server.output().contains("unclean stop")).isEqualTo(round > 0);
        assertEverythingIsThere(url, all, round);
        all.addAll(ingestUntilKilled(server, url));
      }
    }
    try (MallwatchProcess server =
        MallwatchProcess.start("server", "--data", dir.toString(), "--port", "0")) {
      assertEverythingIsThere(server.awaitReady(), all, ROUNDS);
    }
    assertThat(all.samples).hasSizeGreaterThan(100);
    assertThat(all.lines).hasSizeGreaterThan(100);
    assertThat(all.spans).hasSizeGreaterThan(100);
  }

  private Acknowledged ingestUntilKilled(MallwatchProcess server, URI url) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    Acknowledged acknowledged = new Acknowledged();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> senders = new ArrayList<>();
      senders.add(threads.submit(() -> send(stop, acknowledged.samples, n -> metrics(url, n))));
      senders.add(threads.submit(() -> send(stop, acknowledged.lines, n -> lines(url, n))));
      senders.add(threads.submit(() -> send(stop, acknowledged.spans, n -> spans(url, n))));
      int wanted = 15 + random.nextInt(60);
      while (acknowledged.lines.size() < wanted) {
        Thread.onSpinWait();
      }
      server.kill();
      stop.set(true);
      for (Future<?> sender : senders) {
        sender.get();
      }
    }
    return acknowledged;
  }

  private interface Sending {
    HttpResponse<String> send(int number) throws IOException, InterruptedException;
  }

  private void send(AtomicBoolean stop, List<Integer> acknowledged, Sending sending) {
    while (!stop.get()) {
      int number = numbers.incrementAndGet();
      try {
        if (sending.send(number).statusCode() == 200) {
          acknowledged.add(number);
        }
      } catch (IOException e) {
        return; // killed: not acknowledged
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private HttpResponse<String> post(URI url, String type, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String nanos() {
    return Instant.now().toEpochMilli() + "000000";
  }

  private HttpResponse<String> metrics(URI url, int number)
      throws IOException, InterruptedException {
    return post(
        url.resolve("/v1/metrics"),
        "application/json",
        """
        {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"kill_nine","gauge":{"dataPoints":[
         {"timeUnixNano":"%s","asInt":"%d","attributes":[{"key":"n","value":{"stringValue":"%d"}}]}]}}]}]}]}
        """
            .formatted(nanos(), number, number));
  }

  private HttpResponse<String> lines(URI url, int number) throws IOException, InterruptedException {
    return post(
        url.resolve("/elasticsearch/zhongdao-mall-logs-2026/_bulk"),
        "application/x-ndjson",
        """
        {"create":{}}
        {"timestamp":"%s","level":"info","service":"kill","message":"支付 number n%d","data":{"n":%d}}
        """
            .formatted(Instant.now(), number, number));
  }

  private HttpResponse<String> spans(URI url, int number) throws IOException, InterruptedException {
    return post(
        url.resolve("/v1/traces"),
        "application/json",
        """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"kill"}}]},
         "scopeSpans":[{"spans":[{"traceId":"%s","spanId":"%016x","name":"pay","kind":2,
         "startTimeUnixNano":"%s","endTimeUnixNano":"%s"}]}]}]}
        """
            .formatted(traceId(number), number, nanos(), nanos()));
  }

  private static String traceId(int number) {
    return "%032x".formatted(0xfeed0000000000L + number);
  }

  private void assertEverythingIsThere(URI url, Acknowledged all, int round) throws Exception {
    String query = URLEncoder.encode("last_over_time(kill_nine[1h])", StandardCharsets.UTF_8);
    String series = get(url.resolve("/prometheus/api/v1/query?query=" + query));
    for (int sample : all.samples) {
      assertThat(series.contains("\"n\":\"" + sample + "\""))
          .as("sample %d after kill %d", sample, round)
          .isTrue();
    }
    String hits = get(url.resolve("/elasticsearch/zhongdao-mall-logs-*/_search?size=10000"));
    for (int line : all.lines) {
      assertThat(hits.contains("number n" + line + "\""))
          .as("line %d after kill %d", line, round)
          .isTrue();
    }
    for (int span : all.spans) {
      assertThat(get(url.resolve("/jaeger/api/traces/" + traceId(span))))
          .as("span %d after kill %d", span, round)
          .contains("\"operationName\":\"pay\"");
    }
  }

  private String get(URI url) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s: %s", url, answer.body()).isEqualTo(200);
    return answer.body();
  }
}
