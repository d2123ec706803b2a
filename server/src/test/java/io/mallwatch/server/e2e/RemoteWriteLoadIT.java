package io.mallwatch.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.mallwatch.model.wire.ProtoWriter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Remote write as fast as the server takes it: nothing acknowledged is lost in a crash, and a
/// flood of new series neither ends the process nor its answers.
class RemoteWriteLoadIT {

  private static final int SENDERS = 4;
  private static final int SERIES = 1000;
  private static final long STEP_MILLIS = 100;
  private static final int KILLS = 2;

  private static final int NEW_METRICS = 4;
  private static final int NEW_SERIES = 100_000;
  private static final int NEW_BATCH = 5_000;

  /// More than the heap of 512 MiB and all that a JVM takes beside it.
  private static final long MOST_RESIDENT_KIB = 900L << 10;

  @TempDir Path dir;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final SplittableRandom random = new SplittableRandom(20261123);

  @Test
  void whatWasAcknowledgedAtFullSpeedSurvivesAKill() throws Exception {
    long start = Instant.now().minus(Duration.ofMinutes(40)).toEpochMilli();
    int[] acknowledged = new int[SENDERS];
    for (int kill = 0; kill < KILLS; kill++) {
      try (MallwatchProcess server = start()) {
        URI url = server.awaitReady();
        assertEverythingIsThere(url, start, acknowledged);
        sendUntilKilled(server, url, start, acknowledged);
      }
    }
    try (MallwatchProcess server = start()) {
      assertEverythingIsThere(server.awaitReady(), start, acknowledged);
    }
    assertThat(Arrays.stream(acknowledged).sum()).isGreaterThanOrEqualTo(KILLS * 300);
  }

  private MallwatchProcess start() throws IOException {
    return MallwatchProcess.start("server", "--data", dir.toString(), "--port", "0");
  }

  /// Each sender has series of its own, and goes on where its last acknowledged round was: a round
  /// that was on its way when the server ended is sent again, as a sender does.
  private void sendUntilKilled(MallwatchProcess server, URI url, long start, int[] acknowledged)
      throws Exception {
    AtomicLong rounds = new AtomicLong();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int sender = i;
        senders.add(threads.submit(() -> send(sender, url, start, acknowledged, rounds)));
      }
      long wanted = 300L + random.nextInt(400);
      while (rounds.get() < wanted && senders.stream().noneMatch(Future::isDone)) {
        Thread.onSpinWait();
      }
      server.kill();
      for (Future<?> sender : senders) {
        sender.get();
      }
    }
  }

  private void send(int sender, URI url, long start, int[] acknowledged, AtomicLong rounds) {
    try {
      int status = 204;
      while (status == 204) {
        int round = acknowledged[sender];
        status = write(url, round(sender, round, start + round * STEP_MILLIS));
        if (status == 204) {
          acknowledged[sender]++;
          rounds.incrementAndGet();
        }
      }
      throw new AssertionError("refused with " + status);
    } catch (IOException e) {
      return; // killed: not acknowledged
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ProtoWriter round(int sender, int round, long millis) {
    ProtoWriter request = new ProtoWriter();
    for (int i = 0; i < SERIES; i++) {
      request.message(
          1, series(value(round, i), millis, "load", "n", "" + i, "sender", "" + sender));
    }
    return request;
  }

  private static double value(int round, int series) {
    return round + (series % 4) * 0.25;
  }

  private static ProtoWriter series(double value, long millis, String name, String... labels) {
    ProtoWriter series = new ProtoWriter();
    series.message(1, new ProtoWriter().string(1, "__name__").string(2, name));
    for (int i = 0; i < labels.length; i += 2) {
      series.message(1, new ProtoWriter().string(1, labels[i]).string(2, labels[i + 1]));
    }
    return series.message(2, new ProtoWriter().fixedDouble(1, value).varint(2, millis));
  }

  /// Up to the last acknowledged round each series has every sample once, with its value.
  private void assertEverythingIsThere(URI url, long start, int[] acknowledged) throws Exception {
    for (int sender = 0; sender < SENDERS; sender++) {
      int rounds = acknowledged[sender];
      if (rounds == 0) {
        continue;
      }
      double at = (start + (rounds - 1) * STEP_MILLIS) / 1000.0;
      String selected = "load{sender=\"%d\"}[1h]".formatted(sender);
      assertThat(query(url, "count(count_over_time(%s) == %d)".formatted(selected, rounds), at))
          .as("series of sender %d with %d rounds", sender, rounds)
          .contains("\"" + SERIES + "\"");
      double sum = SERIES * (rounds * (rounds - 1) / 2.0 + rounds * 0.375);
      assertThat(query(url, "sum(sum_over_time(%s)) == %f".formatted(selected, sum), at))
          .as("sum of sender %d", sender)
          .contains("\"value\"");
    }
  }

  @Test
  void fourHundredThousandNewSeriesFitAndAreAnswered() throws Exception {
    try (MallwatchProcess server = start()) {
      URI url = server.awaitReady();
      long now = Instant.now().toEpochMilli();
      for (int metric = 0; metric < NEW_METRICS; metric++) {
        for (int from = 0; from < NEW_SERIES; from += NEW_BATCH) {
          assertThat(write(url, newSeries(metric, from, now))).isEqualTo(204);
        }
      }
      double at = now / 1000.0;
      assertThat(query(url, "count({job=\"flood\"})", at))
          .contains("\"" + NEW_METRICS * NEW_SERIES + "\"");
      assertThat(query(url, "topk(100, {job=\"flood\"})", at).split("\"metric\"", -1)).hasSize(101);
      HttpResponse<String> all = ask(url, "{job=\"flood\"}", at);
      assertThat(all.statusCode()).isEqualTo(422);
      assertThat(all.body()).contains("more than 100000 series");
      assertThat(peakResidentKib(server.pid())).isLessThan(MOST_RESIDENT_KIB);
    }
  }

  private static ProtoWriter newSeries(int metric, int from, long millis) {
    ProtoWriter request = new ProtoWriter();
    for (int i = from; i < from + NEW_BATCH; i++) {
      request.message(
          1,
          series(
              i,
              millis,
              "flood_%d_total".formatted(metric),
              "instance",
              "10.0.%d.%d:8080".formatted(metric, i % 200),
              "job",
              "flood",
              "pod",
              "mall-order-%06x".formatted(i)));
    }
    return request;
  }

  private static long peakResidentKib(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  private int write(URI url, ProtoWriter request) throws IOException, InterruptedException {
    byte[] raw = request.toByteArray();
    SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    byte[] packed = new byte[snappy.maxCompressedLength(raw.length)];
    int length = snappy.compress(raw, 0, raw.length, packed, 0, packed.length);
    return client
        .send(
            HttpRequest.newBuilder(url.resolve("/prometheus/api/v1/write"))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "snappy")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed, 0, length))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private String query(URI url, String query, double at) throws Exception {
    HttpResponse<String> answer = ask(url, query, at);
    assertThat(answer.statusCode()).as("%s: %s", query, answer.body()).isEqualTo(200);
    return answer.body();
  }

  private HttpResponse<String> ask(URI url, String query, double at) throws Exception {
    String path =
        "/prometheus/api/v1/query?query=%s&time=%.3f"
            .formatted(URLEncoder.encode(query, StandardCharsets.UTF_8), at);
    return client.send(
        HttpRequest.newBuilder(url.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
