package io.mallwatch.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log is written and rotated, by renaming and by copying and truncating, while the server that
/// follows it is killed again and again: every line is there once.
class LogFilesIT {

  private static final int KILLS = 4;
  private static final Pattern NUMBER = Pattern.compile("\"message\":\"line n(\\d+) ");

  @TempDir Path dir;

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger written = new AtomicInteger();

  @Test
  void everyLineIsThereOnce() throws Exception {
    Path log = Files.createDirectories(dir.resolve("logs")).resolve("order.log");
    Path config =
        Files.writeString(
            dir.resolve("mallwatch.yaml"),
            "logs:\n  tail:\n    paths: [order=%s/logs/*.log]\n".formatted(dir));
    for (int kill = 0; kill < KILLS; kill++) {
      try (MallwatchProcess server = start(config)) {
        URI url = server.awaitReady();
        write(log, 400);
        Await.until("the log is found", () -> sources(url).contains("order.log\""));
        write(log, 400);
        rotate(log, kill);
        int before = written.get();
        Thread writer =
            Thread.ofVirtual()
                .start(() -> {
                  for (int i = 0; i < 40; i++) {
                    write(log, 20);
                  }
                });
        Await.until("more was written", () -> written.get() > before + 200);
        server.kill();
        writer.join();
      }
      write(log, 50);
    }
    try (MallwatchProcess server = start(config)) {
      URI url = server.awaitReady();
      Await.until(
          "%d lines are there".formatted(written.get()),
          () -> numbers(url).stream().distinct().count() >= written.get());
      assertThat(numbers(url)).doesNotHaveDuplicates().hasSize(written.get());
      assertThat(sources(url)).contains("\"state\":\"caught_up\"");
    }
  }

  private MallwatchProcess start(Path config) throws IOException {
    return MallwatchProcess.start(
        "server",
        "--config",
        config.toString(),
        "--data",
        dir.resolve("data").toString(),
        "--port",
        "0");
  }

  /// As logrotate does: by turns with `create` and with `copytruncate`.
  private static void rotate(Path log, int number) throws IOException {
    Path roll = log.resolveSibling("order.log." + (number + 1));
    if (number % 2 == 0) {
      Files.move(log, roll);
    } else {
      Files.copy(log, roll);
      Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  private void write(Path log, int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      int number = written.get() + i;
      text.append("{\"timestamp\":\"%s\",\"level\":\"info\",".formatted(Instant.now()))
          .append("\"message\":\"line n%d 支付\"}\n".formatted(number));
    }
    try {
      Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    written.addAndGet(lines);
  }

  private String sources(URI url) {
    return get(url.resolve("/api/sources"));
  }

  private List<Integer> numbers(URI url) {
    List<Integer> numbers = new ArrayList<>();
    for (int from = 0; from < 10_000; from += 5_000) {
      Matcher line =
          NUMBER.matcher(
              get(
                  url.resolve(
                      "/elasticsearch/zhongdao-mall-logs-*/_search?size=5000&from=" + from)));
      while (line.find()) {
        numbers.add(Integer.parseInt(line.group(1)));
      }
    }
    return numbers;
  }

  private String get(URI url) {
    try {
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
