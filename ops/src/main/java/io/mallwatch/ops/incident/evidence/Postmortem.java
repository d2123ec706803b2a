package io.mallwatch.ops.incident.evidence;

import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.IncidentAlert;
import io.mallwatch.ops.incident.TimelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The draft of a post-mortem as Markdown: what the platform knows is filled in, what only people
/// know is asked for.
public final class Postmortem {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Incident incident;
  private final List<TimelineEvent> timeline;
  private final ZoneId zone;
  private final boolean chinese;
  private final StringBuilder out = new StringBuilder();

  private Postmortem(
      Incident incident, List<TimelineEvent> timeline, ZoneId zone, boolean chinese) {
    this.incident = incident;
    this.timeline = timeline;
    this.zone = zone;
    this.chinese = chinese;
  }

  /// @param lostYuan what it cost, when that is known
  /// @param now for an incident that is not over
  public static String draft(
      Incident incident,
      List<TimelineEvent> timeline,
      Optional<Double> lostYuan,
      ZoneId zone,
      boolean chinese,
      Instant now) {
    Postmortem draft = new Postmortem(incident, timeline, zone, chinese);
    draft.head(lostYuan, now);
    draft.alerts();
    draft.timeline();
    draft.questions();
    return draft.out.toString();
  }

  private String say(String zh, String en) {
    return chinese ? zh : en;
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private String time(@Nullable Instant at) {
    return at == null ? say("无", "none") : TIME.format(at.atZone(zone));
  }

  private void head(Optional<Double> lostYuan, Instant now) {
    Instant resolved = incident.resolvedAt();
    line("# %s %s%s".formatted(incident.id(), say("故障复盘：", "post-mortem: "), incident.title()));
    line("");
    line(say("| 项目 | 内容 |", "| what | value |"));
    line("|---|---|");
    row(say("优先级", "Priority"), incident.priority().name());
    row(say("打开", "Opened"), time(incident.openedAt()));
    row(say("确认", "Acknowledged"), answer(incident.acknowledgedAt(), incident.acknowledgedBy()));
    row(say("解决", "Resolved"), time(resolved));
    row(
        say("响应用时 / 时限", "Time to answer / allowed"),
        spent(incident.acknowledgedAt(), incident.priority().response()));
    row(
        say("解决用时 / 时限", "Time to resolve / allowed"),
        spent(resolved == null ? now : resolved, incident.priority().resolution()));
    row(say("负责人", "Led by"), orNone(incident.handling().assignee()));
    row(say("参与人", "Responders"), orNone(String.join(", ", incident.handling().responders())));
    row(
        say("估计损失", "Estimated loss"),
        lostYuan.map("¥%,.0f"::formatted).orElse(say("未知", "not known")));
    line("");
  }

  private void row(String name, String value) {
    line("| %s | %s |".formatted(name, value.replace("|", "\\|")));
  }

  private String answer(@Nullable Instant at, @Nullable String by) {
    return by == null ? time(at) : time(at) + " " + by;
  }

  private String orNone(String text) {
    return text.isEmpty() ? say("无", "none") : text;
  }

  private String spent(@Nullable Instant end, Duration allowed) {
    if (end == null) {
      return say("未确认 / %d 分钟", "not acknowledged / %d min").formatted(allowed.toMinutes());
    }
    long minutes = Duration.between(incident.openedAt(), end).toMinutes();
    String late = minutes > allowed.toMinutes() ? say("，超时", ", too late") : "";
    return say("%d 分钟 / %d 分钟%s", "%d min / %d min%s")
        .formatted(minutes, allowed.toMinutes(), late);
  }

  private void alerts() {
    line("## " + say("告警", "Alerts"));
    line("");
    for (IncidentAlert alert : incident.alerts()) {
      line(
          "- `%s` %s %s → %s"
              .formatted(
                  alert.name(),
                  alert.annotations().getOrDefault("summary", ""),
                  time(alert.startsAt()),
                  alert.isFiring() ? say("仍在触发", "still firing") : time(alert.endsAt())));
    }
    if (incident.alerts().isEmpty()) {
      line(say("手工打开，没有告警。", "Opened by hand, without alerts."));
    }
    line("");
  }

  private void timeline() {
    line("## " + say("时间线", "Timeline"));
    line("");
    for (TimelineEvent event : timeline) {
      String by = event.by().equals(TimelineEvent.SYSTEM) ? "" : " · " + event.by();
      String text = (chinese ? event.zh() : event.en()).replace("\n", " ");
      line("- %s%s：%s".formatted(time(event.at()), by, text));
    }
    line("");
  }

  private void questions() {
    section(say("影响", "Impact"), say("谁受到影响，影响了什么？", "Who was affected, and how?"));
    section(
        say("根因", "Root cause"), say("为什么会发生？连问五次为什么。", "Why did it happen? Ask why five times."));
    section(
        say("发现与处置", "Detection and response"),
        say(
            "怎样才能更早发现、更快恢复？哪些做法有效？",
            "What would have found it sooner, ended it faster? What went well?"));
    line("## " + say("改进项", "Action items"));
    line("");
    line(say("| 改进项 | 负责人 | 截止 |", "| action | owner | due |"));
    line("|---|---|---|");
    line("|  |  |  |");
  }

  private void section(String title, String question) {
    line("## " + title);
    line("");
    line("> " + question);
    line("");
  }
}
