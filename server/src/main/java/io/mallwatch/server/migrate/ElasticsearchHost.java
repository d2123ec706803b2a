package io.mallwatch.server.migrate;

import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One end of a migration: a server with Elasticsearch's API. Thread-safe.
///
/// @param authorization value of that header; empty for none
public record ElasticsearchHost(URI url, String authorization, HttpClient http) {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// A server that says no, or says something that cannot be read.
  public static final class SaidNoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    SaidNoException(int status, String message) {
      super(message);
      this.status = status;
    }

    int status() {
      return status;
    }

    /// Whether the same request may be answered later.
    boolean passing() {
      return status == 429 || status >= 500;
    }
  }

  public ElasticsearchHost {
    url = URI.create(url.toString().replaceAll("/+$", ""));
  }

  /// Sends a request and returns what it was answered with.
  ///
  /// @param path below the URL, with parameters, escaped
  /// @param body empty for none
  /// @throws SaidNoException unless the status is 2xx
  Object ask(String method, String path, String type, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .header("accept", "application/json")
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (body.length > 0) {
      request.header("content-type", type);
    }
    if (!authorization.isEmpty()) {
      request.header("authorization", authorization);
    }
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new SaidNoException(
          answer.statusCode(),
          "%s %s%s answered %d %s"
              .formatted(method, url, path, answer.statusCode(), reason(answer.body())));
    }
    try {
      Object tree = Json.tree(answer.body());
      return tree == null ? Map.of() : tree;
    } catch (RefusedException e) {
      throw new SaidNoException(
          answer.statusCode(), "%s%s does not speak Elasticsearch's API".formatted(url, path));
    }
  }

  /// What a body of an error says, shortened.
  private static String reason(byte[] body) {
    String text;
    try {
      Map<?, ?> error = map(map(Json.tree(body)).get("error"));
      Object reason = error.get("reason");
      text = reason == null ? new String(body, StandardCharsets.UTF_8) : String.valueOf(reason);
    } catch (RefusedException e) {
      text = new String(body, StandardCharsets.UTF_8);
    }
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }

  static String escaped(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static Map<?, ?> map(@Nullable Object node) {
    return node instanceof Map<?, ?> map ? map : Map.of();
  }

  static List<?> list(@Nullable Object node) {
    return node instanceof List<?> list ? list : List.of();
  }

  static long number(@Nullable Object node) {
    return node instanceof Number number ? number.longValue() : 0;
  }
}
