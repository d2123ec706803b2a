package io.mallwatch.alerts.notify.dingtalk;

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
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/// Sends as a DingTalk robot: at most 20 messages a minute, beyond which it is shut out for ten.
final class DingTalk implements Vendor {

  private static final Pace PACE = Pace.of(20, Duration.ofMinutes(1));
  private static final Duration SHUT_OUT = Duration.ofMinutes(10);
  private static final int MAX_BYTES = 19_000;

  private final DingTalkConfig config;
  private final Texts texts;
  private final InstantSource clock;

  DingTalk(DingTalkConfig config, Texts texts, InstantSource clock) {
    this.config = config;
    this.texts = texts;
    this.clock = clock;
  }

  /// The parameter `sign` for `millis`: Base64 of HMAC-SHA256, percent-encoded.
  static String sign(long millis, String secret) {
    byte[] mac = Hashes.hmac(Utf8.bytes(secret), Utf8.bytes(millis + "\n" + secret));
    return URLEncoder.encode(Hashes.base64(mac), StandardCharsets.UTF_8);
  }

  @Override
  public String kind() {
    return "dingtalk";
  }

  @Override
  public String target() throws IOException {
    return "DingTalk robot " + Hashes.nickname(config.url().read());
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
    String url = config.url().read();
    if (config.secret().isPresent()) {
      long now = clock.millis();
      url +=
          (url.contains("?") ? "&" : "?")
              + "timestamp="
              + now
              + "&sign="
              + sign(now, config.secret().get().read());
    }
    return read(exchange.postJson(url, body(notification)));
  }

  private Object body(Notification notification) {
    StringBuilder mentions = new StringBuilder();
    config.mobiles().forEach(mobile -> mentions.append(" @").append(mobile));
    config.users().forEach(user -> mentions.append(" @").append(user));
    String tail = mentions.isEmpty() ? "" : "\n\n" + mentions.substring(1);
    int room = MAX_BYTES - Utf8.length(tail);
    String text =
        config.message().isEmpty()
            ? GroupText.of(notification, room, GroupText.Links.MARKDOWN)
            : Utf8.cut(texts.render(config.message(), notification), room);
    String title =
        config.title().isEmpty()
            ? AlertMessage.title(notification)
            : texts.render(config.title(), notification);
    return Json.of(
        "msgtype",
        "markdown",
        "markdown",
        Json.of("title", title, "text", text + tail),
        "at",
        Json.of(
            "atMobiles", config.mobiles(), "atUserIds", config.users(), "isAtAll", config.all()));
  }

  private static Delivery read(Answer answer) {
    if (!answer.isGood()) {
      return answer.byStatus();
    }
    String code = answer.text("errcode");
    String reason = "errcode " + code + ": " + answer.text("errmsg");
    return switch (code) {
      case "0" -> new Delivery.Sent();
      case "130101" -> new Delivery.Limited(reason, SHUT_OUT);
      case "-1" -> new Delivery.Retry(reason);
      case "" -> new Delivery.Failed("no errcode" + answer.said());
      default -> new Delivery.Failed(reason);
    };
  }
}
