package io.mallwatch.doors.oncall;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.ops.oncall.AckLinks;
import io.mallwatch.ops.oncall.OnCall;
import io.mallwatch.ops.oncall.OnCallPlan;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// `/ack/{token}`: one incident and one button. Opening the page changes nothing, so that mail
/// scanners and previews of chats acknowledge nothing; the button sends a POST. The signed token
/// stands for the login.
public final class AckDoor implements Door {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");

  private final Incidents incidents;
  private final OnCall onCall;
  private final AckLinks links;
  private final ZoneId zone;

  public AckDoor(Incidents incidents, OnCall onCall, AckLinks links, ZoneId zone) {
    this.incidents = incidents;
    this.onCall = onCall;
    this.links = links;
    this.zone = zone;
  }

  @Override
  public String name() {
    return "ack";
  }

  @Override
  public String prefix() {
    return "/ack";
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
    return List.of(
        Route.get("/{token}", call -> shown(call, new PlainPage(call))),
        Route.post("/{token}", this::acknowledge));
  }

  private Optional<Incident> incident(Call call) {
    return links.read(call.path("token")).flatMap(claim -> incidents.find(claim.incident()));
  }

  private Reply shown(Call call, PlainPage page) {
    Optional<Incident> found = incident(call);
    if (found.isEmpty()) {
      return page.add(
              "<p>%s</p>"
                  .formatted(
                      page.say(
                          "链接无效或已过期，请在控制台处理，或等下一次呼叫。",
                          "This link is not valid any more. Use the console, or wait for the next"
                              + " call.")))
          .reply(404, page.say("链接失效", "Link not valid"));
    }
    Incident incident = found.get();
    page.add(
        "<div class=\"box %s\"><b>%s</b> · %s<br>%s %s<br>%s %s · %s %s</div>"
            .formatted(
                incident.isOpen() ? "bad" : "good",
                incident.priority(),
                incident.id(),
                page.say("打开于", "Opened"),
                time(incident.openedAt()),
                page.say("响应截止", "answer by"),
                time(incident.responseDue()),
                page.say("解决截止", "resolve by"),
                time(incident.resolutionDue())));
    for (var alert : incident.alerts().stream().limit(5).toList()) {
      page.add(
          "<p>%s</p>"
              .formatted(
                  PlainPage.escape(alert.annotations().getOrDefault("description", alert.name()))));
    }
    switch (incident.state()) {
      case TRIGGERED ->
          page.add(
              "<form method=\"post\"><button type=\"submit\">%s</button></form><p><small>%s</small></p>"
                  .formatted(
                      page.say("确认接手", "Acknowledge"),
                      PlainPage.escape(
                          page.say("以 %s 的名义", "in the name of %s").formatted(person(call)))));
      case ACKNOWLEDGED ->
          page.add(
              "<div class=\"box good\">%s %s</div>"
                  .formatted(
                      page.say("已确认：", "Acknowledged by "),
                      PlainPage.escape(String.valueOf(incident.acknowledgedBy()))));
      case RESOLVED ->
          page.add("<div class=\"box good\">%s</div>".formatted(page.say("已解决", "Resolved")));
    }
    return page.reply(200, incident.title());
  }

  private String time(Instant at) {
    return TIME.format(at.atZone(zone));
  }

  private String person(Call call) {
    String id = links.read(call.path("token")).map(AckLinks.Claim::person).orElse("");
    return onCall.plan().person(id).map(OnCallPlan.Person::name).orElse(id);
  }

  private Reply acknowledge(Call call) {
    Optional<Incident> found = incident(call);
    if (found.isPresent() && found.get().state() == Incident.State.TRIGGERED) {
      incidents.acknowledge(found.get().number(), person(call));
    }
    return found.isEmpty()
        ? shown(call, new PlainPage(call))
        : Reply.empty(303).with("location", "/ack/" + call.path("token"));
  }
}
