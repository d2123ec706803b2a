package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.prometheus.format.GoFloat;
import io.mallwatch.doors.prometheus.format.ResultJson;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Queries, exemplars, and queries that are only read.
final class QueryRoutes {

  /// Most steps of a range query.
  private static final long MAX_POINTS = 11_000;

  /// HTTP status of a query that was stopped before its end.
  private static final int CANCELLED = 499;

  private final MetricQueries queries;
  private final PrometheusPorts.PromqlText promql;
  private final InstantSource clock;

  QueryRoutes(PrometheusPorts.Reading ports, InstantSource clock) {
    this.queries = ports.queries();
    this.promql = ports.promql();
    this.clock = clock;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    getAndPost(routes, "/api/v1/query", this::query);
    getAndPost(routes, "/api/v1/query_range", this::queryRange);
    getAndPost(routes, "/api/v1/query_exemplars", this::exemplars);
    getAndPost(routes, "/api/v1/format_query", this::format);
    getAndPost(routes, "/api/v1/parse_query", this::parse);
    return routes;
  }

  static void getAndPost(List<Route> routes, String path, Route.Handler handler) {
    routes.add(Route.get(path, handler));
    routes.add(Route.post(path, handler));
  }

  private Reply query(Call call) {
    QueryParams.limit(call);
    Instant at = QueryParams.time(call, "time", clock.instant());
    QueryOptions options = options(call);
    String query = text(call);
    QueryResult result = run(() -> queries.instant(query, at, options));
    return answer(call, result, new ResultJson.Steps(at.toEpochMilli(), 0));
  }

  private Reply queryRange(Call call) {
    QueryParams.limit(call);
    Instant start = QueryParams.time(call, "start");
    Instant end = QueryParams.time(call, "end");
    if (end.isBefore(start)) {
      throw QueryParams.invalid("end", "end timestamp must not be before start time");
    }
    Duration step = QueryParams.duration(call, "step");
    if (!step.isPositive()) {
      throw QueryParams.invalid(
          "step",
          "zero or negative query resolution step widths are not accepted."
              + " Try a positive integer");
    }
    if (Duration.between(start, end).dividedBy(step) > MAX_POINTS) {
      throw new RefusedException(
          Problem.bad(
              "exceeded maximum resolution of 11,000 points per timeseries."
                  + " Try decreasing the query resolution (?step=XX)"));
    }
    QueryOptions options = options(call);
    String query = text(call);
    QueryResult result = run(() -> queries.range(query, start, end, step, options));
    return answer(call, result, new ResultJson.Steps(start.toEpochMilli(), step.toMillis()));
  }

  /// `stats=all` wants to know what each step cost.
  private static QueryOptions options(Call call) {
    QueryOptions options = QueryParams.options(call);
    return call.param("stats").orElse("").equals("all") ? options.explained() : options;
  }

  private static String text(Call call) {
    return call.params().first("query").orElse("");
  }

  private static Reply answer(Call call, QueryResult result, ResultJson.Steps steps) {
    String stats = call.param("stats").orElse("");
    List<String> warnings = result.warnings();
    if (!stats.isEmpty() && !stats.equals("true") && !stats.equals("all")) {
      warnings = new ArrayList<>(warnings);
      warnings.add(
          "value \"%s\" for parameter \"stats\" is deprecated and will be rejected in the next major release, use \"true\" or \"all\""
              .formatted(stats));
    }
    return ResultJson.reply(result, warnings, steps, !stats.isEmpty());
  }

  /// Gives failures their Prometheus names: what cannot be parsed is `bad_data`, what fails while
  /// it runs is `execution`.
  private static <T> T run(Supplier<T> query) {
    try {
      return query.get();
    } catch (BadQueryException e) {
      String message = String.valueOf(e.getMessage());
      if (!e.failedWhileComputing()) {
        throw QueryParams.invalid("query", message);
      }
      throw new RefusedException(Problem.unprocessable(message));
    } catch (DeadlineExceededException e) {
      throw new RefusedException(ended(e));
    }
  }

  private static Problem ended(DeadlineExceededException e) {
    return e.isCancelled()
        ? new Problem(
            Problem.Kind.TIMEOUT,
            CANCELLED,
            "canceled",
            "query was canceled in expression evaluation",
            null)
        : new Problem(
            Problem.Kind.TIMEOUT, 503, "timeout", "query timed out in expression evaluation", null);
  }

  private Reply exemplars(Call call) {
    Instant end = QueryParams.time(call, "end", Instant.MAX);
    if (end.isBefore(QueryParams.time(call, "start", Instant.EPOCH))) {
      throw new RefusedException(Problem.bad("end timestamp must not be before start timestamp"));
    }
    TimeRange range = QueryParams.range(call);
    String query = text(call);
    QueryOptions options = QueryParams.options(call);
    Map<Labels, List<Exemplar>> bySeries = new LinkedHashMap<>();
    try {
      if (!promql.hasSelectors(query)) {
        return Reply.empty(204);
      }
      for (Exemplar exemplar : queries.exemplars(query, range, options)) {
        bySeries.computeIfAbsent(exemplar.series(), _ -> new ArrayList<>()).add(exemplar);
      }
    } catch (BadQueryException e) {
      throw new RefusedException(Problem.bad(String.valueOf(e.getMessage())));
    }
    return Envelope.success(out -> {
      out.writeStartArray();
      for (Map.Entry<Labels, List<Exemplar>> series : bySeries.entrySet()) {
        out.writeStartObject();
        out.writeFieldName("seriesLabels");
        Envelope.labels(out, series.getKey());
        out.writeArrayFieldStart("exemplars");
        for (Exemplar exemplar : series.getValue()) {
          out.writeStartObject();
          out.writeFieldName("labels");
          Envelope.labels(out, exemplar.labels());
          out.writeStringField("value", GoFloat.json(exemplar.value()));
          out.writeFieldName("timestamp");
          out.writeNumber(GoFloat.seconds(exemplar.timestampMillis()));
          out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }

  private Reply format(Call call) {
    String formatted = run(() -> promql.format(text(call)));
    return Envelope.success(out -> out.writeString(formatted));
  }

  private Reply parse(Call call) {
    Map<String, @Nullable Object> tree = run(() -> promql.tree(text(call)));
    return Envelope.success(out -> Json.any(out, tree));
  }
}
