package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Queries, series, labels, metadata, exemplars.
final class QueryRoutes {

  /// Most steps of a range query.
  private static final long MAX_POINTS = 11_000;

  private static final List<String> TRUNCATED = List.of("results truncated due to limit");

  private final MetricQueries queries;
  private final PrometheusPorts.PromqlText promql;
  private final InstantSource clock;

  QueryRoutes(PrometheusPorts ports, InstantSource clock) {
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
    getAndPost(routes, "/api/v1/series", this::series);
    getAndPost(routes, "/api/v1/labels", this::labels);
    routes.add(Route.get("/api/v1/label/{name}/values", this::labelValues));
    routes.add(Route.get("/api/v1/metadata", this::metadata));
    return routes;
  }

  private static void getAndPost(List<Route> routes, String path, Route.Handler handler) {
    routes.add(Route.get(path, handler));
    routes.add(Route.post(path, handler));
  }

  private Reply query(Call call) {
    Instant at = QueryParams.time(call, "time", clock.instant());
    QueryOptions options = QueryParams.options(call);
    String query = text(call);
    return answer(call, run(() -> queries.instant(query, at, options)));
  }

  private Reply queryRange(Call call) {
    Instant start = QueryParams.time(call, "start");
    Instant end = QueryParams.time(call, "end");
    if (end.isBefore(start)) {
      throw QueryParams.invalid("end", "end timestamp must not be before start time");
    }
    Duration step = QueryParams.duration(call, "step");
    if (step.isZero() || step.isNegative()) {
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
    QueryOptions options = QueryParams.options(call);
    String query = text(call);
    return answer(call, run(() -> queries.range(query, start, end, step, options)));
  }

  private static String text(Call call) {
    return call.params().first("query").orElse("");
  }

  private static Reply answer(Call call, QueryResult result) {
    boolean stats = call.param("stats").isPresent();
    return Envelope.success(
        out -> Envelope.result(out, result, stats), result.warnings(), result.infos());
  }

  /// Gives failures their Prometheus names: what cannot be parsed is `bad_data`, what fails while
  /// it runs is `execution`.
  private static <T> T run(Supplier<T> query) {
    try {
      return query.get();
    } catch (BadQueryException e) {
      String message = String.valueOf(e.getMessage());
      if (e.position() >= 0 || message.contains("parse error")) {
        throw QueryParams.invalid("query", message);
      }
      throw new RefusedException(Problem.unprocessable(message));
    } catch (DeadlineExceededException e) {
      throw new RefusedException(
          new Problem(
              Problem.Kind.TIMEOUT,
              503,
              "timeout",
              "query timed out in expression evaluation: " + e.getMessage(),
              null));
    }
  }

  private Reply series(Call call) {
    if (!call.params().has("match[]")) {
      throw new RefusedException(Problem.bad("no match[] parameter provided"));
    }
    List<List<Matcher>> selectors = QueryParams.selectors(call, promql);
    TimeRange range = QueryParams.range(call);
    Cut<Labels> found = Cut.of(queries.series(selectors, range, QueryParams.options(call)), call);
    return Envelope.success(
        out -> {
          out.writeStartArray();
          for (Labels labels : found.values()) {
            Envelope.labels(out, labels);
          }
          out.writeEndArray();
        },
        found.warnings(),
        List.of());
  }

  private Reply labels(Call call) {
    List<List<Matcher>> selectors = QueryParams.selectors(call, promql);
    TimeRange range = QueryParams.range(call);
    return names(queries.labelNames(selectors, range, QueryParams.options(call)), call);
  }

  private Reply labelValues(Call call) {
    String name = unescape(call.path("name"));
    List<List<Matcher>> selectors = QueryParams.selectors(call, promql);
    TimeRange range = QueryParams.range(call);
    return names(queries.labelValues(name, selectors, range, QueryParams.options(call)), call);
  }

  private static Reply names(List<String> names, Call call) {
    Cut<String> found = Cut.of(names, call);
    return Envelope.success(
        out -> Envelope.strings(out, found.values()), found.warnings(), List.of());
  }

  /// The first of a list, with a warning when more were there.
  private record Cut<T>(List<T> values, List<String> warnings) {
    static <T> Cut<T> of(List<T> values, Call call) {
      int limit = QueryParams.limit(call);
      return limit > 0 && values.size() > limit
          ? new Cut<>(values.subList(0, limit), TRUNCATED)
          : new Cut<>(values, List.of());
    }
  }

  /// Undoes `U__` escaping, by which UTF-8 names travel in paths: `__` is `_`, `_HEX_` a code
  /// point.
  static String unescape(String name) {
    if (!name.startsWith("U__")) {
      return name;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 3; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_') {
        out.append(c);
        continue;
      }
      int end = name.indexOf('_', i + 1);
      if (end < 0) {
        return name;
      }
      if (end == i + 1) {
        out.append('_');
      } else {
        try {
          out.appendCodePoint(Integer.parseInt(name, i + 1, end, 16));
        } catch (IllegalArgumentException e) {
          return name;
        }
      }
      i = end;
    }
    return out.toString();
  }

  private Reply metadata(Call call) {
    int limit = QueryParams.limit(call);
    int perMetric = QueryParams.whole(call, "limit_per_metric").orElse(0);
    Map<String, List<MetricMetadata>> byFamily = new TreeMap<>();
    for (MetricMetadata meta : queries.metadata(call.param("metric").orElse(""))) {
      if (limit > 0 && byFamily.size() >= limit && !byFamily.containsKey(meta.family())) {
        continue;
      }
      List<MetricMetadata> same = byFamily.computeIfAbsent(meta.family(), _ -> new ArrayList<>());
      if (perMetric == 0 || same.size() < perMetric) {
        same.add(meta);
      }
    }
    return Envelope.success(out -> {
      out.writeStartObject();
      for (Map.Entry<String, List<MetricMetadata>> family : byFamily.entrySet()) {
        out.writeArrayFieldStart(family.getKey());
        for (MetricMetadata meta : family.getValue()) {
          out.writeStartObject();
          out.writeStringField("type", meta.type());
          out.writeStringField("help", meta.help());
          out.writeStringField("unit", meta.unit());
          out.writeEndObject();
        }
        out.writeEndArray();
      }
      out.writeEndObject();
    });
  }

  private Reply exemplars(Call call) {
    TimeRange range = QueryParams.range(call);
    String query = text(call);
    QueryOptions options = QueryParams.options(call);
    Map<Labels, List<Exemplar>> bySeries = new LinkedHashMap<>();
    for (Exemplar exemplar : run(() -> queries.exemplars(query, range, options))) {
      bySeries.computeIfAbsent(exemplar.series(), _ -> new ArrayList<>()).add(exemplar);
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
}
