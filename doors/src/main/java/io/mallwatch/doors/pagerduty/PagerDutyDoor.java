package io.mallwatch.doors.pagerduty;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// `/pagerduty`: Events API v2 (`/v2/enqueue`, `/v2/change/enqueue`), whose answers and error
/// bodies are PagerDuty's, and its webhooks v3 (`/webhooks/v3`), which are taken only with a right
/// signature.
public final class PagerDutyDoor implements Door {

  private static final int MOST_BYTES = 512_000;
  private static final int MOST_SUMMARY = 1024;
  private static final int MOST_DEDUP = 255;
  private static final int MOST_DETAILS = 100;
  private static final List<String> SEVERITIES = List.of("critical", "error", "warning", "info");
  private static final List<String> ACTIONS = List.of("trigger", "acknowledge", "resolve");

  private final PagerDutyInbox inbox;
  private final Access access;
  private final Supplier<String> newKey;

  /// @param keys routing keys; empty for any
  /// @param secret of webhooks; empty to take none
  public record Access(List<String> keys, String secret) {
    public Access {
      keys = List.copyOf(keys);
    }

    @Override
    public String toString() {
      return "Access[keys=%d]".formatted(keys.size());
    }
  }

  /// @param newKey makes a dedup key for an event that has none
  public PagerDutyDoor(PagerDutyInbox inbox, Access access, Supplier<String> newKey) {
    this.inbox = inbox;
    this.access = access;
    this.newKey = newKey;
  }

  @Override
  public String name() {
    return "pagerduty";
  }

  @Override
  public String prefix() {
    return "/pagerduty";
  }

  /// Routing keys and signatures are proof enough; without any configured the token is asked for.
  @Override
  public boolean needsToken() {
    return access.keys().isEmpty() && access.secret().isEmpty();
  }

  @Override
  public ErrorShape errors() {
    return (problem, _) ->
        problem.status() == 400
            ? refusal(List.of(problem.message()))
            : Reply.json(
                problem.status(),
                out -> {
                  out.writeStartObject();
                  out.writeStringField("status", problem.kind().text());
                  out.writeStringField("message", problem.message());
                  out.writeEndObject();
                });
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/v2/enqueue", this::enqueue),
        Route.post("/v2/change/enqueue", this::change),
        Route.post("/webhooks/v3", this::webhook));
  }

  private static Reply.Whole refusal(List<String> errors) {
    return Reply.json(
        400,
        out -> {
          out.writeStartObject();
          out.writeStringField("status", "invalid event");
          out.writeStringField("message", "Event object is invalid");
          out.writeArrayFieldStart("errors");
          for (String error : errors) {
            out.writeString(error);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static Reply accepted(String message, @Nullable String dedupKey) {
    return Reply.json(
        202,
        out -> {
          out.writeStartObject();
          out.writeStringField("status", "success");
          out.writeStringField("message", message);
          if (dedupKey != null) {
            out.writeStringField("dedup_key", dedupKey);
          }
          out.writeEndObject();
        });
  }

  private static Map<?, ?> body(Call call) {
    if (call.body().length > MOST_BYTES) {
      throw new RefusedException(
          Problem.tooLarge("an event has at most %d bytes".formatted(MOST_BYTES)));
    }
    if (Json.tree(call.body()) instanceof Map<?, ?> map) {
      return map;
    }
    throw new RefusedException(Problem.bad("the event must be a JSON object"));
  }

  private static String text(Map<?, ?> map, String name) {
    Object value = map.get(name);
    return value == null ? "" : String.valueOf(value).strip();
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private void checkKey(Map<?, ?> event, List<String> errors) {
    String key = text(event, "routing_key");
    if (key.isEmpty()) {
      errors.add("'routing_key' is missing or blank");
    } else if (!access.keys().isEmpty()
        && access.keys().stream().noneMatch(one -> same(one, key))) {
      errors.add("'routing_key' is not one of this server's");
    } else if (access.keys().isEmpty() && !access.secret().isEmpty()) {
      throw new RefusedException(
          Problem.forbidden("events need routing keys here; see oncall.pagerduty_keys"));
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private Reply enqueue(Call call) {
    Map<?, ?> event = body(call);
    List<String> errors = new ArrayList<>();
    checkKey(event, errors);
    String action = text(event, "event_action");
    String dedup = text(event, "dedup_key");
    if (!ACTIONS.contains(action)) {
      errors.add(
          action.isEmpty()
              ? "'event_action' is missing or blank"
              : "'event_action' must be one of trigger, acknowledge, resolve");
    }
    if (dedup.length() > MOST_DEDUP) {
      errors.add("'dedup_key' is longer than %d characters".formatted(MOST_DEDUP));
    }
    if (dedup.isEmpty() && !action.equals("trigger") && ACTIONS.contains(action)) {
      errors.add("'dedup_key' is missing or blank");
    }
    Map<?, ?> payload = map(event.get("payload"));
    Instant at = action.equals("trigger") ? checkPayload(event, payload, errors) : null;
    if (!errors.isEmpty()) {
      return refusal(errors);
    }
    String key = dedup.isEmpty() ? newKey.get() : dedup;
    switch (action) {
      case "trigger" -> inbox.trigger(event(key, event, payload, at));
      case "acknowledge" -> inbox.acknowledge(key);
      default -> inbox.resolve(key);
    }
    return accepted("Event processed", key);
  }

  private static @Nullable Instant checkPayload(
      Map<?, ?> event, Map<?, ?> payload, List<String> errors) {
    if (!(event.get("payload") instanceof Map)) {
      errors.add("'payload' is missing or blank");
      return null;
    }
    for (String name : List.of("summary", "source", "severity")) {
      if (text(payload, name).isEmpty()) {
        errors.add("'payload.%s' is missing or blank".formatted(name));
      }
    }
    String severity = text(payload, "severity");
    if (!severity.isEmpty() && !SEVERITIES.contains(severity)) {
      errors.add("'payload.severity' must be one of critical, error, warning, info");
    }
    String at = text(payload, "timestamp");
    try {
      return at.isEmpty() ? null : OffsetDateTime.parse(at).toInstant();
    } catch (DateTimeException e) {
      errors.add("'payload.timestamp' is not an ISO 8601 time");
      return null;
    }
  }

  private static PagerDutyInbox.Event event(
      String key, Map<?, ?> event, Map<?, ?> payload, @Nullable Instant at) {
    Map<String, String> details = new TreeMap<>();
    map(payload.get("custom_details")).entrySet().stream()
        .limit(MOST_DETAILS)
        .forEach(one -> details.put(String.valueOf(one.getKey()), detail(one.getValue())));
    String summary = text(payload, "summary");
    return new PagerDutyInbox.Event(
        key,
        summary.length() <= MOST_SUMMARY ? summary : summary.substring(0, MOST_SUMMARY),
        text(payload, "source"),
        text(payload, "severity"),
        text(payload, "component"),
        text(payload, "group"),
        text(payload, "class"),
        at,
        details,
        text(event, "client_url"));
  }

  private static String detail(@Nullable Object value) {
    return value instanceof Map || value instanceof List
        ? new String(Json.write(out -> Json.any(out, value)), StandardCharsets.UTF_8)
        : String.valueOf(value);
  }

  private Reply change(Call call) {
    Map<?, ?> event = body(call);
    List<String> errors = new ArrayList<>();
    checkKey(event, errors);
    Map<?, ?> payload = map(event.get("payload"));
    String summary = text(payload, "summary");
    if (summary.isEmpty()) {
      errors.add("'payload.summary' is missing or blank");
    }
    Instant at = null;
    try {
      String time = text(payload, "timestamp");
      at = time.isEmpty() ? null : OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeException e) {
      errors.add("'payload.timestamp' is not an ISO 8601 time");
    }
    if (!errors.isEmpty()) {
      return refusal(errors);
    }
    inbox.changed(summary, text(payload, "source"), at);
    return accepted("Change event processed", null);
  }

  private Reply webhook(Call call) {
    if (access.secret().isEmpty()) {
      throw new RefusedException(
          Problem.forbidden("webhooks are not taken; see oncall.pagerduty_secret"));
    }
    String wanted = "v1=" + hmac(call.body());
    boolean signed =
        List.of(call.header("x-pagerduty-signature").orElse("").split(",")).stream()
            .anyMatch(one -> same(one.strip(), wanted));
    if (!signed) {
      throw new RefusedException(Problem.forbidden("X-PagerDuty-Signature is missing or wrong"));
    }
    Map<?, ?> event = map(body(call).get("event"));
    Map<?, ?> data = map(event.get("data"));
    String who = text(map(event.get("agent")), "summary");
    String by = who.isEmpty() ? "PagerDuty" : who;
    String key = text(data, "incident_key");
    switch (text(event, "event_type")) {
      case "incident.acknowledged" -> inbox.mirrored(key, by, false);
      case "incident.resolved" -> inbox.mirrored(key, by, true);
      default -> {} // of no concern here
    }
    return Reply.empty(202);
  }

  private String hmac(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(access.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
