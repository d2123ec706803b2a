package io.mallwatch.alerts.notify.wecom;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Pace;
import io.mallwatch.alerts.notify.vendor.Answer;
import io.mallwatch.alerts.notify.vendor.Exchange;
import io.mallwatch.alerts.notify.vendor.GroupText;
import io.mallwatch.alerts.notify.vendor.Json;
import io.mallwatch.alerts.notify.vendor.Texts;
import io.mallwatch.alerts.notify.vendor.Utf8;
import io.mallwatch.alerts.notify.vendor.Vendor;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/// Sends as an app of WeCom: 2,048 bytes, 30 messages a minute to a member. The access token is
/// fetched by one at a time, renewed at four fifths of its life and when WeCom calls it stale.
final class App implements Vendor {

  private static final Pace PACE = Pace.of(30, Duration.ofMinutes(1));
  private static final int MAX_BYTES = 2048;
  private static final long USUAL_LIFE_SECONDS = 7200;

  /// WeCom drops the same message within so many seconds.
  private static final int DUPLICATE_SECONDS = 1800;

  private final AppConfig config;
  private final Texts texts;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by lock.
  private String token = "";

  /// Guarded by lock.
  private Instant renewAt = Instant.MIN;

  App(AppConfig config, Texts texts, InstantSource clock) {
    this.config = config;
    this.texts = texts;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return "wechat";
  }

  @Override
  public String target() {
    String members = (config.toUser() + " " + config.toParty() + " " + config.toTag()).strip();
    return "WeCom app " + config.agentId() + (members.isEmpty() ? "" : " to " + members);
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
    Object body = body(notification);
    for (int round = 0; ; round++) {
      String used;
      lock.lockInterruptibly();
      try {
        if (!clock.instant().isBefore(renewAt)) {
          Answer fresh = fetch(notification, exchange);
          if (fresh.text("access_token").isEmpty()) {
            return refused(fresh);
          }
          token = fresh.text("access_token");
          long life = fresh.number("expires_in").orElse(USUAL_LIFE_SECONDS);
          renewAt = clock.instant().plusSeconds(life * 4 / 5);
        }
        used = token;
      } finally {
        lock.unlock();
      }
      Answer answer =
          exchange.postJson(config.apiUrl() + "message/send?access_token=" + encode(used), body);
      if (round > 0 || !Codes.isStaleToken(answer)) {
        return Codes.read(answer);
      }
      forget(used);
    }
  }

  /// Another may have fetched a new one in the meantime; that one stays.
  private void forget(String stale) {
    lock.lock();
    try {
      if (token.equals(stale)) {
        renewAt = Instant.MIN;
      }
    } finally {
      lock.unlock();
    }
  }

  private static Delivery refused(Answer answer) {
    Delivery delivery = Codes.read(answer);
    return delivery instanceof Delivery.Sent
        ? new Delivery.Failed("no access token" + answer.said())
        : delivery;
  }

  private Answer fetch(Notification notification, Exchange exchange)
      throws IOException, InterruptedException {
    return exchange.get(
        config.apiUrl()
            + "gettoken?corpid="
            + encode(texts.render(config.corpId(), notification))
            + "&corpsecret="
            + encode(config.secret().read()));
  }

  private Object body(Notification notification) {
    GroupText.Links links = config.markdown() ? GroupText.Links.MARKDOWN : GroupText.Links.PLAIN;
    String content =
        config.message().isEmpty()
            ? GroupText.of(notification, MAX_BYTES, links)
            : Utf8.cut(texts.render(config.message(), notification), MAX_BYTES);
    String agent = texts.render(config.agentId(), notification);
    String type = config.markdown() ? "markdown" : "text";
    return Json.of(
        "touser",
        texts.render(config.toUser(), notification),
        "toparty",
        texts.render(config.toParty(), notification),
        "totag",
        texts.render(config.toTag(), notification),
        "agentid",
        agent.matches("[0-9]{1,9}") ? Integer.valueOf(agent) : agent,
        "msgtype",
        type,
        type,
        Json.of("content", content),
        "safe",
        0,
        "enable_duplicate_check",
        1,
        "duplicate_check_interval",
        DUPLICATE_SECONDS);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
