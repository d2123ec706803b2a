package io.mallwatch.server.drill;

import io.mallwatch.doors.http.Json;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A running sample mall and a running server, by HTTP.
public final class HttpDrillSite implements DrillSite, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI mall;
  private final URI server;
  private final String token;
  private final HttpClient http = HttpClient.newHttpClient();

  /// @param token of the server; empty when it needs none
  public HttpDrillSite(URI mall, URI server, String token) {
    this.mall = mall;
    this.server = server;
    this.token = token;
  }

  @Override
  public boolean fault(String name, boolean on) throws InterruptedException {
    HttpResponse<byte[]> answer =
        send(
            HttpRequest.newBuilder(mall.resolve("/demo/faults/" + name))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"on\":%b}".formatted(on))),
            "no sample mall answers at " + mall + "; start one with ./mallwatch demo");
    return answer.statusCode() < 300;
  }

  @Override
  public Optional<Firing> firing(String rule) throws InterruptedException {
    for (Object item : list(get("/api/alerts"), "alerts")) {
      if (item instanceof Map<?, ?> alert
          && rule.equals(alert.get("name"))
          && "firing".equals(alert.get("state"))) {
        Object incident = alert.get("incidentId");
        return Optional.of(
            new Firing(
                String.valueOf(alert.get("fingerprint")),
                incident == null ? null : incident.toString()));
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean isNotified(String fingerprint) throws InterruptedException {
    String query = URLEncoder.encode(fingerprint, StandardCharsets.UTF_8);
    for (Object item :
        list(get("/api/notifications?limit=20&fingerprint=" + query), "notifications")) {
      if (item instanceof Map<?, ?> row
          && ("sent".equals(row.get("state")) || "delivered".equals(row.get("state")))) {
        return true;
      }
    }
    return false;
  }

  /// Keeps a report on the server.
  ///
  /// @param json as `POST /api/drills` takes it
  public void keep(String json) throws InterruptedException {
    send(
        authorized("/api/drills")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)),
        "no server answers at " + server);
  }

  private @Nullable Object get(String path) throws InterruptedException {
    HttpResponse<byte[]> answer = send(authorized(path), "no server answers at " + server);
    if (answer.statusCode() != 200) {
      throw new DrillException("%s answered %d".formatted(path, answer.statusCode()));
    }
    return Json.tree(answer.body());
  }

  private HttpRequest.Builder authorized(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
    return token.isEmpty() ? request : request.header("authorization", "Bearer " + token);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request, String otherwise)
      throws InterruptedException {
    try {
      return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new DrillException(otherwise);
    }
  }

  private static List<?> list(@Nullable Object tree, String name) {
    return tree instanceof Map<?, ?> map && map.get(name) instanceof List<?> list
        ? list
        : List.of();
  }

  @Override
  public void close() {
    http.close();
  }
}
