package io.mallwatch.alerts.notify.vendor;

import io.mallwatch.alerts.notify.AlertMessage;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.model.Alert;
import io.mallwatch.model.AlertLevel;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What fits into the few short variables of a registered template for short messages and calls:
/// `level`, `name`, `value`, `time`, `id`.
public final class ShortText {

  private static final int MAX_NAME = 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);

  private ShortText() {}

  /// The variables in the order in which templates without names number them.
  ///
  /// @param maxLength most characters of one
  public static Map<String, String> of(Notification notification, int maxLength) {
    List<Alert> told =
        notification.firing().isEmpty() ? notification.alerts() : notification.firing();
    Alert first =
        told.stream()
            .min(
                Comparator.comparing((Alert a) -> a.level().orElse(AlertLevel.INFO))
                    .thenComparing(Alert::startsAt))
            .orElseThrow(() -> new IllegalArgumentException("no alert to tell"));
    String level = first.level().map(ShortText::chinese).orElse("未知");
    String more = told.size() > 1 ? "等" + told.size() + "条" : "";
    String name =
        Utf8.cutCharacters(first.name(), Math.min(MAX_NAME, maxLength) - more.length()) + more;
    Map<String, String> values = new LinkedHashMap<>();
    values.put("level", level);
    values.put("name", name);
    values.put("value", first.annotations().getOrDefault("value", "-"));
    values.put("time", TIME.format(first.startsAt().atZone(AlertMessage.ZONE)));
    values.put("id", id(notification, first));
    values.replaceAll((_, value) -> harmless(value, maxLength));
    return values;
  }

  private static String chinese(AlertLevel level) {
    return switch (level) {
      case CRITICAL -> "严重";
      case HIGH -> "高";
      case WARNING -> "警告";
      case INFO -> "通知";
    };
  }

  private static String id(Notification notification, Alert alert) {
    String url = notification.incidentUrl();
    return url.isEmpty()
        ? alert.fingerprint().substring(0, 8)
        : url.substring(url.lastIndexOf('/') + 1);
  }

  /// Without what carriers refuse in a variable: addresses, brackets, line breaks.
  public static String harmless(String value, int maxLength) {
    String plain =
        value
            .replaceAll("https?://\\S+", "")
            .replaceAll("\\b[0-9]{1,3}(\\.[0-9]{1,3}){3}\\b", "-")
            .replaceAll("[【】\\[\\]\\r\\n\\t]", " ")
            .strip();
    return Utf8.cutCharacters(plain.isEmpty() ? "-" : plain, maxLength);
  }
}
