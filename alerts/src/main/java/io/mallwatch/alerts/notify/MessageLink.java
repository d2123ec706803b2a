package io.mallwatch.alerts.notify;

import io.mallwatch.alerts.AlertLinks;
import io.mallwatch.model.Alert;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A place where a person goes on from a message.
///
/// @param name as people read it
/// @param url absolute, http or https
public record MessageLink(String name, String url) {

  /// The places for `alert`: graph, logs, traces, runbook, acknowledge, silence. Without an address
  /// of the console only those that have one of their own.
  public static List<MessageLink> of(Notification notification, Alert alert) {
    String base = notification.externalUrl();
    List<MessageLink> links = new ArrayList<>();
    if (base.isEmpty()) {
      add(links, "查看指标", alert.generatorUrl());
    } else {
      AlertLinks places = AlertLinks.of(alert, base, notification.now());
      add(links, "查看指标", places.metric());
      add(links, "查看日志", places.logs());
      add(links, "查看链路", places.traces());
    }
    add(links, "处理手册", runbook(alert, base));
    add(links, "确认告警", incident(notification));
    if (!base.isEmpty() && !alert.isResolved(notification.now())) {
      String id = URLEncoder.encode(alert.fingerprint(), StandardCharsets.UTF_8);
      add(links, "静默告警", base + "/alerts?alert=" + id + "&silence=" + id);
    }
    return links;
  }

  private static String runbook(Alert alert, String base) {
    String url = alert.annotations().getOrDefault("runbook_url", "");
    boolean relative = !url.isEmpty() && !url.contains("://");
    return relative && !base.isEmpty() ? base + "/" + url : url;
  }

  private static String incident(Notification notification) {
    if (!notification.incidentUrl().isEmpty() || notification.externalUrl().isEmpty()) {
      return notification.incidentUrl();
    }
    return notification.externalUrl() + "/incidents";
  }

  private static void add(List<MessageLink> links, String name, String url) {
    boolean web = url.startsWith("http://") || url.startsWith("https://");
    if (web) {
      links.add(new MessageLink(name, url));
    }
  }
}
