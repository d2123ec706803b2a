package io.mallwatch.alerts.notify.webhook;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.model.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/// POSTs the group to a URL. 2xx is success, 429 and 5xx are worth a retry, the rest is final.
public final class WebhookChannel implements Channel {

  private static final int MAX_ERROR_BYTES = 512;

  private final WebhookConfig config;
  private final HttpClient http;

  /// @param http shared by all webhooks; stays the caller's to close
  public WebhookChannel(WebhookConfig config, HttpClient http) {
    this.config = config;
    this.http = http;
  }

  @Override
  public String kind() {
    return "webhook";
  }

  /// Scheme, host and port; what follows may hold a token.
  @Override
  public String target() {
    try {
      return shown(uri());
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String shown(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  private URI uri() throws IOException {
    try {
      return URI.create(config.url().read());
    } catch (IllegalArgumentException _) {
      throw new IOException("the webhook's URL is not one");
    }
  }

  @Override
  public boolean sendResolved() {
    return config.sendResolved();
  }

  @Override
  public Delivery send(Notification notification, Deadline deadline) {
    Duration left = deadline.left();
    Duration timeout = config.timeout().compareTo(left) < 0 ? config.timeout() : left;
    if (timeout.isZero()) {
      return new Delivery.Retry("no time left");
    }
    try {
      HttpResponse<InputStream> response =
          http.send(request(notification, timeout), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return delivery(response, body);
      }
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Delivery.Retry(reason);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Delivery.Retry("interrupted");
    }
  }

  private HttpRequest request(Notification notification, Duration timeout) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri())
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("User-Agent", "Mallwatch")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    WebhookBody.write(notification, config.maxAlerts())));
    if (config.authorization().isPresent()) {
      request.header("Authorization", authorization(config.authorization().get()));
    }
    return request.build();
  }

  private static String authorization(WebhookConfig.Authorization authorization)
      throws IOException {
    return switch (authorization) {
      case WebhookConfig.Token token -> token.type() + " " + token.credentials().read();
      case WebhookConfig.Basic basic -> {
        String pair = basic.user() + ":" + basic.password().read();
        yield "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private static Delivery delivery(HttpResponse<InputStream> response, InputStream body)
      throws IOException {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return new Delivery.Sent();
    }
    String said = new String(body.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8).strip();
    String reason = "unexpected status code " + status + (said.isEmpty() ? "" : ": " + said);
    if (status == 429 || status / 100 == 5) {
      return new Delivery.Retry(reason, retryAfter(response));
    }
    return new Delivery.Failed(reason);
  }

  private static Duration retryAfter(HttpResponse<InputStream> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("");
    return seconds.matches("[0-9]{1,5}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }
}
