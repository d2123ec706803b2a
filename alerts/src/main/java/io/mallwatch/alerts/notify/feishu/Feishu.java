package io.mallwatch.alerts.notify.feishu;

import io.mallwatch.alerts.notify.AlertMessage;
import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Pace;
import io.mallwatch.alerts.notify.vendor.Answer;
import io.mallwatch.alerts.notify.vendor.Exchange;
import io.mallwatch.alerts.notify.vendor.GroupText;
import io.mallwatch.alerts.notify.vendor.Hashes;
import io.mallwatch.alerts.notify.vendor.Json;
import io.mallwatch.alerts.notify.vendor.Texts;
import io.mallwatch.alerts.notify.vendor.Utf8;
import io.mallwatch.alerts.notify.vendor.Vendor;
import io.mallwatch.model.Alert;
import io.mallwatch.model.AlertLevel;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends as a Feishu robot: a card of at most 20 KB, 5 messages a second and 100 a minute.
final class Feishu implements Vendor {

  private static final Pace PACE =
      Pace.of(5, Duration.ofSeconds(1)).and(100, Duration.ofMinutes(1));
  private static final Duration LIMIT_PAUSE = Duration.ofMinutes(1);

  /// Leaves room for the card and for what JSON escapes.
  private static final int MAX_BYTES = 15_000;

  private final FeishuConfig config;
  private final Texts texts;
  private final InstantSource clock;

  Feishu(FeishuConfig config, Texts texts, InstantSource clock) {
    this.config = config;
    this.texts = texts;
    this.clock = clock;
  }

  /// The field `sign`: Base64 of HMAC-SHA256 of nothing, keyed with second and secret.
  static String sign(long seconds, String secret) {
    return Hashes.base64(Hashes.hmac(Utf8.bytes(seconds + "\n" + secret), new byte[0]));
  }

  @Override
  public String kind() {
    return "feishu";
  }

  @Override
  public String target() throws IOException {
    return "Feishu robot " + Hashes.nickname(config.url().read());
  }

  @Override
  public boolean sendResolved() {
    return config.sendResolved();
  }

  @Override
  public Pace pace() {
    return PACE;
  }

  @Override
  public Delivery tell(Notification notification, Exchange exchange)
      throws IOException, InterruptedException {
    Map<String, @Nullable Object> body =
        Json.of("msg_type", "interactive", "card", card(notification));
    if (config.secret().isPresent()) {
      long now = clock.instant().getEpochSecond();
      body.put("timestamp", Long.toString(now));
      body.put("sign", sign(now, config.secret().get().read()));
    }
    return read(exchange.postJson(config.url().read(), body));
  }

  private Object card(Notification notification) {
    String title =
        config.title().isEmpty()
            ? AlertMessage.title(notification)
            : texts.render(config.title(), notification);
    String content =
        config.message().isEmpty()
            ? GroupText.of(notification, MAX_BYTES, GroupText.Links.MARKDOWN)
            : Utf8.cut(texts.render(config.message(), notification), MAX_BYTES);
    return Json.of(
        "header",
        Json.of(
            "title", Json.of("tag", "plain_text", "content", title),
            "template", colour(notification)),
        "elements",
        List.of(Json.of("tag", "markdown", "content", content)));
  }

  private static String colour(Notification notification) {
    List<Alert> firing = notification.firing();
    if (firing.isEmpty()) {
      return "green";
    }
    AlertLevel worst =
        firing.stream()
            .flatMap(alert -> alert.level().stream())
            .min(Comparator.naturalOrder())
            .orElse(AlertLevel.WARNING);
    return switch (worst) {
      case CRITICAL -> "red";
      case HIGH -> "orange";
      case WARNING -> "yellow";
      case INFO -> "blue";
    };
  }

  private static Delivery read(Answer answer) {
    String code = answer.text("code").isEmpty() ? answer.text("StatusCode") : answer.text("code");
    String said = answer.text("msg").isEmpty() ? answer.text("StatusMessage") : answer.text("msg");
    String reason = "code " + code + ": " + said;
    boolean limited = answer.status() == 429 || code.equals("11232") || code.equals("99991400");
    if (limited) {
      return new Delivery.Limited(
          code.isEmpty() ? "status code 429" : reason,
          answer.retryAfter().isZero() ? LIMIT_PAUSE : answer.retryAfter());
    }
    if (!answer.isGood() && code.isEmpty()) {
      return answer.byStatus();
    }
    return switch (code) {
      case "0" -> new Delivery.Sent();
      case "" -> new Delivery.Failed("no code" + answer.said());
      default -> new Delivery.Failed(reason);
    };
  }
}
