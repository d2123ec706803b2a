package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.Documents;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.logs.LogAggregated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shapes what the store computed as Elasticsearch answers it, as a tree of JSON, and lets the
/// pipelines work on it.
final class AggregationAnswers {

  /// Member that holds an aggregation's kind until names are final.
  private static final String KIND = "\0kind";

  private final FieldTypes types;
  private final boolean typedKeys;

  /// @param typedKeys whether names are written with their kind, `sterms#by_level`
  AggregationAnswers(FieldTypes types, boolean typedKeys) {
    this.types = types;
    this.typedKeys = typedKeys;
  }

  /// The member `aggregations`.
  Map<String, Object> of(List<Asked> asked, Map<String, LogAggregated> computed) {
    Map<String, Object> level = level(asked, computed);
    PipelineAggregations.siblings(asked, level);
    return named(asked, level);
  }

  private Map<String, Object> level(List<Asked> asked, Map<String, LogAggregated> computed) {
    Map<String, Object> level = new LinkedHashMap<>();
    for (Asked one : asked) {
      LogAggregated answer = computed.get(one.name());
      if (answer != null) {
        Map<String, Object> shape = shape(one, answer);
        if (!one.meta().isEmpty()) {
          shape.put("meta", one.meta());
        }
        level.put(one.name(), shape);
      }
    }
    return level;
  }

  private Map<String, Object> shape(Asked one, LogAggregated answer) {
    return switch (answer) {
      case LogAggregated.Buckets buckets -> buckets(one, buckets);
      case LogAggregated.Summary summary -> summary(one, summary);
      case LogAggregated.Count(long count) ->
          kind(one.type(), new LinkedHashMap<>(Map.of("value", count)));
      case LogAggregated.Distribution distribution -> distribution(one, distribution);
      case LogAggregated.Hits hits -> hits(one, hits);
    };
  }

  private static Map<String, Object> kind(String kind, Map<String, Object> shape) {
    shape.put(KIND, kind);
    return shape;
  }

  private Map<String, Object> buckets(Asked one, LogAggregated.Buckets buckets) {
    return switch (one.type()) {
      case "terms" -> terms(one, buckets);
      case "date_histogram" -> histogram(one, buckets, true);
      case "histogram" -> histogram(one, buckets, false);
      case "filters" -> filters(one, buckets);
      case "range", "date_range" -> ranges(one, buckets);
      case "composite" -> composite(one, buckets);
      default -> {
        LogAggregated.Bucket only = buckets.buckets().getFirst();
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("doc_count", only.count());
        inside(one, only, shape);
        yield kind(one.type(), shape);
      }
    };
  }

  private void inside(Asked one, LogAggregated.Bucket bucket, Map<String, Object> shape) {
    Map<String, Object> level = level(one.below(), bucket.below());
    PipelineAggregations.siblings(one.below(), level);
    shape.putAll(level);
  }

  private Map<String, Object> terms(Asked one, LogAggregated.Buckets buckets) {
    FieldTypes.Type type = types.of(String.valueOf(one.body().get("field")));
    List<Map<String, Object>> list = new ArrayList<>();
    for (LogAggregated.Bucket bucket : buckets.buckets()) {
      Map<String, Object> shape = new LinkedHashMap<>();
      type.key(bucket.key().toString(), shape);
      shape.put("doc_count", bucket.count());
      inside(one, bucket, shape);
      list.add(shape);
    }
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("doc_count_error_upper_bound", 0L);
    shape.put("sum_other_doc_count", buckets.other());
    shape.put("buckets", PipelineAggregations.parents(one, list));
    return kind(type.terms(), shape);
  }

  private Map<String, Object> histogram(Asked one, LogAggregated.Buckets buckets, boolean dates) {
    Dates format =
        dates
            ? Dates.of(one.body().get("format"), QueryNodes.zone(one.body().get("time_zone")))
            : Dates.PLAIN;
    List<Map<String, Object>> list = new ArrayList<>();
    for (LogAggregated.Bucket bucket : buckets.buckets()) {
      Map<String, Object> shape = new LinkedHashMap<>();
      if (bucket.key() instanceof Long millis) {
        shape.put("key_as_string", format.text(millis));
      }
      shape.put("key", bucket.key());
      shape.put("doc_count", bucket.count());
      inside(one, bucket, shape);
      list.add(shape);
    }
    order(one, list);
    List<Map<String, Object>> left = PipelineAggregations.parents(one, list);
    Map<String, Object> shape = new LinkedHashMap<>();
    if (Nodes.flag(one.body().get("keyed"))) {
      Map<String, Object> keyed = new LinkedHashMap<>();
      left.forEach(bucket ->
          keyed.put(
              String.valueOf(bucket.getOrDefault("key_as_string", bucket.get("key"))), bucket));
      shape.put("buckets", keyed);
    } else {
      shape.put("buckets", left);
    }
    return kind(one.type(), shape);
  }

  private static void order(Asked one, List<Map<String, Object>> list) {
    Comparator<Map<String, Object>> order = null;
    for (Object item : Nodes.list(one.body().get("order"))) {
      for (Map.Entry<?, ?> entry : Nodes.object("order", item).entrySet()) {
        String path = String.valueOf(entry.getKey());
        Comparator<Map<String, Object>> by =
            Comparator.comparingDouble(bucket -> {
              Double value =
                  PipelineAggregations.value(path.replaceFirst("^_term$", "_key"), bucket);
              return value == null ? Double.NEGATIVE_INFINITY : value;
            });
        by = "desc".equals(entry.getValue()) ? by.reversed() : by;
        order = order == null ? by : order.thenComparing(by);
      }
    }
    if (order != null) {
      list.sort(order);
    }
  }

  private Map<String, Object> filters(Asked one, LogAggregated.Buckets buckets) {
    boolean keyed =
        one.body().get("filters") instanceof Map<?, ?>
            && !Boolean.FALSE.equals(one.body().get("keyed"));
    Map<String, Object> byKey = new LinkedHashMap<>();
    for (LogAggregated.Bucket bucket : buckets.buckets()) {
      Map<String, Object> shape = new LinkedHashMap<>();
      if (one.body().get("filters") instanceof Map<?, ?> && !keyed) {
        shape.put("key", bucket.key());
      }
      shape.put("doc_count", bucket.count());
      inside(one, bucket, shape);
      byKey.put(bucket.key().toString(), shape);
    }
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("buckets", keyed ? byKey : new ArrayList<>(byKey.values()));
    return kind("filters", shape);
  }

  private Map<String, Object> ranges(Asked one, LogAggregated.Buckets buckets) {
    boolean dates = one.type().equals("date_range");
    Dates format = Dates.of(one.body().get("format"), QueryNodes.zone(one.body().get("time_zone")));
    Map<String, Object> keyed = new LinkedHashMap<>();
    List<Map<String, Object>> list = new ArrayList<>();
    List<?> asked = Nodes.list(one.body().get("ranges"));
    for (int i = 0; i < buckets.buckets().size(); i++) {
      LogAggregated.Bucket bucket = buckets.buckets().get(i);
      Map<?, ?> range = Nodes.object("ranges", asked.get(i));
      Map<String, Object> shape = new LinkedHashMap<>();
      shape.put("key", bucket.key());
      for (String edge : List.of("from", "to")) {
        Object value = range.get(edge);
        if (value == null) {
          continue;
        }
        if (dates) {
          long millis = edge(one, value);
          shape.put(edge, millis);
          shape.put(edge + "_as_string", format.text(millis));
        } else {
          shape.put(edge, AggregationNodes.number(edge, value));
        }
      }
      shape.put("doc_count", bucket.count());
      inside(one, bucket, shape);
      keyed.put(bucket.key().toString(), shape);
      list.add(shape);
    }
    boolean byKey = Nodes.flag(one.body().get("keyed"));
    if (byKey) {
      list.forEach(bucket -> bucket.remove("key"));
    }
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("buckets", byKey ? keyed : list);
    return kind(one.type(), shape);
  }

  private long edge(Asked one, Object value) {
    return new DateMath(types.now(), QueryNodes.zone(one.body().get("time_zone")))
        .parse(Nodes.text("ranges", value), false)
        .toEpochMilli();
  }

  private Map<String, Object> composite(Asked one, LogAggregated.Buckets buckets) {
    List<Map<String, Object>> list = new ArrayList<>();
    List<?> sources = Nodes.list(one.body().get("sources"));
    for (LogAggregated.Bucket bucket : buckets.buckets()) {
      Map<String, Object> key = new LinkedHashMap<>();
      List<?> values = (List<?>) bucket.key();
      for (int i = 0; i < values.size(); i++) {
        Map.Entry<?, ?> source = Nodes.only("sources", Nodes.object("sources", sources.get(i)));
        key.put(String.valueOf(source.getKey()), part(source.getValue(), values.get(i)));
      }
      Map<String, Object> shape = new LinkedHashMap<>();
      shape.put("key", key);
      shape.put("doc_count", bucket.count());
      inside(one, bucket, shape);
      list.add(shape);
    }
    List<Map<String, Object>> left = PipelineAggregations.parents(one, list);
    Map<String, Object> shape = new LinkedHashMap<>();
    if (!list.isEmpty()) {
      shape.put("after_key", list.getLast().getOrDefault("key", Map.of()));
    }
    shape.put("buckets", left);
    return kind("composite", shape);
  }

  private @Nullable Object part(@Nullable Object source, Object value) {
    if (!(source instanceof Map<?, ?> map)) {
      return value;
    }
    if (map.get("terms") instanceof Map<?, ?> terms) {
      if (value.equals("") && Nodes.flag(terms.get("missing_bucket"))) {
        return null;
      }
      Map<String, Object> key = new LinkedHashMap<>();
      types.of(String.valueOf(terms.get("field"))).key(value.toString(), key);
      return key.get("key");
    }
    if (map.get("date_histogram") instanceof Map<?, ?> histogram
        && histogram.get("format") != null
        && value instanceof Long millis) {
      return Dates.of(histogram.get("format"), QueryNodes.zone(histogram.get("time_zone")))
          .text(millis);
    }
    return value;
  }

  private Map<String, Object> summary(Asked one, LogAggregated.Summary summary) {
    boolean none = summary.count() == 0;
    Double average = summary.average();
    Map<String, Object> shape = new LinkedHashMap<>();
    switch (one.type()) {
      case "avg" -> put(one, shape, "value", average);
      case "sum" -> put(one, shape, "value", summary.sum());
      case "min" -> put(one, shape, "value", none ? null : (Double) summary.min());
      case "max" -> put(one, shape, "value", none ? null : (Double) summary.max());
      default -> {
        shape.put("count", summary.count());
        put(one, shape, "min", none ? null : (Double) summary.min());
        put(one, shape, "max", none ? null : (Double) summary.max());
        put(one, shape, "avg", average);
        put(one, shape, "sum", summary.sum());
        if (one.type().equals("extended_stats")) {
          extended(one, summary, shape);
        }
      }
    }
    return kind(one.type(), shape);
  }

  private static void put(
      Asked one, Map<String, Object> shape, String name, @Nullable Double value) {
    shape.put(name, value == null ? Absent.NULL : value);
    if (value != null && QueryNodes.isTime(one.field())) {
      shape.put(
          name + "_as_string",
          Dates.of(one.body().get("format"), java.time.ZoneOffset.UTC).text(value.longValue()));
    }
  }

  private static void extended(
      Asked one, LogAggregated.Summary summary, Map<String, Object> shape) {
    boolean none = summary.count() == 0;
    double count = summary.count();
    double average = summary.sum() / count;
    double spread = summary.sumOfSquares() - summary.sum() * average;
    double variance = Math.max(0, spread / count);
    double sampling = Math.max(0, spread / (count - 1));
    double sigma =
        one.body().get("sigma") == null
            ? 2
            : AggregationNodes.number("sigma", one.body().get("sigma"));
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("sum_of_squares", summary.sumOfSquares());
    figures.put("variance", variance);
    figures.put("variance_population", variance);
    figures.put("variance_sampling", sampling);
    figures.put("std_deviation", Math.sqrt(variance));
    figures.put("std_deviation_population", Math.sqrt(variance));
    figures.put("std_deviation_sampling", Math.sqrt(sampling));
    figures.forEach((name, value) ->
        shape.put(name, none || value.isNaN() || value.isInfinite() ? Absent.NULL : value));
    Map<String, Object> bounds = new LinkedHashMap<>();
    for (String of : List.of("", "_population", "_sampling")) {
      double deviation = Math.sqrt(of.equals("_sampling") ? sampling : variance);
      bounds.put("upper" + of, none ? Absent.NULL : (Object) (average + sigma * deviation));
      bounds.put("lower" + of, none ? Absent.NULL : (Object) (average - sigma * deviation));
    }
    shape.put("std_deviation_bounds", bounds);
  }

  private static Map<String, Object> distribution(
      Asked one, LogAggregated.Distribution distribution) {
    boolean ranks = one.type().equals("percentile_ranks");
    List<?> points =
        Nodes.list(ranks ? one.body().get("values") : one.body().getOrDefault("percents", null));
    List<Double> at =
        points.isEmpty()
            ? List.of(1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0)
            : points.stream().map(p -> AggregationNodes.number(one.type(), p)).toList();
    boolean keyed = !Boolean.FALSE.equals(one.body().get("keyed"));
    Map<String, Object> byKey = new LinkedHashMap<>();
    List<Object> list = new ArrayList<>();
    for (double point : at) {
      double value = (ranks ? distribution.rank() : distribution.at()).applyAsDouble(point);
      Object shown = Double.isNaN(value) ? Absent.NULL : (Object) value;
      byKey.put(Double.toString(point), shown);
      Map<String, Object> pair = new LinkedHashMap<>();
      pair.put("key", point);
      pair.put("value", shown);
      list.add(pair);
    }
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("values", keyed ? byKey : list);
    String sketch = one.body().containsKey("hdr") ? "hdr_" : "tdigest_";
    return kind(sketch + one.type(), shape);
  }

  private static Map<String, Object> hits(Asked one, LogAggregated.Hits hits) {
    Documents.Selection source = Documents.Selection.of(one.body().get("_source"));
    List<Object> list = new ArrayList<>();
    hits.hits()
        .forEach(hit -> {
          Map<String, Object> shape = new LinkedHashMap<>();
          shape.put("_index", hit.index());
          shape.put("_id", hit.id());
          shape.put("_score", one.body().containsKey("sort") ? Absent.NULL : (Object) 1.0);
          if (source.wanted()) {
            shape.put("_source", source.cut(hit));
          }
          if (one.body().containsKey("sort")) {
            shape.put("sort", List.of(hit.entry().timestamp().toEpochMilli()));
          }
          list.add(shape);
        });
    Map<String, Object> total = new LinkedHashMap<>();
    total.put("value", hits.total());
    total.put("relation", "eq");
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("total", total);
    inner.put("max_score", hits.hits().isEmpty() ? Absent.NULL : (Object) 1.0);
    inner.put("hits", list);
    return kind("top_hits", new LinkedHashMap<>(Map.of("hits", inner)));
  }

  /// Gives the names their final form, with the kinds in front of them or without, at every level.
  private Map<String, Object> named(List<Asked> asked, Map<String, Object> level) {
    Map<String, Object> named = new LinkedHashMap<>();
    level.forEach((name, value) -> {
      Asked one = asked.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
      if (one == null || !(value instanceof Map<?, ?> shape)) {
        named.put(name, value);
        return;
      }
      Map<String, Object> inner = new LinkedHashMap<>();
      shape.forEach((key, member) -> {
        if (!KIND.equals(key)) {
          inner.put(String.valueOf(key), "buckets".equals(key) ? buckets(one, member) : member);
        }
      });
      Map<String, Object> single = one.below().isEmpty() ? inner : named(one.below(), inner);
      Object kind = shape.get(KIND);
      named.put(typedKeys && kind != null ? kind + "#" + name : name, single);
    });
    return named;
  }

  private Object buckets(Asked one, @Nullable Object buckets) {
    if (buckets instanceof List<?> list) {
      return list.stream().map(bucket -> bucket(one, bucket)).toList();
    }
    Map<String, Object> keyed = new LinkedHashMap<>();
    Nodes.object("buckets", buckets)
        .forEach((key, bucket) -> keyed.put(String.valueOf(key), bucket(one, bucket)));
    return keyed;
  }

  private Object bucket(Asked one, @Nullable Object bucket) {
    Map<String, Object> copy = new LinkedHashMap<>();
    Nodes.object("bucket", bucket)
        .forEach((key, value) -> {
          if (value != null) {
            copy.put(String.valueOf(key), value);
          }
        });
    return named(one.below(), copy);
  }

  /// A figure that is told as null.
  enum Absent {
    NULL
  }

  /// As [io.mallwatch.doors.http.Json#any], with absent figures as null.
  static void write(com.fasterxml.jackson.core.JsonGenerator out, @Nullable Object value)
      throws java.io.IOException {
    switch (value) {
      case Absent _ -> out.writeNull();
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.writeFieldName(String.valueOf(entry.getKey()));
          write(out, entry.getValue());
        }
        out.writeEndObject();
      }
      case List<?> list -> {
        out.writeStartArray();
        for (Object item : list) {
          write(out, item);
        }
        out.writeEndArray();
      }
      case Double number when !number.isNaN() && !number.isInfinite() -> out.writeNumber(number);
      case null, default -> io.mallwatch.doors.http.Json.any(out, value);
    }
  }
}
