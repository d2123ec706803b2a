package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/incidents`: listed, opened by hand, acknowledged, resolved, noted on.
final class IncidentsResource {

  private static final int MAX_NAME = 100;
  private static final int MAX_TITLE = 300;
  private static final int MAX_NOTE = 10_000;

  private static final Shape<List<IncidentsView.Summary>> LIST =
      Shape.<List<IncidentsView.Summary>>object("Incidents")
          .field("incidents", Shape.list(IncidentShapes.SUMMARY), list -> list);

  private static final Parameter BY = Parameter.required("by", "Name of the person.");

  private final IncidentsView incidents;

  IncidentsResource(IncidentsView incidents) {
    this.incidents = incidents;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/incidents",
            "Incidents, newest first.",
            List.of(
                Parameter.optional("state", "`open` (default), `resolved` or `all`."),
                Parameter.integer("limit", "Most incidents; 1 to 1000, default 100.")),
            LIST,
            this::list),
        Endpoint.post(
            "/api/incidents",
            "Opens an incident by hand.",
            List.of(
                Parameter.required("title", "What is wrong."),
                Parameter.required("priority", "`P0` to `P3`."),
                Parameter.optional("note", "First note."),
                Parameter.optional("by", "Name of the person.")),
            201,
            IncidentShapes.DETAIL,
            this::open),
        Endpoint.get(
            "/api/incidents/{id}",
            "One incident with its alerts and timeline.",
            List.of(),
            IncidentShapes.DETAIL,
            call -> found(call, incidents.find(call.path("id")))),
        Endpoint.post(
            "/api/incidents/{id}/acknowledge",
            "Says that somebody works on it; stops the response clock.",
            List.of(BY),
            200,
            IncidentShapes.DETAIL,
            this::acknowledge),
        Endpoint.post(
            "/api/incidents/{id}/resolve",
            "Says that it is over; stops the resolution clock.",
            List.of(BY, Parameter.optional("note", "What was done.")),
            200,
            IncidentShapes.DETAIL,
            this::resolve),
        Endpoint.post(
            "/api/incidents/{id}/notes",
            "Adds a note to the timeline.",
            List.of(BY, Parameter.required("text", "The note.")),
            200,
            IncidentShapes.DETAIL,
            this::note));
  }

  private List<IncidentsView.Summary> list(Call call) {
    IncidentsView.Filter filter =
        switch (call.param("state").orElse("open")) {
          case "open" -> IncidentsView.Filter.OPEN;
          case "resolved" -> IncidentsView.Filter.RESOLVED;
          case "all" -> IncidentsView.Filter.ALL;
          default -> throw ApiParams.bad("state", "must be open, resolved or all");
        };
    return incidents.list(filter, ApiParams.integer(call, "limit", 100, 1, 1000));
  }

  private IncidentsView.Detail open(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    String priority = ApiParams.required(body, "priority", 2);
    if (!priority.matches("P[0-3]")) {
      throw new RefusedException(Problem.bad("field 'priority' must be P0, P1, P2 or P3"));
    }
    return incidents.open(
        ApiParams.required(body, "title", MAX_TITLE),
        priority,
        ApiParams.text(body, "note", MAX_NOTE).orElse(""),
        ApiParams.text(body, "by", MAX_NAME).orElse(""));
  }

  private IncidentsView.Detail acknowledge(Call call) {
    String by = ApiParams.required(ApiParams.object(call), "by", MAX_NAME);
    return found(call, incidents.acknowledge(call.path("id"), by));
  }

  private IncidentsView.Detail resolve(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    String by = ApiParams.required(body, "by", MAX_NAME);
    String note = ApiParams.text(body, "note", MAX_NOTE).orElse("");
    return found(call, incidents.resolve(call.path("id"), by, note));
  }

  private IncidentsView.Detail note(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    String by = ApiParams.required(body, "by", MAX_NAME);
    String text = ApiParams.required(body, "text", MAX_NOTE);
    return found(call, incidents.note(call.path("id"), by, text));
  }

  private static IncidentsView.Detail found(Call call, Optional<IncidentsView.Detail> detail) {
    return detail.orElseThrow(() ->
        new RefusedException(
            Problem.notFound("there is no incident '%s'".formatted(call.path("id")))));
  }
}
