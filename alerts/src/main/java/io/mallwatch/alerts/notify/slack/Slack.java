package io.mallwatch.alerts.notify.slack;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Posts one attachment to Slack, about one message a second. Over the Web API later messages about
/// a group answer in the thread of its first.
final class Slack implements Vendor {

  private static final Pace PACE = Pace.of(4, Duration.ofSeconds(1)).and(60, Duration.ofMinutes(1));
  private static final Duration LIMIT_PAUSE = Duration.ofSeconds(30);
  private static final int MAX_TITLE = 1024;
  private static final int MAX_TEXT_BYTES = 4000;
  private static final int MAX_THREADS = 10_000;

  private final SlackConfig config;
  private final Texts texts;

  /// Time stamp of the first message of each group. Guarded by itself.
  private final Map<String, String> threads =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_THREADS;
        }
      };

  Slack(SlackConfig config, Texts texts) {
    this.config = config;
    this.texts = texts;
  }

  @Override
  public String kind() {
    return "slack";
  }

  @Override
  public String target() throws IOException {
    String channel = config.texts().getOrDefault("channel", "");
    String hook = Hashes.nickname(config.url().read());
    return "Slack " + (channel.isEmpty() ? "webhook " + hook : channel + " " + hook);
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
    boolean api = url.endsWith("/chat.postMessage");
    Map<String, @Nullable Object> body = body(notification);
    if (api) {
      String thread = thread(notification);
      if (!thread.isEmpty()) {
        body.put("thread_ts", thread);
      }
    }
    Answer answer = exchange.postJson(url, body);
    if (answer.status() == 429) {
      Duration after = answer.retryAfter();
      return new Delivery.Limited("status code 429", after.isZero() ? LIMIT_PAUSE : after);
    }
    if (!answer.isGood()) {
      return answer.byStatus();
    }
    return answer.json().isEmpty() ? plain(answer) : coded(answer, notification);
  }

  /// Webhooks answer `ok`.
  private static Delivery plain(Answer answer) {
    String body = answer.body().strip();
    return body.isEmpty() || body.equals("ok")
        ? new Delivery.Sent()
        : new Delivery.Failed("not taken" + answer.said());
  }

  /// The Web API answers 200 also to what it refuses.
  private Delivery coded(Answer answer, Notification notification) {
    if (answer.text("ok").equals("true")) {
      String ts = answer.text("ts");
      synchronized (threads) {
        if (notification.firing().isEmpty()) {
          threads.remove(notification.groupKey());
        } else if (!ts.isEmpty()) {
          threads.putIfAbsent(notification.groupKey(), ts);
        }
      }
      return new Delivery.Sent(ts);
    }
    String error = answer.text("error");
    return switch (error) {
      case "ratelimited", "rate_limited" -> new Delivery.Limited(error, LIMIT_PAUSE);
      case "internal_error", "fatal_error", "service_unavailable", "request_timeout" ->
          new Delivery.Retry(error);
      default -> new Delivery.Failed(error.isEmpty() ? "not taken" + answer.said() : error);
    };
  }

  private String thread(Notification notification) {
    synchronized (threads) {
      return threads.getOrDefault(notification.groupKey(), "");
    }
  }

  private Map<String, @Nullable Object> body(Notification notification) {
    String title = text("title", AlertMessage.title(notification), notification);
    String link = text("title_link", page(notification), notification);
    Map<String, @Nullable Object> attachment =
        Json.of(
            "title", Utf8.cutCharacters(title, MAX_TITLE),
            "title_link", link,
            "pretext", text("pretext", "", notification),
            "text", messageText(notification),
            "fallback",
                text("fallback", title + (link.isEmpty() ? "" : " | " + link), notification),
            "callback_id", text("callback_id", "", notification),
            "image_url", text("image_url", "", notification),
            "thumb_url", text("thumb_url", "", notification),
            "footer", text("footer", "", notification),
            "fields", fields(notification),
            "actions", actions(notification));
    attachment.put("color", text("color", colour(notification), notification));
    attachment.put("mrkdwn_in", config.markdownIn());
    Map<String, @Nullable Object> body =
        Json.of(
            "channel", text("channel", "", notification),
            "username", text("username", "Mallwatch", notification),
            "icon_emoji", text("icon_emoji", "", notification),
            "icon_url", text("icon_url", "", notification),
            "text", text("message_text", "", notification),
            "attachments", List.of(attachment));
    if (config.linkNames()) {
      body.put("link_names", true);
    }
    return body;
  }

  private String messageText(Notification notification) {
    String own = config.texts().get("text");
    return own == null
        ? GroupText.of(notification, MAX_TEXT_BYTES, GroupText.Links.SLACK)
        : texts.render(own, notification);
  }

  private String text(String field, String otherwise, Notification notification) {
    String own = config.texts().get(field);
    return own == null ? otherwise : texts.render(own, notification);
  }

  private static String page(Notification notification) {
    String base = notification.externalUrl();
    return base.isEmpty() ? "" : base + "/alerts";
  }

  private static String colour(Notification notification) {
    return notification.status().equals("firing") ? "danger" : "good";
  }

  private List<Object> fields(Notification notification) {
    List<Object> fields = new ArrayList<>();
    for (SlackConfig.Field field : config.fields()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("title", texts.render(field.title(), notification));
      one.put("value", texts.render(field.value(), notification));
      one.put("short", field.isShort());
      fields.add(one);
    }
    return fields;
  }

  private List<Object> actions(Notification notification) {
    List<Object> actions = new ArrayList<>();
    for (SlackConfig.Action action : config.actions()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      action.texts().forEach((name, source) -> one.put(name, texts.render(source, notification)));
      actions.add(one);
    }
    return actions;
  }
}
