package io.mallwatch.alerts.notify.vendor;

import io.mallwatch.model.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests of one attempt to tell, within its time limit.
public final class Exchange {

  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final String CONTENT_TYPE = "Content-Type";

  private final HttpClients clients;
  private final HttpSettings settings;
  private final OAuth2Tokens tokens;
  private final Deadline deadline;

  Exchange(HttpClients clients, HttpSettings settings, OAuth2Tokens tokens, Deadline deadline) {
    this.clients = clients;
    this.settings = settings;
    this.tokens = tokens;
    this.deadline = deadline;
  }

  /// POSTs JSON.
  public Answer postJson(String url, @Nullable Object body)
      throws IOException, InterruptedException {
    return post(url, Map.of(CONTENT_TYPE, "application/json"), Json.bytes(body));
  }

  /// POSTs `body` with `headers`, which win over those of the configuration.
  public Answer post(String url, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    return send(
        url, headers, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  public Answer get(String url) throws IOException, InterruptedException {
    return send(url, Map.of(), HttpRequest.newBuilder().GET());
  }

  private Answer send(String url, Map<String, String> headers, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    Duration left = deadline.left();
    if (left.isZero()) {
      throw new IOException("no time left");
    }
    HttpClient client = clients.client(settings);
    request.uri(uri(url)).timeout(left).header("User-Agent", "Mallwatch");
    headers.forEach(request::header);
    boolean own = headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
    if (settings.authorization().isPresent() && !own) {
      request.header("Authorization", tokens.header(settings.authorization().get(), left));
    }
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      return new Answer(
          response.statusCode(),
          new String(body.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8),
          retryAfter(response));
    }
  }

  /// @throws IOException when `url` is none; its text is not told, it may hold a token
  private static URI uri(String url) throws IOException {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw new IOException("the URL is not one");
  }

  /// Scheme, host and port of `url`; what follows may hold a token.
  public static String shown(String url) throws IOException {
    URI uri = uri(url);
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  private static Duration retryAfter(HttpResponse<InputStream> response) {
    String seconds =
        response
            .headers()
            .firstValue("Retry-After")
            .or(() -> response.headers().firstValue("x-ogw-ratelimit-reset"))
            .orElse("");
    return seconds.matches("[0-9]{1,5}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }
}
