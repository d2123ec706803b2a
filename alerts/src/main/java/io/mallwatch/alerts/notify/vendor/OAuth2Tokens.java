package io.mallwatch.alerts.notify.vendor;

import io.mallwatch.alerts.notify.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The `Authorization` header; fetches and keeps tokens where OAuth 2 asks for one. Thread-safe.
final class OAuth2Tokens {

  private static final Duration USUAL_LIFE = Duration.ofMinutes(5);

  private final HttpClients clients;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by lock.
  private String token = "";

  /// Guarded by lock.
  private Instant renewAt = Instant.MIN;

  OAuth2Tokens(HttpClients clients, InstantSource clock) {
    this.clients = clients;
    this.clock = clock;
  }

  String header(HttpSettings.Authorization authorization, Duration timeout)
      throws IOException, InterruptedException {
    return switch (authorization) {
      case HttpSettings.Token(String type, Secret credentials) -> type + " " + credentials.read();
      case HttpSettings.Basic(String user, Secret password) -> basic(user, password.read());
      case HttpSettings.OAuth2 oauth -> "Bearer " + token(oauth, timeout);
    };
  }

  private static String basic(String user, String password) {
    return "Basic " + Hashes.base64(Utf8.bytes(user + ":" + password));
  }

  /// One fetches, the others wait for what it gets.
  private String token(HttpSettings.OAuth2 oauth, Duration timeout)
      throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (clock.instant().isBefore(renewAt)) {
        return token;
      }
      Answer answer = fetch(oauth, timeout);
      String fresh = answer.text("access_token");
      if (!answer.isGood() || fresh.isEmpty()) {
        throw new IOException("no token: status code " + answer.status() + answer.said());
      }
      Duration life = answer.number("expires_in").map(Duration::ofSeconds).orElse(USUAL_LIFE);
      token = fresh;
      renewAt = clock.instant().plus(life.multipliedBy(4).dividedBy(5));
      return token;
    } finally {
      lock.unlock();
    }
  }

  private Answer fetch(HttpSettings.OAuth2 oauth, Duration timeout)
      throws IOException, InterruptedException {
    List<String> form = new ArrayList<>();
    form.add("grant_type=client_credentials");
    if (!oauth.scopes().isEmpty()) {
      form.add("scope=" + encode(String.join(" ", oauth.scopes())));
    }
    oauth.parameters().forEach((name, value) -> form.add(encode(name) + "=" + encode(value)));
    HttpSettings plain = new HttpSettings(Optional.empty(), oauth.tls(), "", true);
    HttpResponse<String> response =
        clients
            .client(plain)
            .send(
                HttpRequest.newBuilder(URI.create(oauth.tokenUrl()))
                    .timeout(timeout)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header(
                        "Authorization",
                        basic(encode(oauth.clientId()), encode(oauth.clientSecret().read())))
                    .POST(HttpRequest.BodyPublishers.ofString(String.join("&", form)))
                    .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    return new Answer(response.statusCode(), response.body(), Duration.ZERO);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
