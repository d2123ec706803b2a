package io.mallwatch.samplemall.history;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Mallwatch's public doors, as any other sender uses them. Retries while they are busy (429, 502,
/// 503, 504) or not there, with growing pauses.
final class Doors {
  private static final int TRIES = 6;
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final String PROTOBUF = "application/x-protobuf";

  private final HttpClient http;
  private final URI base;
  private final Duration firstPause;

  Doors(HttpClient http, URI base, Duration firstPause) {
    this.http = http;
    this.base = base;
    this.firstPause = firstPause;
  }

  /// Posts an OTLP message to `path`.
  void postProtobuf(String path, byte[] message) throws MallwatchUnreachable, InterruptedException {
    post(path, PROTOBUF, message);
  }

  /// Posts bulk lines and checks that every one was taken.
  void postBulk(String lines) throws MallwatchUnreachable, InterruptedException {
    String path = "/elasticsearch/_bulk";
    String answer = post(path, "application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8));
    if (answer.contains("\"errors\":true")) {
      throw new MallwatchUnreachable("Mallwatch refused some of the lines sent to " + path);
    }
  }

  private String post(String path, String contentType, byte[] body)
      throws MallwatchUnreachable, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .header("content-type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    Duration pause = firstPause;
    String problem = "";
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      try {
        HttpResponse<String> response =
            http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() < 300) {
          return response.body();
        }
        problem = "status " + response.statusCode();
        if (!worthRetrying(response.statusCode())) {
          break;
        }
        pause = max(pause, retryAfter(response));
      } catch (IOException unreachable) {
        problem = unreachable.getClass().getSimpleName();
      }
      if (attempt < TRIES) {
        Thread.sleep(pause.toMillis());
        pause = pause.multipliedBy(2);
      }
    }
    throw new MallwatchUnreachable(
        "Mallwatch at %s did not take %s (%s)".formatted(base, path, problem));
  }

  private static boolean worthRetrying(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    String seconds = response.headers().firstValue("retry-after").orElse("0");
    return seconds.matches("\\d{1,2}")
        ? Duration.ofSeconds(Math.min(5, Integer.parseInt(seconds)))
        : Duration.ZERO;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
