package io.mallwatch.server.view;

import io.mallwatch.alerts.AlertLinks;
import io.mallwatch.doors.api.IncidentsView;
import io.mallwatch.model.Alert;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.ops.incident.Priority;
import io.mallwatch.ops.incident.TimelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Incidents for the console.
public final class IncidentDesk implements IncidentsView {

  private static final Pattern ID = Pattern.compile("(?:INC-)?0*(\\d{1,9})");

  private final Incidents incidents;
  private final InstantSource clock;

  public IncidentDesk(Incidents incidents, InstantSource clock) {
    this.incidents = incidents;
    this.clock = clock;
  }

  @Override
  public List<Summary> list(Filter filter, int limit) {
    Instant now = clock.instant();
    return incidents.list(filter != Filter.RESOLVED, filter != Filter.OPEN, limit).stream()
        .map(incident -> summary(incident, now))
        .toList();
  }

  @Override
  public Optional<Detail> find(String id) {
    OptionalInt number = number(id);
    return number.isEmpty()
        ? Optional.empty()
        : incidents.find(number.getAsInt()).map(this::detail);
  }

  @Override
  public Detail open(String title, String priority, String note, String by) {
    Priority parsed =
        Priority.parse(priority)
            .orElseThrow(() -> new BadQueryException("priority: one of P0, P1, P2, P3 is needed"));
    return detail(incidents.open(title, parsed, note, by));
  }

  @Override
  public Optional<Detail> acknowledge(String id, String by) {
    OptionalInt number = number(id);
    return number.isEmpty()
        ? Optional.empty()
        : incidents.acknowledge(number.getAsInt(), by).map(this::detail);
  }

  @Override
  public Optional<Detail> resolve(String id, String by, String note) {
    OptionalInt number = number(id);
    return number.isEmpty()
        ? Optional.empty()
        : incidents.resolve(number.getAsInt(), by, note).map(this::detail);
  }

  @Override
  public Optional<Detail> note(String id, String by, String text) {
    OptionalInt number = number(id);
    return number.isEmpty()
        ? Optional.empty()
        : incidents.note(number.getAsInt(), by, text).map(this::detail);
  }

  /// The number in `INC-000012` or `12`.
  static OptionalInt number(String id) {
    Matcher matcher = ID.matcher(id);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  private static Summary summary(Incident incident, Instant now) {
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
        incident.groupKey().isEmpty() ? "manual" : "alert");
  }

  private Detail detail(Incident incident) {
    Instant now = clock.instant();
    return new Detail(
        summary(incident, now),
        incident.alerts().stream().map(alert -> alert(alert, now)).toList(),
        incidents.timeline(incident.number()).stream().map(IncidentDesk::event).toList());
  }

  private static IncidentAlert alert(io.mallwatch.ops.incident.IncidentAlert alert, Instant now) {
    Alert plain =
        new Alert(
            alert.labels(),
            alert.annotations(),
            alert.startsAt(),
            alert.endsAt() == null ? now.plus(Duration.ofMinutes(5)) : alert.endsAt(),
            alert.generatorUrl());
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
