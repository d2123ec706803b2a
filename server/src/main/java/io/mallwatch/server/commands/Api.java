package io.mallwatch.server.commands;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Prometheus's HTTP API of a server, for verbs; a mix-in of their options.
final class Api {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:7600/prometheus",
      description = "Where Prometheus's API is (default: ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:7600/prometheus");

  @Option(
      names = "--token-env",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      defaultValue = "MALLWATCH_TOKEN",
      description = "Environment variable with the access token (default: ${DEFAULT-VALUE}).")
  private String tokenVariable = "MALLWATCH_TOKEN";

  /// The API at `url`, with the token of the usual variable.
  static Api at(URI url) {
    Api api = new Api();
    api.url = url;
    return api;
  }

  /// The server said no, or there is none.
  static final class FailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FailedException(String message) {
      super(message);
    }
  }

  /// Sends `params` (name, value, name, value ...) as a form and returns `data` of the answer.
  Object ask(String path, List<String> params) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(url.toString().replaceAll("/+$", "") + path + query(params)))
            .timeout(PATIENCE);
    String token = System.getenv(tokenVariable);
    if (token != null && !token.isEmpty()) {
      request.header("authorization", "Bearer " + token);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      Object tree = Json.tree(answer.body());
      if (!(tree instanceof Map<?, ?> map)) {
        throw new FailedException("%s answered %d".formatted(url, answer.statusCode()));
      }
      Object data = map.get("data");
      if (answer.statusCode() != 200 || data == null) {
        throw new FailedException("%s: %s".formatted(map.get("errorType"), map.get("error")));
      }
      return data;
    } catch (RefusedException e) {
      throw new FailedException("%s does not speak Prometheus's API".formatted(url));
    } catch (IOException e) {
      throw new FailedException("%s cannot be reached: %s".formatted(url, e));
    }
  }

  private static String query(List<String> params) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < params.size(); i += 2) {
      pairs.add(params.get(i) + "=" + URLEncoder.encode(params.get(i + 1), StandardCharsets.UTF_8));
    }
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs).replace("[]", "%5B%5D");
  }

  static Map<?, ?> map(@Nullable Object node) {
    return node instanceof Map<?, ?> map ? map : Map.of();
  }

  static List<?> list(@Nullable Object node) {
    return node instanceof List<?> list ? list : List.of();
  }
}
