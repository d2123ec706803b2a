package io.mallwatch.doors.oncall;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.ops.incident.Priority;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `/status`: for customers, without login: how the mall is now, what goes on, and the last 90
/// days. It shows the titles of incidents of P0 to P2 and nothing else of them.
public final class StatusDoor implements Door {

  private static final int DAYS = 90;
  private static final int MOST = 5_000;
  private static final int MOST_PAST = 20;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");

  private final Incidents incidents;
  private final ZoneId zone;
  private final InstantSource clock;

  public StatusDoor(Incidents incidents, ZoneId zone, InstantSource clock) {
    this.incidents = incidents;
    this.zone = zone;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String prefix() {
    return "/status";
  }

  @Override
  public boolean needsToken() {
    return false;
  }

  @Override
  public ErrorShape errors() {
    return ErrorShape.problemDetails();
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("", this::page), Route.get("/summary.json", this::summary));
  }

  private static boolean isPublic(Incident incident) {
    return incident.priority() != Priority.P3 && incident.handling().mergedInto() == 0;
  }

  private List<Incident> open() {
    return incidents.open().stream().filter(StatusDoor::isPublic).toList();
  }

  /// `major`, `partial` or `operational`.
  private static String state(List<Incident> open) {
    if (open.stream().anyMatch(one -> one.priority().compareTo(Priority.P1) <= 0)) {
      return "major";
    }
    return open.isEmpty() ? "operational" : "partial";
  }

  private Reply summary(Call call) {
    List<Incident> open = open();
    return Reply.json(
            200,
            out -> {
              out.writeStartObject();
              out.writeStringField("status", state(open));
              out.writeArrayFieldStart("incidents");
              for (Incident incident : open) {
                out.writeStartObject();
                out.writeStringField("title", incident.title());
                out.writeStringField("openedAt", incident.openedAt().toString());
                out.writeBooleanField(
                    "acknowledged", incident.state() == Incident.State.ACKNOWLEDGED);
                out.writeEndObject();
              }
              out.writeEndArray();
              out.writeEndObject();
            })
        .with("cache-control", "public, max-age=15");
  }

  private Reply page(Call call) {
    PlainPage page = new PlainPage(call);
    List<Incident> open = open();
    switch (state(open)) {
      case "major" -> box(page, "bad", page.say("重大故障，正在处理", "Major outage; we are on it"));
      case "partial" -> box(page, "warn", page.say("部分功能异常", "Some functions are impaired"));
      default -> box(page, "good", page.say("一切正常", "All systems work"));
    }
    for (Incident incident : open) {
      String state =
          incident.state() == Incident.State.ACKNOWLEDGED
              ? page.say("处理中", "being fixed")
              : page.say("调查中", "being looked into");
      page.add(
          "<p><b>%s</b><br><small>%s · %s</small></p>"
              .formatted(PlainPage.escape(incident.title()), time(incident.openedAt()), state));
    }
    Instant now = clock.instant();
    List<Incident> past =
        incidents.openedBetween(now.minus(Duration.ofDays(DAYS)), now, MOST).stream()
            .filter(StatusDoor::isPublic)
            .toList();
    days(page, past, now);
    page.add("<h2>%s</h2>".formatted(page.say("过去的故障", "Past incidents")));
    past.stream()
        .filter(incident -> !incident.isOpen())
        .limit(MOST_PAST)
        .forEach(incident -> past(page, incident));
    return page.reply(200, page.say("服务状态", "Service status"));
  }

  private void past(PlainPage page, Incident incident) {
    Instant ended = incident.resolvedAt();
    long minutes =
        ended == null ? 0 : Math.max(1, Duration.between(incident.openedAt(), ended).toMinutes());
    page.add(
        "<p>%s<br><small>%s · %s</small></p>"
            .formatted(
                PlainPage.escape(incident.title()),
                time(incident.openedAt()),
                page.say("历时 %d 分钟", "lasted %d min").formatted(minutes)));
  }

  private void days(PlainPage page, List<Incident> past, Instant now) {
    Map<LocalDate, Priority> worst = new HashMap<>();
    for (Incident incident : past) {
      LocalDate day = incident.openedAt().atZone(zone).toLocalDate();
      worst.merge(day, incident.priority(), (a, b) -> a.compareTo(b) < 0 ? a : b);
    }
    StringBuilder bar = new StringBuilder("<div class=\"days\">");
    LocalDate today = now.atZone(zone).toLocalDate();
    for (LocalDate day = today.minusDays(DAYS - 1L); !day.isAfter(today); day = day.plusDays(1)) {
      Priority grave = worst.get(day);
      String kind = grave == null ? "" : grave == Priority.P2 ? "warn" : "bad";
      bar.append("<span class=\"%s\" title=\"%s\"></span>".formatted(kind, day));
    }
    page.add(bar.append("</div>").toString());
    page.add("<p><small>%s</small></p>".formatted(page.say("近 90 天", "Last 90 days")));
  }

  private static void box(PlainPage page, String kind, String text) {
    page.add("<div class=\"box %s\">%s</div>".formatted(kind, text));
  }

  private String time(Instant at) {
    return TIME.format(at.atZone(zone));
  }
}
