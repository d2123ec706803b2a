package io.mallwatch.ops.incident.evidence;

import io.mallwatch.logs.LogHit;
import io.mallwatch.model.LogEntry;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.IncidentAlert;
import io.mallwatch.ops.incident.TimelineEvent;
import io.mallwatch.traces.TraceSummary;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// The page of a bundle that a browser opens without a server: plain HTML, nothing is loaded.
final class IndexPage {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS XXX");

  private final StringBuilder body = new StringBuilder();
  private final List<String> parts = new ArrayList<>();
  private final ZoneId zone;
  private final String title;

  IndexPage(Incident incident, ZoneId zone) {
    this.zone = zone;
    this.title = incident.id() + " " + incident.title();
    body.append("<p>").append(incident.priority()).append(" · ").append(incident.state());
    body.append(" · ").append(TIME.format(incident.openedAt().atZone(zone))).append("</p>\n");
  }

  private void section(String name) {
    parts.add(name);
    body.append("<h2 id=\"p").append(parts.size()).append("\">").append(name).append("</h2>\n");
  }

  IndexPage alerts(List<IncidentAlert> alerts) {
    section("告警 Alerts");
    body.append("<table><tr><th>alert</th><th>labels</th><th>from</th><th>until</th></tr>\n");
    for (IncidentAlert alert : alerts) {
      var ended = alert.endsAt();
      row(
          alert.name(),
          alert.labels().toString(),
          TIME.format(alert.startsAt().atZone(zone)),
          ended == null ? "" : TIME.format(ended.atZone(zone)));
    }
    body.append("</table>\n");
    return this;
  }

  IndexPage timeline(List<TimelineEvent> events) {
    section("时间线 Timeline");
    body.append("<table><tr><th>time</th><th>kind</th><th>by</th><th>what</th></tr>\n");
    for (TimelineEvent event : events) {
      String text = event.zh().equals(event.en()) ? event.zh() : event.zh() + " / " + event.en();
      row(TIME.format(event.at().atZone(zone)), event.kind().text(), event.by(), text);
    }
    body.append("</table>\n");
    return this;
  }

  IndexPage charts(List<Chart> charts) {
    section("指标 Charts");
    for (Chart chart : charts) {
      body.append("<h3>").append(Html.escape(chart.title())).append("</h3>\n");
      body.append(chart.svg());
    }
    return this;
  }

  IndexPage logs(List<LogHit> hits) {
    section("日志 Logs");
    body.append("<table><tr><th>time</th><th>level</th><th>service</th><th>message</th></tr>\n");
    for (LogHit hit : hits) {
      LogEntry entry = hit.entry();
      row(
          TIME.format(entry.timestamp().atZone(zone)),
          entry.level().text(),
          entry.service(),
          entry.message());
    }
    body.append("</table>\n");
    return this;
  }

  IndexPage traces(List<TraceSummary> traces) {
    section("链路 Traces");
    body.append("<table><tr><th>trace</th><th>root</th><th>ms</th><th>errors</th></tr>\n");
    for (TraceSummary trace : traces) {
      row(
          trace.traceId(),
          trace.rootService() + " " + trace.rootOperation(),
          Long.toString(trace.durationNanos() / 1_000_000),
          Integer.toString(trace.errorCount()));
    }
    body.append("</table>\n");
    return this;
  }

  IndexPage missing(List<String> problems) {
    if (!problems.isEmpty()) {
      section("缺失 Missing");
      problems.forEach(one -> body.append("<p>").append(Html.escape(one)).append("</p>\n"));
    }
    return this;
  }

  private void row(String... cells) {
    body.append("<tr>");
    for (String cell : cells) {
      body.append("<td>").append(Html.escape(cell)).append("</td>");
    }
    body.append("</tr>\n");
  }

  String html() {
    StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"zh-CN\"><head>");
    page.append("<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
    page.append("<title>").append(Html.escape(title)).append("</title><style>");
    page.append("body{font:14px/1.5 sans-serif;margin:16px auto;max-width:1100px;padding:0 16px}");
    page.append("table{border-collapse:collapse;width:100%}td,th{border:1px solid #ddd;");
    page.append("padding:4px 8px;text-align:left;vertical-align:top;overflow-wrap:break-word}");
    page.append("svg{max-width:100%}</style></head><body>\n<h1>");
    page.append(Html.escape(title)).append("</h1>\n<nav>");
    for (int i = 0; i < parts.size(); i++) {
      page.append("<a href=\"#p%d\">%s</a> ".formatted(i + 1, parts.get(i)));
    }
    return page.append("</nav>\n").append(body).append("</body></html>\n").toString();
  }
}
