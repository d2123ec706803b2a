package io.mallwatch.alerts.notify;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.mallwatch.model.Alert;
import io.mallwatch.model.AlertLevel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The text that people read about one alert (R197 to R205); all channels share it.
///
/// @param id the alert's fingerprint
/// @param level `critical`, `high`, `warning`, `info`, or what the rule says instead
/// @param timestamp since when it fires, ISO 8601 in the mall's zone
/// @param durationSeconds how long it fires, or fired
/// @param details labels and value as JSON; `无` when there are none
/// @param recommendations what to do, one a line
/// @param resolvedAt when it ended, ISO 8601; empty while it fires
public record AlertMessage(
    String id,
    String level,
    String name,
    String description,
    String timestamp,
    long durationSeconds,
    String details,
    List<String> recommendations,
    String resolvedAt) {

  /// Where the mall is.
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static final String NO_RECOMMENDATION = "请联系相关团队处理";
  private static final String FOOTER = "*此告警由中道商城监控系统自动发出*";

  public AlertMessage {
    recommendations = List.copyOf(recommendations);
  }

  /// The message about `alert` at `now`.
  public static AlertMessage of(Alert alert, Instant now) {
    boolean resolved = alert.isResolved(now);
    Instant until = resolved ? alert.endsAt() : now;
    Map<String, String> annotations = alert.annotations();
    String summary = annotations.getOrDefault("summary", "");
    String description = annotations.getOrDefault("description", "");
    List<String> recommendations = new ArrayList<>();
    annotations
        .getOrDefault("recommendations", "")
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(recommendations::add);
    String runbook = annotations.getOrDefault("runbook_url", "");
    if (!runbook.isEmpty()) {
      recommendations.add("处理手册: " + runbook);
    }
    return new AlertMessage(
        alert.fingerprint(),
        alert.level().map(AlertLevel::text).orElse(alert.labels().get(AlertLevel.LABEL)),
        alert.name(),
        description.isEmpty() ? (summary.isEmpty() ? alert.name() : summary) : description,
        time(alert.startsAt()),
        Math.max(0, Duration.between(alert.startsAt(), until).toSeconds()),
        details(alert),
        recommendations,
        resolved ? time(alert.endsAt()) : "");
  }

  private static String time(Instant at) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        at.truncatedTo(ChronoUnit.SECONDS).atZone(ZONE));
  }

  private static String details(Alert alert) {
    String value = alert.annotations().getOrDefault("value", "");
    if (alert.labels().isEmpty() && value.isEmpty()) {
      return "无";
    }
    StringBuilder out = new StringBuilder("{\n  \"labels\": {");
    String separator = "\n";
    for (Map.Entry<String, String> label : alert.labels().toMap().entrySet()) {
      out.append(separator).append("    ").append(quoted(label.getKey())).append(": ");
      out.append(quoted(label.getValue()));
      separator = ",\n";
    }
    out.append("\n  }");
    if (!value.isEmpty()) {
      out.append(",\n  \"value\": ").append(isNumber(value) ? value : quoted(value));
    }
    return out.append("\n}").toString();
  }

  private static boolean isNumber(String text) {
    return text.matches("-?[0-9]+(\\.[0-9]+)?");
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  public boolean isResolved() {
    return !resolvedAt.isEmpty();
  }

  /// The whole message. While the alert fires it is R197 to R204 to the letter; when it has ended,
  /// the first line says so and a line tells when.
  public String text() {
    String upper = level.toUpperCase(Locale.ROOT);
    StringBuilder out = new StringBuilder();
    out.append(isResolved() ? "✅ **" + upper + "** 告警已恢复" : "🚨 **" + upper + "** 告警");
    out.append("\n\n**告警名称**: ").append(name);
    out.append("\n**告警描述**: ").append(description);
    out.append("\n**触发时间**: ").append(timestamp);
    if (isResolved()) {
      out.append("\n**恢复时间**: ").append(resolvedAt);
    }
    out.append("\n**持续时间**: ").append(durationSeconds).append("秒");
    out.append("\n\n**详细信息**:\n").append(details);
    out.append("\n\n**建议操作**:\n").append(recommendationText());
    out.append("\n\n---\n").append(FOOTER);
    return out.toString().strip();
  }

  /// One recommendation a line, or the default.
  public String recommendationText() {
    return recommendations.isEmpty() ? NO_RECOMMENDATION : String.join("\n", recommendations);
  }

  /// One line about a whole notification, for subjects and lists.
  public static String title(Notification notification) {
    List<Alert> firing = notification.firing();
    boolean resolved = firing.isEmpty();
    List<Alert> told = resolved ? notification.alerts() : firing;
    String level =
        told.stream()
            .flatMap(alert -> alert.level().stream())
            .min(java.util.Comparator.naturalOrder())
            .map(grave -> grave.text().toUpperCase(Locale.ROOT))
            .orElse("");
    String summary =
        told.isEmpty() ? "" : told.getFirst().annotations().getOrDefault("summary", "");
    String group = notification.groupText();
    String name = group.isEmpty() ? String.join(" ", notification.alertNames()) : group;
    return (resolved ? "✅ [已恢复] " : "🚨 [" + level + "] ")
        + name
        + (summary.isEmpty() ? "" : " " + summary)
        + (told.size() > 1 ? " (" + told.size() + ")" : "");
  }
}
