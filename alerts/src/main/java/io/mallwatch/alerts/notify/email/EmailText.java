package io.mallwatch.alerts.notify.email;

import io.mallwatch.alerts.notify.AlertMessage;
import io.mallwatch.alerts.notify.MessageLink;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.model.Alert;
import java.util.List;
import java.util.Locale;

/// What stands in a mail: for each alert the shared message, then links to where one goes on.
final class EmailText {

  /// More alerts are counted, not told one by one.
  private static final int MAX_ALERTS = 50;

  private EmailText() {}

  static String plain(Notification notification) {
    StringBuilder out = new StringBuilder();
    for (Alert alert : told(notification)) {
      out.append(AlertMessage.of(alert, notification.now()).text()).append("\n\n");
      for (MessageLink link : MessageLink.of(notification, alert)) {
        out.append(link.name()).append(": ").append(link.url()).append('\n');
      }
      out.append("\n\n");
    }
    return out.append(more(notification)).toString().strip() + "\n";
  }

  static String html(Notification notification) {
    StringBuilder out = new StringBuilder();
    out.append("<!DOCTYPE html><html lang=\"zh\"><head><meta charset=\"utf-8\"><title>")
        .append(escape(AlertMessage.title(notification)))
        .append("</title></head><body style=\"font-family:sans-serif;color:#1c2430;")
        .append("max-width:44em;margin:1em auto;padding:0 1em\">");
    for (Alert alert : told(notification)) {
      alert(out, notification, alert);
    }
    String more = more(notification);
    if (!more.isEmpty()) {
      out.append("<p>").append(escape(more)).append("</p>");
    }
    return out.append("</body></html>\n").toString();
  }

  private static void alert(StringBuilder out, Notification notification, Alert alert) {
    AlertMessage message = AlertMessage.of(alert, notification.now());
    String colour = message.isResolved() ? "#1a7f4b" : colour(message.level());
    out.append("<h2 style=\"border-left:6px solid ").append(colour);
    out.append(";padding-left:.6em;font-size:1.15em\">");
    out.append(message.isResolved() ? "✅ " : "🚨 ");
    out.append(escape(message.level().toUpperCase(Locale.ROOT)));
    out.append(message.isResolved() ? " 告警已恢复" : " 告警").append("</h2><table>");
    row(out, "告警名称", message.name());
    row(out, "告警描述", message.description());
    row(out, "触发时间", message.timestamp());
    if (message.isResolved()) {
      row(out, "恢复时间", message.resolvedAt());
    }
    row(out, "持续时间", message.durationSeconds() + "秒");
    out.append("</table><p><b>详细信息</b></p><pre style=\"background:#f2f4f7;padding:.8em\">");
    out.append(escape(message.details()));
    out.append("</pre><p><b>建议操作</b></p><p style=\"white-space:pre-line\">");
    out.append(escape(message.recommendationText())).append("</p><p>");
    for (MessageLink link : MessageLink.of(notification, alert)) {
      out.append("<a href=\"").append(escape(link.url())).append("\">");
      out.append(escape(link.name())).append("</a> &nbsp; ");
    }
    out.append("</p><hr><p style=\"color:#5b6675\">此告警由中道商城监控系统自动发出</p>");
  }

  private static void row(StringBuilder out, String name, String value) {
    out.append("<tr><td style=\"padding-right:1em;color:#5b6675\">").append(name);
    out.append("</td><td>").append(escape(value)).append("</td></tr>");
  }

  private static String colour(String level) {
    return switch (level) {
      case "critical" -> "#c62828";
      case "high" -> "#d9580d";
      case "warning" -> "#b58900";
      default -> "#2f6fb0";
    };
  }

  private static List<Alert> told(Notification notification) {
    return notification.alerts().stream().limit(MAX_ALERTS).toList();
  }

  private static String more(Notification notification) {
    int left = notification.alerts().size() - MAX_ALERTS;
    return left > 0 ? "另有 %d 条告警未列出".formatted(left) : "";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
