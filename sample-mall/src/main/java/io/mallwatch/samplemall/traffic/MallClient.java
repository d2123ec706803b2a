package io.mallwatch.samplemall.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A customer's browser: plain HTTP to the mall's port.
final class MallClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final HttpClient http;
  private final URI mall;
  private final ObjectMapper json;

  MallClient(HttpClient http, URI mall, ObjectMapper json) {
    this.http = http;
    this.mall = mall;
    this.json = json;
  }

  /// What came back.
  record Reply(int status, JsonNode body) {
    boolean ok() {
      return status < 400;
    }
  }

  Reply get(String path, @Nullable String token, String userAgent)
      throws IOException, InterruptedException {
    return send(request(path, token, userAgent).GET().build());
  }

  Reply post(String path, @Nullable String token, String userAgent, Map<String, ?> body)
      throws IOException, InterruptedException {
    return send(
        request(path, token, userAgent)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(text(body), StandardCharsets.UTF_8))
            .build());
  }

  /// As [#post], saying that a proxy forwarded it for `from`.
  Reply postFrom(String from, String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    return send(
        request(path, null, "python-requests/2.31")
            .header("content-type", "application/json")
            .header("x-forwarded-for", from)
            .POST(HttpRequest.BodyPublishers.ofString(text(body), StandardCharsets.UTF_8))
            .build());
  }

  private HttpRequest.Builder request(String path, @Nullable String token, String userAgent) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(mall.resolve(path)).timeout(TIMEOUT).header("user-agent", userAgent);
    return token == null ? request : request.header("authorization", "Bearer " + token);
  }

  private Reply send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    byte[] body = response.body();
    return new Reply(
        response.statusCode(), body.length == 0 ? json.createObjectNode() : json.readTree(body));
  }

  private String text(Map<String, ?> body) {
    try {
      return json.writeValueAsString(body);
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException("not JSON: " + body, impossible);
    }
  }
}
