package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.RunningQueries;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import java.util.ArrayList;
import java.util.List;

/// What changes the server: stored samples, the configuration, queries under way.
final class ControlRoutes {

  private final StoreControl store;
  private final Lifecycle lifecycle;
  private final RunningQueries running;
  private final PrometheusPorts.PromqlText promql;

  ControlRoutes(PrometheusPorts.Control control, PrometheusPorts.Reading reading) {
    this.store = control.store();
    this.lifecycle = control.lifecycle();
    this.running = reading.running();
    this.promql = reading.promql();
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    postAndPut(routes, "/api/v1/admin/tsdb/delete_series", this::delete);
    postAndPut(routes, "/api/v1/admin/tsdb/clean_tombstones", this::clean);
    postAndPut(routes, "/api/v1/admin/tsdb/snapshot", this::snapshot);
    postAndPut(routes, "/-/reload", _ -> reload());
    postAndPut(routes, "/-/quit", _ -> Reply.text(403, "Lifecycle API is not enabled."));
    routes.add(Route.get("/-/reload", _ -> onlyPost()));
    routes.add(Route.get("/-/quit", _ -> onlyPost()));
    routes.add(Route.get("/api/v1/status/queries", _ -> queries()));
    routes.add(Route.get("/api/v1/status/queries/slow", _ -> slowQueries()));
    routes.add(Route.delete("/api/v1/status/queries/{id}", this::cancel));
    return routes;
  }

  private static void postAndPut(List<Route> routes, String path, Route.Handler handler) {
    routes.add(Route.post(path, handler));
    routes.add(Route.put(path, handler));
  }

  private static Reply onlyPost() {
    return Reply.text(405, "Only POST or PUT requests allowed");
  }

  private Reply reload() {
    return lifecycle
        .reload()
        .map(problem -> Reply.text(500, "failed to reload config: " + problem + "\n"))
        .orElseGet(() -> Reply.text(200, ""));
  }

  private void demandLeave() {
    if (!store.isAllowed()) {
      throw new RefusedException(
          new Problem(Problem.Kind.UNAVAILABLE, 500, "unavailable", "admin APIs disabled", null));
    }
  }

  private Reply delete(Call call) {
    demandLeave();
    if (!call.params().has("match[]")) {
      throw new RefusedException(Problem.bad("no match[] parameter provided"));
    }
    TimeRange range = QueryParams.range(call);
    List<List<Matcher>> selectors = new ArrayList<>();
    for (String text : call.params().all("match[]")) {
      selectors.add(QueryParams.naming("match[]", () -> QueryParams.selector(text, promql)));
    }
    selectors.forEach(matchers -> store.delete(matchers, range));
    return Reply.empty(204);
  }

  private Reply clean(Call call) {
    demandLeave();
    store.cleanDeleted();
    return Reply.empty(204);
  }

  private Reply snapshot(Call call) {
    demandLeave();
    String text = call.param("skip_head").orElse("false");
    boolean skipHead =
        QueryParams.flag(text)
            .orElseThrow(() ->
                QueryParams.invalid(
                    "skip_head",
                    "unable to parse boolean: strconv.ParseBool: parsing \"%s\": invalid syntax"
                        .formatted(text)));
    String name = store.snapshot(skipHead);
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeStringField("name", name);
      out.writeEndObject();
    });
  }

  private Reply queries() {
    List<RunningQueries.Running> now = running.running();
    return Envelope.success(out -> {
      out.writeStartArray();
      for (RunningQueries.Running query : now) {
        out.writeStartObject();
        out.writeStringField("id", Long.toString(query.id()));
        out.writeStringField("query", query.query());
        out.writeStringField("since", Envelope.time(query.since()));
        out.writeNumberField("samples", query.samples());
        out.writeStringField("origin", query.origin());
        out.writeStringField("priority", text(query.priority()));
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }

  private Reply slowQueries() {
    List<RunningQueries.Slow> slow = running.slowQueries();
    return Envelope.success(out -> {
      out.writeStartArray();
      for (RunningQueries.Slow query : slow) {
        out.writeStartObject();
        out.writeStringField("query", query.query());
        out.writeStringField("since", Envelope.time(query.since()));
        out.writeNumberField("seconds", query.took().toMillis() / 1000.0);
        out.writeNumberField("samples", query.samples());
        out.writeStringField("origin", query.origin());
        out.writeStringField("priority", text(query.priority()));
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }

  private static String text(QueryOptions.Priority priority) {
    return switch (priority) {
      case INTERACTIVE -> "interactive";
      case RULE -> "rule";
    };
  }

  private Reply cancel(Call call) {
    String id = call.path("id");
    if (!id.matches("\\d{1,18}") || !running.cancel(Long.parseLong(id))) {
      throw new RefusedException(Problem.notFound("query %s is not running".formatted(id)));
    }
    return Reply.empty(204);
  }
}
