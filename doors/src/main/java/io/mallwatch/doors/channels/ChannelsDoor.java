package io.mallwatch.doors.channels;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `POST /channels/{receiver}` with Alertmanager's webhook body, version 4.
///
/// Answers 200 when at least one channel has it, and 503 when none has, which Alertmanager takes as
/// a reason to try again.
public final class ChannelsDoor implements Door {

  public static final String NAME = "channels";

  private static final int MAX_ALERTS = 10_000;
  private static final int MAX_TEXT = 64 * 1024;

  /// How long an alert without an end is taken to fire.
  private static final Duration FIRES = Duration.ofMinutes(5);

  private final ReceiverSink receivers;
  private final DoorMetrics metrics;
  private final InstantSource clock;

  public ChannelsDoor(ReceiverSink receivers, DoorMetrics metrics, InstantSource clock) {
    this.receivers = receivers;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String prefix() {
    return "/channels";
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/{receiver}", this::tell));
  }

  @Override
  public ErrorShape errors() {
    return ErrorShape.problemDetails();
  }

  private Reply tell(Call call) {
    if (!(Json.tree(call.body()) instanceof Map<?, ?> body)
        || !(body.get("alerts") instanceof List<?> items)) {
      throw bad("the body must be a JSON object with a list 'alerts'");
    }
    if (items.isEmpty() || items.size() > MAX_ALERTS) {
      throw bad("'alerts' must have 1 to %d alerts".formatted(MAX_ALERTS));
    }
    String receiver = call.path("receiver");
    Object key = body.get("groupKey");
    String groupKey = "channels/%s/%s".formatted(receiver, key == null ? "" : key);
    List<Alert> alerts = new ArrayList<>();
    for (Object item : items) {
      alerts.add(alert(item));
    }
    List<ReceiverSink.Outcome> outcomes =
        receivers
            .tell(receiver, groupKey, alerts)
            .orElseThrow(() ->
                new RefusedException(
                    Problem.notFound("there is no receiver '%s'".formatted(receiver))));
    boolean none = outcomes.stream().noneMatch(ReceiverSink.Outcome::isSettled);
    if (none) {
      metrics.dropped(NAME, "not_told", alerts.size());
      throw new RefusedException(
          Problem.unavailable(
              outcomes.isEmpty()
                  ? "receiver '%s' has no channels".formatted(receiver)
                  : "no channel has taken it: " + outcomes.getFirst().error()));
    }
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("outcomes");
          for (ReceiverSink.Outcome outcome : outcomes) {
            out.writeStartObject();
            out.writeStringField("channel", outcome.channel());
            out.writeStringField("target", outcome.target());
            out.writeStringField("state", outcome.state());
            out.writeStringField("error", outcome.error());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private Alert alert(Object item) {
    if (!(item instanceof Map<?, ?> fields)) {
      throw bad("an alert must be a JSON object");
    }
    Labels labels = Labels.of(texts("labels", fields.get("labels")));
    if (labels.isEmpty()) {
      throw bad("an alert must have labels");
    }
    Instant now = clock.instant();
    Instant end = time("endsAt", fields.get("endsAt"), now.plus(FIRES));
    boolean resolved = "resolved".equals(fields.get("status"));
    Object url = fields.get("generatorURL");
    return new Alert(
        labels,
        texts("annotations", fields.get("annotations")),
        time("startsAt", fields.get("startsAt"), now),
        resolved ? (end.isAfter(now) ? now : end) : (end.isAfter(now) ? end : now.plus(FIRES)),
        url == null ? "" : url.toString());
  }

  /// Go's zero time stands for none.
  private static Instant time(String name, @Nullable Object value, Instant absent) {
    if (value == null || value.equals("") || value.toString().startsWith("0001-01-01")) {
      return absent;
    }
    try {
      return OffsetDateTime.parse(value.toString()).toInstant();
    } catch (DateTimeException _) {
      throw bad("%s \"%s\" is not an RFC 3339 time".formatted(name, value));
    }
  }

  private static Map<String, String> texts(String name, @Nullable Object value) {
    Map<String, String> texts = new TreeMap<>();
    if (value == null) {
      return texts;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw bad(name + " must be a JSON object");
    }
    map.forEach((key, text) -> {
      if (!(text instanceof String string) || string.length() > MAX_TEXT) {
        throw bad("%s.%s must be a text of at most %d characters".formatted(name, key, MAX_TEXT));
      }
      texts.put(key.toString(), string);
    });
    return texts;
  }

  private static RefusedException bad(String message) {
    return new RefusedException(Problem.bad(message));
  }
}
