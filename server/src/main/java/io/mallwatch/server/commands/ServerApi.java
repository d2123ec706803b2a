package io.mallwatch.server.commands;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.RefusedException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The console's own API of a running server, for verbs; a mix-in of their options.
final class ServerApi {

  private Duration patience = Duration.ofMinutes(3);

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:7600",
      description = "Where Mallwatch runs (default: ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:7600");

  @Option(
      names = "--token-env",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      defaultValue = "MALLWATCH_TOKEN",
      description = "Environment variable with the access token (default: ${DEFAULT-VALUE}).")
  private String tokenVariable = "MALLWATCH_TOKEN";

  /// The API at `url`, with the token of the usual variable, waited for no longer than `patience`.
  static ServerApi at(URI url, Duration patience) {
    ServerApi api = new ServerApi();
    api.url = url;
    api.patience = patience;
    return api;
  }

  /// Posts `body` as JSON and returns the answer.
  ///
  /// @throws Api.FailedException with what the server said
  Map<?, ?> post(String path, Map<String, Object> body) throws InterruptedException {
    return tree(
        send(
            request(path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(body)))));
  }

  /// The JSON object at `path`.
  ///
  /// @throws Api.FailedException with what the server said
  Map<?, ?> get(String path) throws InterruptedException {
    return tree(send(request(path)));
  }

  /// What is at `path`, as it is.
  ///
  /// @throws Api.FailedException with what the server said
  byte[] bytes(String path) throws InterruptedException {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + path))
            .timeout(patience);
    String token = System.getenv(tokenVariable);
    if (token != null && !token.isEmpty()) {
      request.header("authorization", "Bearer " + token);
    }
    return request;
  }

  private byte[] send(HttpRequest.Builder request) throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() >= 300) {
        Map<?, ?> tree = tree(answer.body());
        Object detail = tree.get("detail");
        throw new Api.FailedException(
            "%s answered %d: %s"
                .formatted(url, answer.statusCode(), detail == null ? tree : detail));
      }
      return answer.body();
    } catch (IOException e) {
      throw new Api.FailedException("%s cannot be reached: %s".formatted(url, e));
    }
  }

  private Map<?, ?> tree(byte[] body) {
    try {
      return Api.map(Json.tree(body));
    } catch (RefusedException e) {
      throw new Api.FailedException("%s is not Mallwatch".formatted(url));
    }
  }

  private static String json(Map<String, Object> body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new com.fasterxml.jackson.core.JsonFactory().createGenerator(text)) {
      Json.any(out, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
