package io.mallwatch.server.view;

import io.mallwatch.alerts.AlertLinks;
import io.mallwatch.doors.api.incident.IncidentsView;
import io.mallwatch.doors.grafana.AnnotationStore;
import io.mallwatch.model.Alert;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.ops.incident.Change;
import io.mallwatch.ops.incident.Cost;
import io.mallwatch.ops.incident.Handling;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.IncidentReport;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.ops.incident.Priority;
import io.mallwatch.ops.incident.TimelineEvent;
import io.mallwatch.ops.incident.evidence.EvidenceBundle;
import io.mallwatch.ops.incident.evidence.Postmortem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Incidents for the console.
public final class IncidentDesk implements IncidentsView {

  private static final Pattern ID = Pattern.compile("(?:INC-)?0*(\\d{1,9})");
  private static final Duration MARKS_BEFORE = Duration.ofMinutes(30);

  private final Incidents incidents;
  private final Sources sources;
  private final InstantSource clock;

  /// What is shown of an incident beside itself.
  ///
  /// @param cost what it costs
  /// @param marks on the charts: deployments, changes of the configuration
  /// @param zone of the mall
  public record Sources(
      Cost.Meter cost, AnnotationStore marks, EvidenceBundle evidence, ZoneId zone) {}

  public IncidentDesk(Incidents incidents, Sources sources, InstantSource clock) {
    this.incidents = incidents;
    this.sources = sources;
    this.clock = clock;
  }

  @Override
  public List<Summary> list(Filter filter, int limit) {
    Instant now = clock.instant();
    return incidents.list(filter != Filter.RESOLVED, filter != Filter.OPEN, limit).stream()
        .map(incident -> summary(incident, now))
        .toList();
  }

  /// The incident of an id such as `INC-000012`, `12`.
  public Optional<Incident> incident(String id) {
    OptionalInt number = number(id);
    return number.isEmpty() ? Optional.empty() : incidents.find(number.getAsInt());
  }

  @Override
  public Optional<Detail> find(String id) {
    return incident(id).map(this::detail);
  }

  @Override
  public Optional<Detail> change(String id, String by, Change change) {
    OptionalInt number = number(id);
    return number.isEmpty()
        ? Optional.empty()
        : incidents.change(number.getAsInt(), by, change).map(this::detail);
  }

  @Override
  public IncidentReport report(Instant from, Instant until) {
    return incidents.report(from, until);
  }

  @Override
  public Optional<String> postmortem(String id, boolean chinese) {
    return incident(id)
        .map(incident ->
            Postmortem.draft(
                incident,
                timeline(incident),
                lost(incident),
                sources.zone(),
                chinese,
                clock.instant()));
  }

  @Override
  public Optional<Bundle> bundle(String id) {
    return incident(id)
        .map(incident -> {
          Map<String, String> expressions = new LinkedHashMap<>();
          for (var alert : incident.alerts()) {
            String expression = AlertLinks.expression(plain(alert, clock.instant()));
            if (!expression.isEmpty()) {
              expressions.putIfAbsent(alert.name(), expression);
            }
          }
          return new Bundle(
              incident.id() + ".zip",
              sources.evidence().zip(incident, timeline(incident), expressions, lost(incident)));
        });
  }

  private Optional<Double> lost(Incident incident) {
    return sources.cost().of(incident).map(Cost::lost);
  }

  /// The timeline with the marks on the charts that fall into it.
  private List<TimelineEvent> timeline(Incident incident) {
    Instant ended = incident.resolvedAt();
    List<TimelineEvent> all = new ArrayList<>(incidents.timeline(incident.number()));
    Instant from = (all.isEmpty() ? incident.openedAt() : all.getFirst().at()).minus(MARKS_BEFORE);
    for (var mark : sources.marks().list(from, ended == null ? clock.instant() : ended)) {
      AnnotationStore.Content content = mark.content();
      if (content.start().isBefore(from)) {
        continue;
      }
      String tags = content.tags().isEmpty() ? "" : " [" + String.join(", ", content.tags()) + "]";
      all.add(
          new TimelineEvent(
              content.start(),
              TimelineEvent.Kind.MARK,
              TimelineEvent.SYSTEM,
              content.text() + tags,
              content.text() + tags,
              Map.of()));
    }
    all.sort(Comparator.comparing(TimelineEvent::at));
    return all;
  }

  @Override
  public Detail open(String title, String priority, String note, String by) {
    Priority parsed =
        Priority.parse(priority)
            .orElseThrow(() -> new BadQueryException("priority: one of P0, P1, P2, P3 is needed"));
    return detail(incidents.open(title, parsed, note, by));
  }

  /// The number in `INC-000012` or `12`.
  static OptionalInt number(String id) {
    Matcher matcher = ID.matcher(id);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  private Summary summary(Incident incident, Instant now) {
    return new Summary(
        incident.id(),
        incident.number(),
        incident.title(),
        incident.priority().name(),
        incident.state().name().toLowerCase(Locale.ROOT),
        incident.openedAt(),
        incident.acknowledgedAt(),
        incident.acknowledgedBy(),
        incident.resolvedAt(),
        incident.responseDue(),
        incident.resolutionDue(),
        incident.responseBreached(now),
        incident.resolutionBreached(now),
        incident.alerts().stream().map(alert -> alert.name()).distinct().toList(),
        incident.alerts().size(),
        incident.groupKey().isEmpty() ? "manual" : "alert",
        held(incident));
  }

  private Held held(Incident incident) {
    Handling handling = incident.handling();
    Optional<Cost> cost = sources.cost().of(incident);
    return new Held(
        handling.assignee().isEmpty() ? null : handling.assignee(),
        handling.responders(),
        handling.snoozedUntil(),
        handling.mergedInto() == 0 ? null : Incident.id(handling.mergedInto()),
        handling.reopens(),
        incident.isFlapping(),
        cost.map(Cost::lost).orElse(null),
        cost.map(Cost::perMinute).orElse(null));
  }

  private Detail detail(Incident incident) {
    Instant now = clock.instant();
    return new Detail(
        summary(incident, now),
        incident.alerts().stream().map(alert -> alert(alert, now)).toList(),
        timeline(incident).stream().map(IncidentDesk::event).toList());
  }

  private static Alert plain(io.mallwatch.ops.incident.IncidentAlert alert, Instant now) {
    Instant ended = alert.endsAt();
    return new Alert(
        alert.labels(),
        alert.annotations(),
        alert.startsAt(),
        ended == null ? now.plus(Duration.ofMinutes(5)) : ended,
        alert.generatorUrl());
  }

  private static IncidentAlert alert(io.mallwatch.ops.incident.IncidentAlert alert, Instant now) {
    Alert plain = plain(alert, now);
    return new IncidentAlert(
        alert.fingerprint(),
        alert.name(),
        alert.labels().toMap(),
        alert.annotations(),
        alert.startsAt(),
        alert.endsAt(),
        alert.isFiring() ? "firing" : "resolved",
        AlertLinks.expression(plain),
        links(plain, now));
  }

  static Links links(Alert alert, Instant now) {
    AlertLinks links = AlertLinks.of(alert, "", now);
    return new Links(links.metric(), links.logs(), links.traces());
  }

  private static Event event(TimelineEvent event) {
    return new Event(
        event.at(),
        event.kind().text(),
        event.by(),
        new Bilingual(event.zh(), event.en()),
        new LinkedHashMap<>(event.data()));
  }
}
