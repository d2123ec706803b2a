package io.mallwatch.doors.alertmanager;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.model.Matcher;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Silences: listed, made, changed, ended.
final class SilenceRoutes {

  private static final int MAX_MATCHERS = 100;

  private final AlertmanagerPorts.Silences silences;
  private final InstantSource clock;

  SilenceRoutes(AlertmanagerPorts.Silences silences, InstantSource clock) {
    this.silences = silences;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v2/silences", this::list),
        Route.post("/api/v2/silences", this::post),
        Route.get("/api/v2/silence/{id}", this::show),
        Route.delete("/api/v2/silence/{id}", this::expire));
  }

  private Reply list(Call call) {
    List<Matcher> filters = MatcherText.filters(call);
    Instant now = clock.instant();
    List<AlertmanagerPorts.Silence> found = new ArrayList<>();
    for (AlertmanagerPorts.Silence silence : silences.silences()) {
      AlertmanagerPorts.State state = silence.state(now);
      if (AlertRoutes.flag(call, state.text()) && matches(silence, filters)) {
        found.add(silence);
      }
    }
    found.sort(
        Comparator.comparing((AlertmanagerPorts.Silence s) -> s.state(now))
            .thenComparing((left, right) -> byTime(left, right, now)));
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (AlertmanagerPorts.Silence silence : found) {
            write(out, silence, now);
          }
          out.writeEndArray();
        });
  }

  /// Active ones by their end, pending ones by their start, expired ones by their end, latest
  /// first.
  private static int byTime(
      AlertmanagerPorts.Silence left, AlertmanagerPorts.Silence right, Instant now) {
    return switch (left.state(now)) {
      case ACTIVE -> left.endsAt().compareTo(right.endsAt());
      case PENDING -> left.startsAt().compareTo(right.startsAt());
      case EXPIRED -> right.endsAt().compareTo(left.endsAt());
    };
  }

  /// A filter is held against the text of the silence's matcher of that name.
  private static boolean matches(AlertmanagerPorts.Silence silence, List<Matcher> filters) {
    return filters.stream()
        .allMatch(filter ->
            filter.matches(
                silence.matchers().stream()
                    .filter(matcher -> matcher.name().equals(filter.name()))
                    .map(Matcher::value)
                    .findFirst()
                    .orElse("")));
  }

  private static String id(Call call) {
    String id = call.path("id");
    if (!id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      throw AlertmanagerErrors.wrongType(
          "silenceID in path must be of type uuid: \"%s\"".formatted(id));
    }
    return id;
  }

  private Reply show(Call call) {
    String id = id(call);
    Instant now = clock.instant();
    AlertmanagerPorts.Silence silence =
        silences.silences().stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new RefusedException(Problem.notFound("")));
    return Reply.json(200, out -> write(out, silence, now));
  }

  private Reply expire(Call call) {
    if (!silences.expire(id(call))) {
      throw new RefusedException(Problem.notFound(""));
    }
    return Reply.empty(200);
  }

  private Reply post(Call call) {
    if (!(Json.tree(call.body()) instanceof Map<?, ?> fields)) {
      throw new RefusedException(Problem.bad("the body must be a JSON object"));
    }
    AlertmanagerPorts.PostedSilence silence =
        new AlertmanagerPorts.PostedSilence(
            fields.get("id") instanceof String id ? id : "",
            matchers(fields.get("matchers")),
            time(fields, "startsAt"),
            time(fields, "endsAt"),
            text(fields, "createdBy"),
            text(fields, "comment"));
    if (!silence.startsAt().isBefore(silence.endsAt())) {
      throw invalid("end time must not be before start time");
    }
    if (!silence.endsAt().isAfter(clock.instant())) {
      throw invalid("end time can't be in the past");
    }
    String id =
        silences
            .put(silence)
            .orElseThrow(() ->
                new RefusedException(
                    Problem.notFound("silence %s not found".formatted(silence.id()))));
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("silenceID", id);
          out.writeEndObject();
        });
  }

  private static RefusedException invalid(String why) {
    return new RefusedException(Problem.bad("silence invalid: " + why));
  }

  private static Instant time(Map<?, ?> fields, String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw AlertmanagerErrors.wrongType("silence.%s in body is required".formatted(name));
    }
    return AlertRoutes.parseTime(name, value);
  }

  private static String text(Map<?, ?> fields, String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw AlertmanagerErrors.wrongType("silence.%s in body is required".formatted(name));
  }

  private static List<Matcher> matchers(@org.jspecify.annotations.Nullable Object value) {
    if (!(value instanceof List<?> items) || items.isEmpty()) {
      throw invalid("at least one matcher required");
    }
    if (items.size() > MAX_MATCHERS) {
      throw invalid("more than %d matchers".formatted(MAX_MATCHERS));
    }
    List<Matcher> matchers = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof Map<?, ?> fields)
          || !(fields.get("name") instanceof String name)
          || name.isEmpty()
          || !(fields.get("value") instanceof String text)) {
        throw invalid(
            "invalid label matcher %d: name and value are required".formatted(matchers.size()));
      }
      boolean regex = Boolean.TRUE.equals(fields.get("isRegex"));
      boolean equal = !Boolean.FALSE.equals(fields.get("isEqual"));
      try {
        matchers.add(new Matcher(type(regex, equal), name, text));
      } catch (IllegalArgumentException e) {
        throw invalid("invalid label matcher %d: %s".formatted(matchers.size(), e.getMessage()));
      }
    }
    if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
      throw invalid("at least one matcher must not match the empty string");
    }
    return matchers;
  }

  private static Matcher.Type type(boolean regex, boolean equal) {
    if (regex) {
      return equal ? Matcher.Type.REGEX : Matcher.Type.NOT_REGEX;
    }
    return equal ? Matcher.Type.EQUAL : Matcher.Type.NOT_EQUAL;
  }

  private static void write(JsonGenerator out, AlertmanagerPorts.Silence silence, Instant now)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("id", silence.id());
    out.writeObjectFieldStart("status");
    out.writeStringField("state", silence.state(now).text());
    out.writeEndObject();
    out.writeStringField("updatedAt", AlertRoutes.time(silence.updatedAt()));
    out.writeStringField("comment", silence.comment());
    out.writeStringField("createdBy", silence.createdBy());
    out.writeStringField("endsAt", AlertRoutes.time(silence.endsAt()));
    out.writeArrayFieldStart("matchers");
    for (Matcher matcher : silence.matchers()) {
      Matcher.Type type = matcher.type();
      out.writeStartObject();
      out.writeBooleanField("isEqual", type == Matcher.Type.EQUAL || type == Matcher.Type.REGEX);
      out.writeBooleanField(
          "isRegex", type == Matcher.Type.REGEX || type == Matcher.Type.NOT_REGEX);
      out.writeStringField("name", matcher.name());
      out.writeStringField("value", matcher.value());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("startsAt", AlertRoutes.time(silence.startsAt()));
    out.writeEndObject();
  }
}
