package io.mallwatch.alerts.notify.wecom;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Pace;
import io.mallwatch.alerts.notify.vendor.Exchange;
import io.mallwatch.alerts.notify.vendor.GroupText;
import io.mallwatch.alerts.notify.vendor.Hashes;
import io.mallwatch.alerts.notify.vendor.Json;
import io.mallwatch.alerts.notify.vendor.Texts;
import io.mallwatch.alerts.notify.vendor.Utf8;
import io.mallwatch.alerts.notify.vendor.Vendor;
import java.io.IOException;
import java.time.Duration;

/// Sends as a WeCom robot: at most 20 messages a minute, Markdown of 4,096 bytes, text of 2,048.
final class Robot implements Vendor {

  private static final Pace PACE = Pace.of(20, Duration.ofMinutes(1));
  private static final int MARKDOWN_BYTES = 4096;
  private static final int TEXT_BYTES = 2048;

  private final RobotConfig config;
  private final Texts texts;

  Robot(RobotConfig config, Texts texts) {
    this.config = config;
    this.texts = texts;
  }

  @Override
  public String kind() {
    return "wecom_robot";
  }

  @Override
  public String target() throws IOException {
    return "WeCom robot " + Hashes.nickname(config.url().read());
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
    return Codes.read(exchange.postJson(config.url().read(), body(notification)));
  }

  private Object body(Notification notification) {
    if (config.text()) {
      return Json.of(
          "msgtype",
          "text",
          "text",
          Json.of(
              "content",
              content(notification, TEXT_BYTES, GroupText.Links.PLAIN),
              "mentioned_list",
              config.mentioned(),
              "mentioned_mobile_list",
              config.mentionedMobiles()));
    }
    StringBuilder mentions = new StringBuilder();
    config.mentioned().forEach(user -> mentions.append("\n<@").append(user).append('>'));
    int room = MARKDOWN_BYTES - Utf8.length(mentions.toString());
    String content = content(notification, room, GroupText.Links.MARKDOWN) + mentions;
    return Json.of("msgtype", "markdown", "markdown", Json.of("content", content));
  }

  private String content(Notification notification, int maxBytes, GroupText.Links links) {
    return config.message().isEmpty()
        ? GroupText.of(notification, maxBytes, links)
        : Utf8.cut(texts.render(config.message(), notification), maxBytes);
  }
}
