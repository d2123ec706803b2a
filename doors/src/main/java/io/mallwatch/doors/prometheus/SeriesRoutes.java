package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What there is: series, label names and values, metadata.
final class SeriesRoutes {

  private static final List<String> TRUNCATED = List.of("results truncated due to limit");

  private final MetricQueries queries;
  private final PrometheusPorts.PromqlText promql;

  SeriesRoutes(PrometheusPorts.Reading ports) {
    this.queries = ports.queries();
    this.promql = ports.promql();
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    QueryRoutes.getAndPost(routes, "/api/v1/series", this::series);
    QueryRoutes.getAndPost(routes, "/api/v1/labels", this::labels);
    routes.add(Route.get("/api/v1/label/{name}/values", this::labelValues));
    routes.add(Route.get("/api/v1/metadata", this::metadata));
    return routes;
  }

  private Reply series(Call call) {
    if (!call.params().has("match[]")) {
      throw new RefusedException(Problem.bad("no match[] parameter provided"));
    }
    QueryParams.limit(call);
    TimeRange range = QueryParams.range(call);
    List<List<Matcher>> selectors =
        QueryParams.naming("match[]", () -> QueryParams.selectors(call, promql));
    Cut<Labels> found = Cut.of(queries.series(selectors, range, QueryParams.lookup(call)), call);
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
    QueryParams.limit(call);
    TimeRange range = QueryParams.range(call);
    List<List<Matcher>> selectors = QueryParams.selectors(call, promql);
    return names(queries.labelNames(selectors, range, QueryParams.lookup(call)), call);
  }

  private Reply labelValues(Call call) {
    String name = unescape(call.path("name"));
    QueryParams.limit(call);
    TimeRange range = QueryParams.range(call);
    List<List<Matcher>> selectors = QueryParams.selectors(call, promql);
    return names(queries.labelValues(name, selectors, range, QueryParams.lookup(call)), call);
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
    int limit = number(call, "limit");
    int perMetric = number(call, "limit_per_metric");
    Map<String, List<MetricMetadata>> byFamily = new TreeMap<>();
    for (MetricMetadata meta : queries.metadata(call.param("metric").orElse(""))) {
      if (limit >= 0 && byFamily.size() >= limit && !byFamily.containsKey(meta.family())) {
        continue;
      }
      List<MetricMetadata> same = byFamily.computeIfAbsent(meta.family(), _ -> new ArrayList<>());
      if (perMetric <= 0 || same.size() < perMetric) {
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

  /// A limit as the metadata routes read it: negative for none.
  static int number(Call call, String name) {
    String text = call.param(name).orElse("-1");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new RefusedException(Problem.bad(name + " must be a number"));
    }
  }
}
