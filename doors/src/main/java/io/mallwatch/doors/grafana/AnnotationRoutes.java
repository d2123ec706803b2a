package io.mallwatch.doors.grafana;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.grafana.AnnotationStore.Annotation;
import io.mallwatch.doors.grafana.AnnotationStore.Content;
import io.mallwatch.doors.grafana.DashboardStore.Dashboard;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `/api/annotations`: marks on charts. Times are milliseconds.
final class AnnotationRoutes {

  private static final int DEFAULT_LIMIT = 100;

  /// Farthest from the epoch that a time may be: 1e15 ms, in the year 33658.
  private static final long FARTHEST = 1_000_000_000_000_000L;

  private final GrafanaPorts ports;
  private final InstantSource clock;

  AnnotationRoutes(GrafanaPorts ports, InstantSource clock) {
    this.ports = ports;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/annotations", this::list),
        Route.post("/api/annotations", this::create),
        Route.post("/api/annotations/graphite", this::graphite),
        Route.get("/api/annotations/tags", this::tags),
        Route.get("/api/annotations/{id}", this::get),
        Route.put("/api/annotations/{id}", call -> replace(call, "Annotation updated")),
        new Route(
            "PATCH",
            "/api/annotations/{id}",
            Route.Body.DECODED,
            call -> replace(call, "Annotation patched")),
        Route.delete("/api/annotations/{id}", this::delete));
  }

  private Reply list(Call call) {
    long limit = Shapes.number(call, "limit").orElse(0);
    long panel = Shapes.number(call, "panelId").orElse(0);
    boolean any = call.param("matchAny").orElse("").equals("true");
    List<String> tags = call.params().all("tags").stream().filter(t -> !t.isEmpty()).toList();
    Map<String, Long> ids = new HashMap<>();
    for (Dashboard dashboard : ports.dashboards().list()) {
      ids.put(dashboard.uid(), dashboard.id());
    }
    String uid = call.param("dashboardUID").or(() -> call.param("dashboardUid")).orElse("");
    long id = Shapes.number(call, "dashboardId").orElse(0);
    List<Annotation> shown =
        call.param("type").orElse("").equals("alert")
            ? List.of()
            : ports
                .annotations()
                .list(
                    Instant.ofEpochMilli(time(call, "from", 0)),
                    Instant.ofEpochMilli(time(call, "to", FARTHEST)))
                .stream()
                .filter(a -> uid.isEmpty() || a.content().dashboardUid().equals(uid))
                .filter(a ->
                    !uid.isEmpty()
                        || id == 0
                        || ids.getOrDefault(a.content().dashboardUid(), 0L) == id)
                .filter(a -> panel == 0 || a.content().panelId() == panel)
                .filter(a -> tagged(a.content().tags(), tags, any))
                .limit(limit < 1 ? DEFAULT_LIMIT : limit)
                .toList();
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (Annotation annotation : shown) {
            write(out, annotation, ids);
          }
          out.writeEndArray();
        });
  }

  private static boolean tagged(List<String> has, List<String> wanted, boolean any) {
    return wanted.isEmpty()
        || (any ? wanted.stream().anyMatch(has::contains) : has.containsAll(wanted));
  }

  private static long time(Call call, String name, long preset) {
    long at = Shapes.number(call, name).orElse(0);
    return at == 0 ? preset : Math.clamp(at, 0, FARTHEST);
  }

  private static void write(JsonGenerator out, Annotation annotation, Map<String, Long> ids)
      throws IOException {
    Content content = annotation.content();
    out.writeStartObject();
    out.writeNumberField("id", annotation.id());
    out.writeNumberField("alertId", 0);
    out.writeStringField("alertName", "");
    out.writeNumberField("dashboardId", ids.getOrDefault(content.dashboardUid(), 0L));
    out.writeStringField("dashboardUID", content.dashboardUid());
    out.writeNumberField("panelId", content.panelId());
    out.writeNumberField("userId", 1);
    out.writeStringField("newState", "");
    out.writeStringField("prevState", "");
    out.writeNumberField("created", annotation.created().toEpochMilli());
    out.writeNumberField("updated", annotation.updated().toEpochMilli());
    out.writeNumberField("time", content.start().toEpochMilli());
    out.writeNumberField("timeEnd", content.end().toEpochMilli());
    out.writeStringField("text", content.text());
    Shapes.texts(out, "tags", content.tags());
    out.writeStringField("login", Shapes.WHO);
    out.writeStringField("email", "");
    out.writeStringField("avatarUrl", "");
    out.writeFieldName("data");
    out.writeRawValue(content.data());
    out.writeEndObject();
  }

  private Reply get(Call call) {
    Annotation annotation = found(call);
    String uid = annotation.content().dashboardUid();
    Map<String, Long> ids = new HashMap<>();
    if (!uid.isEmpty()) {
      ports.dashboards().find(uid).ifPresent(kept -> ids.put(uid, kept.dashboard().id()));
    }
    return Reply.json(200, out -> write(out, annotation, ids));
  }

  private Annotation found(Call call) {
    return ports.annotations().find(id(call)).orElseThrow(AnnotationRoutes::missing);
  }

  private static long id(Call call) {
    try {
      return Long.parseLong(call.path("id"));
    } catch (NumberFormatException e) {
      throw GrafanaErrors.bad("annotationId is invalid");
    }
  }

  private static RefusedException missing() {
    return GrafanaErrors.notFound("Annotation not found");
  }

  private Reply create(Call call) {
    Fields body = Fields.of(call);
    if (body.text("text").isEmpty()) {
      throw GrafanaErrors.bad("Failed to save annotation: text field should not be empty");
    }
    String uid = body.text("dashboardUID");
    if (uid.isEmpty() && body.number("dashboardId").orElse(0L) > 0) {
      long id = body.number("dashboardId").orElse(0L);
      uid =
          ports.dashboards().list().stream()
              .filter(dashboard -> dashboard.id() == id)
              .map(Dashboard::uid)
              .findFirst()
              .orElseThrow(() -> GrafanaErrors.notFound("Dashboard not found"));
    } else if (!uid.isEmpty()) {
      DashboardRoutes.found(ports.dashboards(), uid);
    }
    Content now =
        new Content(
            uid,
            body.number("panelId").orElse(0L),
            clock.instant(),
            clock.instant(),
            "",
            List.of(),
            "{}");
    return added(changed(now, body), "Annotation added");
  }

  /// `before` with what the body names.
  private static Content changed(Content before, Fields body) {
    Instant start = body.has("time") ? instant(body, "time") : before.start();
    boolean moved = body.has("time") && !body.has("timeEnd") && before.end().equals(before.start());
    Instant end =
        body.has("timeEnd") && body.number("timeEnd").orElse(0L) != 0
            ? instant(body, "timeEnd")
            : moved ? start : before.end();
    Object data = body.raw("data");
    return new Content(
        before.dashboardUid(),
        before.panelId(),
        end.isBefore(start) ? end : start,
        end.isBefore(start) ? start : end,
        body.has("text") ? body.text("text") : before.text(),
        body.has("tags") ? body.texts("tags") : before.tags(),
        data instanceof Map<?, ?> map
            ? new String(Json.write(out -> Json.any(out, map)), StandardCharsets.UTF_8)
            : before.data());
  }

  private static Instant instant(Fields body, String name) {
    long millis = body.number(name).orElse(0L);
    if (Math.abs(millis) > FARTHEST) {
      throw GrafanaErrors.badData(name + " must be milliseconds since 1970");
    }
    return Instant.ofEpochMilli(millis);
  }

  private Reply added(Content content, String message) {
    long id = ports.annotations().add(content, clock.instant());
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeNumberField("id", id);
          out.writeStringField("message", message);
          out.writeEndObject();
        });
  }

  /// Graphite's events: `what`, `tags` as a list or as one text, `when` in seconds, `data`.
  private Reply graphite(Call call) {
    Fields body = Fields.of(call);
    String what = body.text("what");
    if (what.isEmpty()) {
      throw GrafanaErrors.bad("Failed to save Graphite annotation: what field should not be empty");
    }
    List<String> tags =
        body.raw("tags") instanceof String text
            ? Arrays.stream(text.split(" ")).filter(tag -> !tag.isEmpty()).toList()
            : body.texts("tags");
    long seconds = body.number("when").orElse(0L);
    Instant at = seconds == 0 ? clock.instant() : Instant.ofEpochSecond(seconds);
    String data = body.text("data");
    String text = data.isEmpty() ? what : what + "\n" + data;
    return added(new Content("", 0, at, at, text, tags, "{}"), "Graphite annotation added");
  }

  private Reply tags(Call call) {
    String part = call.param("tag").orElse("");
    long limit = Shapes.number(call, "limit").orElse(DEFAULT_LIMIT);
    Map<String, Integer> counts = new TreeMap<>();
    for (Annotation annotation :
        ports.annotations().list(Instant.EPOCH, Instant.ofEpochMilli(FARTHEST))) {
      annotation.content().tags().stream()
          .filter(tag -> tag.contains(part))
          .forEach(tag -> counts.merge(tag, 1, Integer::sum));
    }
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("result");
          out.writeArrayFieldStart("tags");
          for (Map.Entry<String, Integer> tag :
              counts.entrySet().stream().limit(Math.max(1, limit)).toList()) {
            out.writeStartObject();
            out.writeStringField("tag", tag.getKey());
            out.writeNumberField("count", tag.getValue());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private Reply replace(Call call, String message) {
    Fields body = Fields.of(call);
    Annotation before = found(call);
    Content content = changed(before.content(), body);
    if (!ports.annotations().replace(before.id(), content, clock.instant())) {
      throw missing();
    }
    return Shapes.message(message);
  }

  private Reply delete(Call call) {
    if (!ports.annotations().delete(id(call))) {
      throw missing();
    }
    return Shapes.message("Annotation deleted");
  }
}
