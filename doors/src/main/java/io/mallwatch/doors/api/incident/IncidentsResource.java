package io.mallwatch.doors.api.incident;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.ops.incident.Change;
import io.mallwatch.ops.incident.IncidentReport;
import io.mallwatch.ops.incident.Priority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// `/api/incidents`: listed, opened by hand, handled, reported on, taken away as evidence.
public final class IncidentsResource {

  private static final int MAX_NAME = 100;
  private static final int MAX_TITLE = 300;
  private static final int MAX_NOTE = 10_000;
  private static final int MOST_MINUTES = 7 * 24 * 60;
  private static final Duration REPORT_RANGE = Duration.ofDays(30);

  private static final Shape<List<IncidentsView.Summary>> LIST =
      Shape.<List<IncidentsView.Summary>>object("Incidents")
          .field("incidents", Shape.list(IncidentShapes.SUMMARY), list -> list);

  private static final Parameter BY = Parameter.required("by", "Name of the person.");

  private final IncidentsView incidents;
  private final InstantSource clock;

  public IncidentsResource(IncidentsView incidents, InstantSource clock) {
    this.incidents = incidents;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
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
            "/api/incidents/report",
            "How soon incidents were answered and ended, and which rules make noise.",
            List.of(
                Parameter.optional("from", "RFC 3339 or milliseconds; default 30 days ago."),
                Parameter.optional("until", "RFC 3339 or milliseconds; default now.")),
            IncidentShapes.REPORT,
            this::report),
        Endpoint.get(
            "/api/incidents/{id}",
            "One incident with its alerts and timeline.",
            List.of(),
            IncidentShapes.DETAIL,
            call -> found(call, incidents.find(call.path("id")))),
        change(
            "acknowledge",
            "Says that somebody works on it; stops the response clock.",
            List.of(),
            _ -> new Change.Acknowledge()),
        change(
            "resolve",
            "Says that it is over; stops the resolution clock.",
            List.of(Parameter.optional("note", "What was done.")),
            body -> new Change.Resolve(ApiParams.text(body, "note", MAX_NOTE).orElse(""))),
        change(
            "notes",
            "Adds a note to the timeline.",
            List.of(Parameter.required("text", "The note.")),
            body -> new Change.Note(ApiParams.required(body, "text", MAX_NOTE))),
        change("reopen", "Takes its end back.", List.of(), _ -> new Change.Reopen()),
        change(
            "priority",
            "Changes how grave it is, and with that its clocks.",
            List.of(Parameter.required("priority", "`P0` to `P3`.")),
            body -> new Change.SetPriority(priority(body))),
        change(
            "assign",
            "Says who leads.",
            List.of(Parameter.optional("to", "Name of the person; missing for nobody.")),
            body -> new Change.Assign(ApiParams.text(body, "to", MAX_NAME).orElse(""))),
        change(
            "responders",
            "Somebody helps.",
            List.of(Parameter.required("name", "Name of the person.")),
            body -> new Change.AddResponder(ApiParams.required(body, "name", MAX_NAME))),
        change(
            "snooze",
            "Nobody is called for a while; the clocks go on.",
            List.of(new Parameter("minutes", "integer", true, "1 to 10080; 0 ends it.")),
            body ->
                new Change.Snooze(
                    Duration.ofMinutes(ApiParams.number(body, "minutes", 0, MOST_MINUTES)))),
        change(
            "merge",
            "Makes it a part of another open incident, which is the answer.",
            List.of(Parameter.required("into", "Id of the other incident.")),
            body -> new Change.Merge(number(body))),
        file(
            "postmortem",
            "A post-mortem to go on writing, as Markdown.",
            List.of(Parameter.optional("lang", "`zh` (default) or `en`.")),
            "text/markdown; charset=utf-8",
            this::postmortem),
        file(
            "bundle",
            "Everything about it as a zip that is read without a server.",
            List.of(),
            "application/zip",
            this::bundle));
  }

  private Endpoint change(
      String verb, String summary, List<Parameter> more, Function<Map<?, ?>, Change> read) {
    List<Parameter> body = new java.util.ArrayList<>(List.of(BY));
    body.addAll(more);
    return Endpoint.post(
        "/api/incidents/{id}/" + verb,
        summary,
        body,
        200,
        IncidentShapes.DETAIL,
        call -> {
          Map<?, ?> sent = ApiParams.object(call);
          String by = ApiParams.required(sent, "by", MAX_NAME);
          return found(call, incidents.change(call.path("id"), by, read.apply(sent)));
        });
  }

  private static Endpoint file(
      String name,
      String summary,
      List<Parameter> parameters,
      String type,
      Function<Call, Reply> handler) {
    return new Endpoint(
        "GET",
        "/api/incidents/{id}/" + name,
        summary,
        parameters,
        List.of(),
        new Endpoint.Answer(200, type, Shape.STRING),
        handler::apply);
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
    Priority priority = priority(body);
    return incidents.open(
        ApiParams.required(body, "title", MAX_TITLE),
        priority.name(),
        ApiParams.text(body, "note", MAX_NOTE).orElse(""),
        ApiParams.text(body, "by", MAX_NAME).orElse(""));
  }

  private static Priority priority(Map<?, ?> body) {
    String priority = ApiParams.required(body, "priority", 2);
    if (!priority.matches("P[0-3]")) {
      throw new RefusedException(Problem.bad("field 'priority' must be P0, P1, P2 or P3"));
    }
    return Priority.valueOf(priority);
  }

  private static int number(Map<?, ?> body) {
    String digits = ApiParams.required(body, "into", 20).replaceFirst("^INC-", "");
    if (!digits.matches("\\d{1,9}")) {
      throw new RefusedException(Problem.bad("field 'into' must be the id of an incident"));
    }
    return Integer.parseInt(digits);
  }

  private IncidentReport report(Call call) {
    Instant until = ApiParams.time(call, "until").orElseGet(clock::instant);
    Instant from = ApiParams.time(call, "from").orElse(until.minus(REPORT_RANGE));
    if (!from.isBefore(until)) {
      throw ApiParams.bad("from", "must be before 'until'");
    }
    return incidents.report(from, until);
  }

  private Reply postmortem(Call call) {
    boolean chinese =
        switch (call.param("lang").orElse("zh")) {
          case "zh", "zh-CN" -> true;
          case "en" -> false;
          default -> throw ApiParams.bad("lang", "must be zh or en");
        };
    String id = call.path("id");
    String text = found(call, incidents.postmortem(id, chinese));
    return Reply.bytes(200, "text/markdown; charset=utf-8", text.getBytes(StandardCharsets.UTF_8))
        .with("content-disposition", "attachment; filename=\"%s.md\"".formatted(id))
        .with("cache-control", "no-store");
  }

  private Reply bundle(Call call) {
    IncidentsView.Bundle bundle = found(call, incidents.bundle(call.path("id")));
    return Reply.bytes(200, "application/zip", bundle.zip())
        .with("content-disposition", "attachment; filename=\"%s\"".formatted(bundle.fileName()))
        .with("cache-control", "no-store");
  }

  private static <T> T found(Call call, Optional<T> detail) {
    return detail.orElseThrow(() ->
        new RefusedException(
            Problem.notFound("there is no incident '%s'".formatted(call.path("id")))));
  }
}
