package io.mallwatch.doors.alertmanager;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Alerts in, alerts and groups out.
final class AlertRoutes {

  /// What clients written in Go send for no time, with or without fractions of a second.
  private static final Instant GO_ZERO_TIME = Instant.parse("0001-01-01T00:00:00Z");

  /// Most alerts in one request.
  private static final int MAX_ALERTS = 10_000;

  private static final int MAX_TEXT = 64 * 1024;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final AlertmanagerPorts ports;
  private final DoorMetrics metrics;
  private final InstantSource clock;

  AlertRoutes(AlertmanagerPorts ports, DoorMetrics metrics, InstantSource clock) {
    this.ports = ports;
    this.metrics = metrics;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v2/alerts", this::list),
        Route.post("/api/v2/alerts", this::post),
        Route.get("/api/v2/alerts/groups", this::groups));
  }

  static String time(Instant time) {
    return TIME.format(time);
  }

  static Instant parseTime(String name, Object value) {
    try {
      return OffsetDateTime.parse(String.valueOf(value)).toInstant();
    } catch (DateTimeException e) {
      throw new RefusedException(
          Problem.bad("%s \"%s\" is not an RFC 3339 time".formatted(name, value)));
    }
  }

  private Reply post(Call call) {
    if (!(Json.tree(call.body()) instanceof List<?> items)) {
      throw new RefusedException(Problem.bad("the body must be a JSON array of alerts"));
    }
    if (items.size() > MAX_ALERTS) {
      throw new RefusedException(
          Problem.tooLarge("more than %d alerts in one request".formatted(MAX_ALERTS)));
    }
    Instant now = clock.instant();
    List<Alert> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (Object item : items) {
      try {
        good.add(alert(item, now));
      } catch (RefusedException e) {
        bad.add(e.problem().message());
      }
    }
    if (!good.isEmpty()) {
      ports.sink().accept(good);
    }
    if (!bad.isEmpty()) {
      metrics.dropped(AlertmanagerDoor.NAME, "invalid_alert", bad.size());
      throw new RefusedException(
          Problem.bad(String.join("; ", bad.subList(0, Math.min(20, bad.size())))));
    }
    return Reply.empty(200);
  }

  private Alert alert(Object item, Instant now) {
    if (!(item instanceof Map<?, ?> fields)) {
      throw new RefusedException(Problem.bad("an alert must be a JSON object"));
    }
    Map<String, String> texts = strings("labels", fields.get("labels"));
    if (texts.containsKey("")) {
      throw new RefusedException(Problem.bad("invalid label set: invalid name \"\""));
    }
    Labels labels = Labels.of(texts);
    if (labels.isEmpty()) {
      throw new RefusedException(Problem.bad("at least one label pair required"));
    }
    Optional<Instant> end = moment(fields, "endsAt");
    Instant startsAt = moment(fields, "startsAt").orElseGet(() -> end.orElse(now));
    Instant endsAt = end.orElseGet(() -> now.plus(ports.resolveTimeout()));
    if (endsAt.isBefore(startsAt)) {
      throw new RefusedException(Problem.bad("start time must be before end time"));
    }
    Object url = fields.get("generatorURL");
    return new Alert(
        labels,
        strings("annotations", fields.get("annotations")),
        startsAt,
        endsAt,
        url == null ? "" : url.toString());
  }

  /// Absent, null and Go's zero time mean none.
  private static Optional<Instant> moment(Map<?, ?> fields, String name) {
    Object value = fields.get(name);
    return value == null || value.equals("")
        ? Optional.empty()
        : Optional.of(parseTime(name, value)).filter(time -> !time.equals(GO_ZERO_TIME));
  }

  private static Map<String, String> strings(String name, @Nullable Object value) {
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new RefusedException(Problem.bad(name + " must be a JSON object"));
    }
    Map<String, String> strings = new HashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getValue() instanceof String text) || text.length() > MAX_TEXT) {
        throw new RefusedException(
            Problem.bad(
                "%s.%s must be a string of at most %d characters"
                    .formatted(name, entry.getKey(), MAX_TEXT)));
      }
      strings.put(String.valueOf(entry.getKey()), text);
    }
    return strings;
  }

  private Reply list(Call call) {
    Predicate<AlertmanagerPorts.HeldAlert> wanted = wanted(call);
    Predicate<String> receiver = receiver(call);
    List<AlertmanagerPorts.HeldAlert> found =
        ports.board().alerts().stream()
            .filter(wanted)
            .filter(
                held -> held.receivers().isEmpty() || held.receivers().stream().anyMatch(receiver))
            .sorted(Comparator.comparing(held -> held.alert().fingerprint()))
            .toList();
    return Reply.json(200, out -> alerts(out, found));
  }

  private Reply groups(Call call) {
    Predicate<AlertmanagerPorts.HeldAlert> wanted = wanted(call);
    Predicate<String> receiver = receiver(call);
    List<AlertmanagerPorts.Group> found = new ArrayList<>();
    for (AlertmanagerPorts.Group group : ports.board().groups()) {
      List<AlertmanagerPorts.HeldAlert> alerts = group.alerts().stream().filter(wanted).toList();
      if (receiver.test(group.receiver()) && !alerts.isEmpty()) {
        found.add(new AlertmanagerPorts.Group(group.labels(), group.receiver(), alerts));
      }
    }
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (AlertmanagerPorts.Group group : found) {
            out.writeStartObject();
            out.writeFieldName("alerts");
            alerts(out, group.alerts());
            out.writeFieldName("labels");
            labels(out, group.labels());
            out.writeFieldName("receiver");
            named(out, group.receiver());
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private static Predicate<AlertmanagerPorts.HeldAlert> wanted(Call call) {
    List<Matcher> filters = MatcherText.filters(call);
    boolean active = flag(call, "active");
    boolean silenced = flag(call, "silenced");
    boolean inhibited = flag(call, "inhibited");
    boolean muted = flag(call, "muted");
    boolean unprocessed = flag(call, "unprocessed");
    return held ->
        filters.stream().allMatch(matcher -> matcher.matches(held.alert().labels()))
            && (active || !held.processed() || held.isSuppressed())
            && (silenced || held.silencedBy().isEmpty())
            && (inhibited || held.inhibitedBy().isEmpty())
            && (muted || held.mutedBy().isEmpty())
            && (unprocessed || held.processed());
  }

  static boolean flag(Call call, String name) {
    return switch (call.param(name).orElse("true")) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      case String other ->
          throw AlertmanagerErrors.wrongType(
              "%s in query must be of type boolean: \"%s\"".formatted(name, other));
    };
  }

  private static Predicate<String> receiver(Call call) {
    Optional<String> expression = call.param("receiver");
    if (expression.isEmpty()) {
      return _ -> true;
    }
    try {
      return Pattern.compile(expression.get()).asMatchPredicate();
    } catch (PatternSyntaxException e) {
      throw new RefusedException(
          Problem.bad("failed to parse receiver param: " + expression.get()));
    }
  }

  private static void alerts(JsonGenerator out, List<AlertmanagerPorts.HeldAlert> alerts)
      throws IOException {
    out.writeStartArray();
    for (AlertmanagerPorts.HeldAlert held : alerts) {
      alert(out, held);
    }
    out.writeEndArray();
  }

  private static void alert(JsonGenerator out, AlertmanagerPorts.HeldAlert held)
      throws IOException {
    Alert alert = held.alert();
    out.writeStartObject();
    out.writeObjectFieldStart("annotations");
    for (Map.Entry<String, String> annotation : alert.annotations().entrySet()) {
      out.writeStringField(annotation.getKey(), annotation.getValue());
    }
    out.writeEndObject();
    out.writeStringField("endsAt", time(alert.endsAt()));
    out.writeStringField("fingerprint", alert.fingerprint());
    out.writeArrayFieldStart("receivers");
    for (String receiver : held.receivers()) {
      named(out, receiver);
    }
    out.writeEndArray();
    out.writeStringField("startsAt", time(alert.startsAt()));
    out.writeObjectFieldStart("status");
    strings(out, "inhibitedBy", held.inhibitedBy());
    strings(out, "mutedBy", held.mutedBy());
    strings(out, "silencedBy", held.silencedBy());
    String processed = held.isSuppressed() ? "suppressed" : "active";
    out.writeStringField("state", held.processed() ? processed : "unprocessed");
    out.writeEndObject();
    out.writeStringField("updatedAt", time(held.updatedAt()));
    out.writeStringField("generatorURL", alert.generatorUrl());
    out.writeFieldName("labels");
    labels(out, alert.labels());
    out.writeEndObject();
  }

  static void named(JsonGenerator out, String name) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", name);
    out.writeEndObject();
  }

  private static void strings(JsonGenerator out, String name, List<String> values)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }

  private static void labels(JsonGenerator out, Labels labels) throws IOException {
    out.writeStartObject();
    for (Label label : labels) {
      out.writeStringField(label.name(), label.value());
    }
    out.writeEndObject();
  }
}
