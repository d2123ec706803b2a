package io.mallwatch.alerts.notify.pagerduty;

import io.mallwatch.alerts.notify.AlertMessage;
import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.MessageLink;
import io.mallwatch.alerts.notify.Notification;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends events to PagerDuty: a group is one incident, triggered while anything fires and resolved
/// after. An event is at most 512,000 bytes.
final class PagerDuty implements Vendor {

  private static final int MAX_EVENT_BYTES = 512_000;
  private static final int MAX_SUMMARY = 1024;
  private static final int MAX_MESSAGE_BYTES = 16_000;

  private final PagerDutyConfig config;
  private final Texts texts;

  PagerDuty(PagerDutyConfig config, Texts texts) {
    this.config = config;
    this.texts = texts;
  }

  @Override
  public String kind() {
    return "pagerduty";
  }

  @Override
  public String target() throws IOException {
    return "PagerDuty service " + Hashes.nickname(config.key().read());
  }

  @Override
  public boolean sendResolved() {
    return config.sendResolved();
  }

  @Override
  public Delivery tell(Notification notification, Exchange exchange)
      throws IOException, InterruptedException {
    Map<String, @Nullable Object> event = event(notification, details(notification));
    byte[] body = Json.bytes(event);
    if (body.length > MAX_EVENT_BYTES) {
      event =
          event(
              notification,
              Map.of(
                  "error",
                  "details left out: the event would have been %d bytes".formatted(body.length)));
      body = Json.bytes(event);
    }
    Answer answer = exchange.post(config.url(), Map.of("Content-Type", "application/json"), body);
    if (answer.status() == 400) {
      return new Delivery.Failed(
          "%s: %s %s"
              .formatted(answer.text("status"), answer.text("message"), answer.text("errors")));
    }
    return answer.byStatus() instanceof Delivery.Sent
        ? new Delivery.Sent(answer.text("dedup_key"))
        : answer.byStatus();
  }

  private Map<String, @Nullable Object> event(
      Notification notification, Map<String, ? extends @Nullable Object> details)
      throws IOException {
    String summary = text("description", AlertMessage.title(notification), notification);
    Map<String, @Nullable Object> payload =
        Json.of(
            "summary", Utf8.cutCharacters(summary, MAX_SUMMARY),
            "source", text("source", text("client", "Mallwatch", notification), notification),
            "severity", text("severity", severity(notification), notification),
            "timestamp",
                notification.alerts().isEmpty()
                    ? ""
                    : notification.alerts().getFirst().startsAt().toString(),
            "class", text("class", "", notification),
            "component", text("component", "", notification),
            "group", text("group", "", notification),
            "custom_details", details);
    boolean firing = notification.status().equals("firing");
    return Json.of(
        "routing_key", config.key().read(),
        "dedup_key", Hashes.sha256(Utf8.bytes(notification.groupKey())),
        "event_action", firing ? "trigger" : "resolve",
        "payload", payload,
        "images", rendered(config.images(), notification),
        "links",
            config.links().isEmpty() ? ours(notification) : rendered(config.links(), notification),
        "client", text("client", "Mallwatch", notification),
        "client_url", text("client_url", notification.externalUrl(), notification));
  }

  private String text(String field, String otherwise, Notification notification) {
    String own = config.texts().get(field);
    return own == null ? otherwise : texts.render(own, notification);
  }

  /// Of PagerDuty's four the one that is nearest to the worst level.
  private static String severity(Notification notification) {
    List<Alert> told =
        notification.firing().isEmpty() ? notification.alerts() : notification.firing();
    AlertLevel worst =
        told.stream()
            .flatMap(alert -> alert.level().stream())
            .min(Comparator.naturalOrder())
            .orElse(AlertLevel.HIGH);
    return switch (worst) {
      case CRITICAL -> "critical";
      case HIGH -> "error";
      case WARNING -> "warning";
      case INFO -> "info";
    };
  }

  private Map<String, @Nullable Object> details(Notification notification) {
    Map<String, @Nullable Object> details = new LinkedHashMap<>();
    details.put("message", GroupText.of(notification, MAX_MESSAGE_BYTES, GroupText.Links.PLAIN));
    details.put("num_firing", Integer.toString(notification.firing().size()));
    details.put("num_resolved", Integer.toString(notification.resolved().size()));
    config
        .details()
        .forEach((name, source) -> details.put(name, texts.render(source, notification)));
    return details;
  }

  private static List<Object> ours(Notification notification) {
    List<Object> links = new ArrayList<>();
    if (!notification.alerts().isEmpty()) {
      for (MessageLink link : MessageLink.of(notification, notification.alerts().getFirst())) {
        links.add(Json.of("href", link.url(), "text", link.name()));
      }
    }
    return links;
  }

  private List<Object> rendered(List<Map<String, String>> items, Notification notification) {
    List<Object> all = new ArrayList<>();
    for (Map<String, String> item : items) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      item.forEach((name, source) -> one.put(name, texts.render(source, notification)));
      all.add(one);
    }
    return all;
  }
}
