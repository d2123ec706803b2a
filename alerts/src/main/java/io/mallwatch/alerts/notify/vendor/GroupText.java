package io.mallwatch.alerts.notify.vendor;

import io.mallwatch.alerts.notify.AlertMessage;
import io.mallwatch.alerts.notify.MessageLink;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.model.Alert;
import java.util.List;

/// The shared message about a whole group, as far as it fits: whole messages first, then a line for
/// each alert, then their number.
public final class GroupText {

  /// Room for the line that counts the rest.
  private static final int REST = 120;

  private static final String SEPARATOR = "\n\n";

  private GroupText() {}

  /// How a vendor writes links.
  public enum Links {
    MARKDOWN,
    SLACK,
    PLAIN
  }

  /// The message in at most `maxBytes` bytes of UTF-8.
  public static String of(Notification notification, int maxBytes, Links links) {
    StringBuilder out = new StringBuilder();
    List<Alert> alerts = notification.alerts();
    int used = 0;
    int done = 0;
    boolean lines = false;
    for (Alert alert : alerts) {
      AlertMessage message = AlertMessage.of(alert, notification.now());
      String part = lines ? line(message) : message.text() + links(notification, alert, links);
      int room = maxBytes - used - (done + 1 < alerts.size() ? REST : 0);
      if (!lines && Utf8.length(part) > room) {
        if (done == 0 && Utf8.length(message.text()) > room) {
          part = Utf8.cut(message.text(), room);
        } else if (done == 0) {
          part = message.text();
        } else {
          part = line(message);
        }
        lines = true;
      }
      String glue = done == 0 ? "" : lines ? "\n" : SEPARATOR;
      int bytes = Utf8.length(glue) + Utf8.length(part);
      if (bytes > room) {
        break;
      }
      out.append(glue).append(part);
      used += bytes;
      done++;
    }
    int left = alerts.size() - done;
    if (left > 0) {
      String where = notification.externalUrl();
      String rest = "\n另有 %d 条告警未列出".formatted(left);
      String more = rest + (where.isEmpty() ? "" : "，见 " + where + "/alerts");
      out.append(used + Utf8.length(more) <= maxBytes ? more : rest);
    }
    return Utf8.cut(out.toString(), maxBytes);
  }

  private static String line(AlertMessage message) {
    return (message.isResolved() ? "✅ " : "🚨 ")
        + message.level()
        + " "
        + message.name()
        + ": "
        + message.description();
  }

  private static String links(Notification notification, Alert alert, Links style) {
    StringBuilder out = new StringBuilder();
    for (MessageLink link : MessageLink.of(notification, alert)) {
      out.append(out.isEmpty() ? SEPARATOR : style == Links.PLAIN ? "\n" : " | ");
      switch (style) {
        case MARKDOWN ->
            out.append('[').append(link.name()).append("](").append(link.url()).append(')');
        case SLACK ->
            out.append('<').append(link.url()).append('|').append(link.name()).append('>');
        case PLAIN -> out.append(link.name()).append(": ").append(link.url());
      }
    }
    return out.toString();
  }
}
