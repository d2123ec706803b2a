package io.mallwatch.metrics.scrape.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// Fetches access tokens by the client credentials grant and keeps each until shortly before it
/// ends. Thread-safe; one request at a time.
final class OAuth2Tokens implements AutoCloseable {

  private static final Duration EARLY = Duration.ofSeconds(10);
  private static final int MAX_ANSWER_BYTES = 1 << 20;

  private final Credentials.OAuth2 config;
  private final HttpFetcher fetcher;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private String header = ""; // guarded by lock
  private Instant until = Instant.MIN; // guarded by lock
  private String secretUsed = ""; // guarded by lock

  OAuth2Tokens(Credentials.OAuth2 config, HttpFetcher fetcher, InstantSource clock) {
    this.config = config;
    this.fetcher = fetcher;
    this.clock = clock;
  }

  /// The value of the `Authorization` header.
  ///
  /// @throws HttpFailedException when there is no token to be had
  String header(long endNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      String secret = config.clientSecret().value();
      if (!clock.instant().isBefore(until) || !secret.equals(secretUsed)) {
        fetch(secret, endNanos);
        secretUsed = secret;
      }
      return header;
    } finally {
      lock.unlock();
    }
  }

  private void fetch(String secret, long endNanos) throws InterruptedException {
    BodyBuffer body = new BodyBuffer();
    HttpAnswer answer = ask(secret, true, body, endNanos);
    if (answer.status() == 401 || answer.status() == 400) {
      // Some servers want the client's name in the form (RFC 6749 §2.3.1).
      answer = ask(secret, false, body, endNanos);
    }
    if (answer.status() / 100 != 2) {
      throw new HttpFailedException(
          "oauth2: cannot fetch token: HTTP status " + answer.statusLine());
    }
    Map<String, String> token = parse(body);
    String access = token.getOrDefault("access_token", "");
    if (access.isEmpty()) {
      throw new HttpFailedException("oauth2: server response missing access_token");
    }
    String type = token.getOrDefault("token_type", "Bearer");
    header = (type.equalsIgnoreCase("bearer") ? "Bearer" : type) + " " + access;
    String expires = token.getOrDefault("expires_in", "");
    until =
        expires.matches("\\d{1,9}")
            ? clock.instant().plusSeconds(Long.parseLong(expires)).minus(EARLY)
            : Instant.MAX;
  }

  private HttpAnswer ask(String secret, boolean inHeader, BodyBuffer body, long endNanos)
      throws InterruptedException {
    Map<String, String> form = new TreeMap<>(config.parameters());
    form.putIfAbsent("grant_type", "client_credentials");
    if (!config.scopes().isEmpty()) {
      form.put("scope", String.join(" ", config.scopes()));
    }
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put("Accept", "application/json");
    if (inHeader) {
      headers.put(
          "Authorization", "Basic " + HttpFetcher.basic(encode(config.clientId()), encode(secret)));
    } else {
      form.put("client_id", config.clientId());
      form.put("client_secret", secret);
    }
    StringBuilder text = new StringBuilder();
    form.forEach((name, value) ->
        text.append(text.isEmpty() ? "" : "&")
            .append(encode(name))
            .append('=')
            .append(encode(value)));
    Duration left = Duration.ofNanos(Math.max(1, endNanos - System.nanoTime()));
    HttpCall call =
        new HttpCall(
            "POST",
            URI.create(config.tokenUrl()),
            headers,
            text.toString().getBytes(StandardCharsets.UTF_8),
            MAX_ANSWER_BYTES,
            left);
    try {
      return fetcher.fetch(call, body);
    } catch (HttpFailedException e) {
      throw new HttpFailedException("oauth2: cannot fetch token: " + e.getMessage(), e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Map<String, String> parse(BodyBuffer body) {
    Map<String, String> values = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(body.bytes(), 0, body.length())) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          JsonToken value = json.nextToken();
          if (value.isScalarValue()) {
            values.put(name, json.getText());
          } else {
            json.skipChildren();
          }
        }
      }
      return values;
    } catch (IOException e) {
      throw new HttpFailedException("oauth2: the token server's answer is not JSON", e);
    }
  }

  @Override
  public void close() {
    fetcher.close();
  }
}
