package io.mallwatch.alerts.notify.chat;

import io.mallwatch.alerts.notify.AlertMessage;
import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Secret;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes each vendor's body within its limits and reads its answer.
final class Chat implements Vendor {

  private static final Duration LIMIT_PAUSE = Duration.ofSeconds(30);
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final int GREEN = 0x2ecc71;
  private static final int RED = 0xe74c3c;

  private final ChatConfig config;
  private final Texts texts;

  /// A request but for the headers of the configuration.
  private record Request(String url, Map<String, String> headers, byte[] body) {}

  Chat(ChatConfig config, Texts texts) {
    this.config = config;
    this.texts = texts;
  }

  @Override
  public String kind() {
    return config.service().kind();
  }

  @Override
  public String target() throws IOException {
    StringBuilder all = new StringBuilder(config.url());
    for (Secret secret : config.secrets().values()) {
      all.append(' ').append(secret.read());
    }
    return kind() + " " + Hashes.nickname(all.toString());
  }

  @Override
  public boolean sendResolved() {
    return config.sendResolved();
  }

  @Override
  public Delivery tell(Notification notification, Exchange exchange)
      throws IOException, InterruptedException {
    Request request = request(notification);
    Answer answer = exchange.post(request.url, request.headers, request.body);
    return read(answer);
  }

  private Request request(Notification n) throws IOException {
    return switch (config.service()) {
      case DISCORD -> json(secret("webhook_url"), discord(n));
      case MATTERMOST -> json(secret("webhook_url"), mattermost(n));
      case MSTEAMS -> json(secret("webhook_url"), teams(n));
      case MSTEAMS_V2 -> json(secret("webhook_url"), teamsCard(n));
      case OPSGENIE -> opsgenie(n);
      case PUSHOVER -> pushover(n);
      case ROCKETCHAT ->
          new Request(
              config.url() + "api/v1/chat.postMessage",
              Map.of(
                  "Content-Type", "application/json",
                  "X-Auth-Token", secret("token"),
                  "X-User-Id", secret("token_id")),
              Json.bytes(rocketchat(n)));
      case TELEGRAM ->
          json(config.url() + "/bot" + secret("bot_token") + "/sendMessage", telegram(n));
      case VICTOROPS ->
          json(
              config.url() + secret("api_key") + "/" + encode(text("routing_key", "", n)),
              victorops(n));
      case WEBEX ->
          json(
              config.url(),
              Json.of(
                  "markdown", message(n, 7400, GroupText.Links.MARKDOWN),
                  "roomId", text("room_id", "", n)));
    };
  }

  private static Request json(String url, Object body) {
    return new Request(url, JSON, Json.bytes(body));
  }

  private Object discord(Notification n) {
    Map<String, @Nullable Object> embed =
        Json.of(
            "title", Utf8.cutCharacters(title(n), 256),
            "description", message(n, 4000, GroupText.Links.MARKDOWN),
            "color", firing(n) ? RED : GREEN);
    return Json.of(
        "content", Utf8.cutCharacters(text("content", "", n), 2000),
        "username", text("username", "", n),
        "avatar_url", text("avatar_url", "", n),
        "embeds", List.of(embed));
  }

  private Object mattermost(Notification n) {
    return Json.of(
        "channel", text("channel", "", n),
        "username", text("username", "Mallwatch", n),
        "icon_url", text("icon_url", "", n),
        "icon_emoji", text("icon_emoji", "", n),
        "text", message(n, 16_000, GroupText.Links.MARKDOWN));
  }

  private Object teams(Notification n) {
    return Json.of(
        "@context",
        "http://schema.org/extensions",
        "@type",
        "MessageCard",
        "title",
        title(n),
        "summary",
        text("summary", title(n), n),
        "text",
        message(n, 24_000, GroupText.Links.MARKDOWN),
        "themeColor",
        firing(n) ? "8C1A1A" : "2DC72D");
  }

  private Object teamsCard(Notification n) {
    Map<String, @Nullable Object> heading =
        Json.of(
            "type",
            "TextBlock",
            "text",
            title(n),
            "weight",
            "Bolder",
            "size",
            "Medium",
            "wrap",
            true,
            "color",
            firing(n) ? "Attention" : "Good");
    Map<String, @Nullable Object> body =
        Json.of(
            "type",
            "TextBlock",
            "text",
            message(n, 24_000, GroupText.Links.MARKDOWN),
            "wrap",
            true);
    Map<String, @Nullable Object> card =
        Json.of(
            "$schema", "http://adaptivecards.io/schemas/adaptive-card.json",
            "type", "AdaptiveCard",
            "version", "1.4",
            "body", List.of(heading, body));
    return Json.of(
        "type",
        "message",
        "attachments",
        List.of(
            Json.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card)));
  }

  private Request opsgenie(Notification n) throws IOException {
    String alias = Hashes.sha256(Utf8.bytes(n.groupKey()));
    Map<String, String> headers =
        Map.of(
            "Content-Type", "application/json", "Authorization", "GenieKey " + secret("api_key"));
    if (!firing(n)) {
      return new Request(
          config.url() + "v2/alerts/" + alias + "/close?identifierType=alias",
          headers,
          Json.bytes(Json.of("source", text("source", n.externalUrl(), n))));
    }
    Object body =
        Json.of(
            "alias", alias,
            "message", Utf8.cutCharacters(text("message", AlertMessage.title(n), n), 130),
            "description", text("description", GroupText.of(n, 14_000, GroupText.Links.PLAIN), n),
            "details", n.commonLabels(),
            "source", text("source", n.externalUrl(), n),
            "tags",
                List.of(text("tags", "", n).split("\\s*,\\s*")).stream()
                    .filter(tag -> !tag.isEmpty())
                    .toList(),
            "note", text("note", "", n),
            "priority", text("priority", "", n),
            "entity", text("entity", "", n));
    return new Request(config.url() + "v2/alerts", headers, Json.bytes(body));
  }

  private Request pushover(Notification n) throws IOException {
    Map<String, String> form = new HashMap<>();
    form.put("token", secret("token"));
    form.put("user", secret("user_key"));
    form.put("title", Utf8.cutCharacters(title(n), 250));
    form.put("message", Utf8.cutCharacters(message(n, 3000, GroupText.Links.PLAIN), 1024));
    form.put("url", Utf8.cutCharacters(text("url", n.externalUrl(), n), 512));
    form.put("priority", text("priority", firing(n) ? "2" : "0", n));
    form.put("retry", text("retry", "60", n));
    form.put("expire", text("expire", "3600", n));
    form.put("sound", text("sound", "", n));
    form.values().removeIf(String::isEmpty);
    String body =
        form.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
            .sorted()
            .collect(Collectors.joining("&"));
    return new Request(
        config.url(),
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        Utf8.bytes(body));
  }

  private Object rocketchat(Notification n) {
    return Json.of(
        "channel", text("channel", "", n),
        "alias", text("username", "Mallwatch", n),
        "emoji", text("emoji", "", n),
        "text", message(n, 4900, GroupText.Links.MARKDOWN));
  }

  private Object telegram(Notification n) {
    String chat = text("chat_id", "", n);
    Map<String, @Nullable Object> body =
        Json.of(
            "chat_id",
            chat.matches("-?[0-9]{1,18}") ? Long.valueOf(chat) : chat,
            "text",
            Utf8.cutCharacters(message(n, 12_000, GroupText.Links.PLAIN), 4096),
            "disable_notification",
            text("disable_notifications", "false", n).equals("true"),
            "disable_web_page_preview",
            true);
    if (config.texts().containsKey("message")) {
      body.put("parse_mode", text("parse_mode", "HTML", n));
    }
    String thread = text("message_thread_id", "", n);
    if (thread.matches("[1-9][0-9]{0,9}")) {
      body.put("message_thread_id", Long.valueOf(thread));
    }
    return body;
  }

  private Object victorops(Notification n) {
    return Json.of(
        "message_type", firing(n) ? text("message_type", "CRITICAL", n) : "RECOVERY",
        "entity_id", Hashes.sha256(Utf8.bytes(n.groupKey())),
        "entity_display_name", text("entity_display_name", AlertMessage.title(n), n),
        "state_message",
            Utf8.cut(
                text("state_message", GroupText.of(n, 20_000, GroupText.Links.PLAIN), n), 20_480),
        "monitoring_tool", text("monitoring_tool", "Mallwatch", n));
  }

  private static boolean firing(Notification n) {
    return n.status().equals("firing");
  }

  private String title(Notification n) {
    return text("title", AlertMessage.title(n), n);
  }

  /// The template `message` or `text`, else the shared message, within `maxBytes`.
  private String message(Notification n, int maxBytes, GroupText.Links links) {
    String own = config.texts().getOrDefault("message", config.texts().get("text"));
    return own == null
        ? GroupText.of(n, maxBytes, links)
        : Utf8.cut(texts.render(own, n), maxBytes);
  }

  private String text(String field, String otherwise, Notification n) {
    String own = config.texts().get(field);
    return own == null ? otherwise : texts.render(own, n);
  }

  private String secret(String name) throws IOException {
    Secret secret = config.secrets().get(name);
    if (secret == null) {
      throw new IOException("no " + name);
    }
    return secret.read();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Delivery read(Answer answer) {
    if (answer.status() == 429) {
      Duration after = answer.retryAfter();
      return new Delivery.Limited(
          "status code 429" + answer.said(), after.isZero() ? LIMIT_PAUSE : after);
    }
    boolean refused =
        answer.text("ok").equals("false")
            || answer.text("success").equals("false")
            || answer.text("result").equals("failure");
    return answer.isGood() && refused
        ? new Delivery.Failed("not taken" + answer.said())
        : answer.byStatus();
  }
}
