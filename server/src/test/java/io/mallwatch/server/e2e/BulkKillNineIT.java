package io.mallwatch.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` while two senders push bulk requests as fast as they can, several times. A sender that
/// got no answer sends the same lines with the same ids again, as Filebeat does: every line is
/// there once.
class BulkKillNineIT {

  private static final int ROUNDS = 10;
  private static final int LINES = 500;
  private static final String INDEX = "zhongdao-mall-logs-kill";
  private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

  @TempDir Path dir;

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger bodies = new AtomicInteger();
  private final AtomicLong acknowledged = new AtomicLong();

  @Test
  void everyLineIsThereOnce() throws Exception {
    List<Integer> unanswered = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      try (MallwatchProcess server = start()) {
        URI url = server.awaitReady();
        for (int body : unanswered) {
          assertThat(send(url, body)).isTrue();
        }
        unanswered = sendUntilKilled(server, url);
      }
    }
    try (MallwatchProcess server = start()) {
      URI url = server.awaitReady();
      for (int body : unanswered) {
        assertThat(send(url, body)).isTrue();
      }
      assertThat(count(url)).isEqualTo((long) bodies.get() * LINES);
      assertThat(acknowledged.get()).isEqualTo(bodies.get());
    }
  }

  private MallwatchProcess start() throws Exception {
    return MallwatchProcess.start("server", "--data", dir.toString(), "--port", "0");
  }

  /// Numbers of the bodies that were not answered.
  private List<Integer> sendUntilKilled(MallwatchProcess server, URI url) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    long wanted = acknowledged.get() + 25;
    List<Integer> left = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> senders = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        senders.add(
            threads.submit(() -> {
              int body = bodies.incrementAndGet();
              while (send(url, body)) {
                if (stop.get()) {
                  return 0;
                }
                body = bodies.incrementAndGet();
              }
              return body;
            }));
      }
      Await.until("some were acknowledged", () -> acknowledged.get() >= wanted);
      server.kill();
      stop.set(true);
      for (Future<Integer> sender : senders) {
        int body = sender.get();
        if (body > 0) {
          left.add(body);
        }
      }
    }
    return left;
  }

  /// Whether the body was answered; every line is new or was there.
  private boolean send(URI url, int number) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(url.resolve("/elasticsearch/_bulk"))
                  .timeout(Duration.ofSeconds(60))
                  .header("Content-Type", "application/x-ndjson")
                  .POST(HttpRequest.BodyPublishers.ofString(body(number)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .doesNotContain("\"status\":429", "\"status\":503", "\"status\":400");
      acknowledged.incrementAndGet();
      return true;
    } catch (IOException e) {
      return false; // killed
    }
  }

  private static String body(int number) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      body.append(
          "{\"create\":{\"_index\":\"%s\",\"_id\":\"%d-%d\"}}\n".formatted(INDEX, number, i));
      body.append(
          "{\"@timestamp\":\"%s\",\"service\":\"kill\",\"message\":\"line %d of body %d\"}\n"
              .formatted(Instant.now(), i, number));
    }
    return body.toString();
  }

  private long count(URI url) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(url.resolve("/elasticsearch/" + INDEX + "/_count"))
                .timeout(Duration.ofSeconds(60))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    Matcher found = COUNT.matcher(answer.body());
    assertThat(found.find()).as(answer.body()).isTrue();
    return Long.parseLong(found.group(1));
  }
}
