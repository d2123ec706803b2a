package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Aggregations over the buckets of others. They work on shaped answers, in which a bucket's
/// figures stand under their plain names.
final class PipelineAggregations {

  private PipelineAggregations() {}

  /// Computes those of `one` that go along its buckets; returns the buckets that are left, in their
  /// order.
  static List<Map<String, Object>> parents(Asked one, List<Map<String, Object>> buckets) {
    List<Map<String, Object>> left = buckets;
    for (Asked pipeline : one.pipelinesBelow()) {
      switch (pipeline.type()) {
        case "derivative" -> differences(pipeline, left, 1);
        case "serial_diff" ->
            differences(pipeline, left, Nodes.whole("lag", pipeline.body().get("lag"), 1));
        case "cumulative_sum" -> sums(pipeline, left);
        case "moving_avg", "moving_fn" -> averages(pipeline, left);
        case "bucket_script" -> scripts(pipeline, left);
        case "bucket_selector" ->
            left =
                left.stream()
                    .filter(bucket -> {
                      Double value = script(pipeline, bucket);
                      return value != null && value != 0;
                    })
                    .toList();
        case "bucket_sort" -> left = sorted(pipeline, left);
        default -> {}
      }
    }
    return left;
  }

  /// Computes those that look at the buckets of an aggregation beside them.
  static void siblings(List<Asked> asked, Map<String, Object> level) {
    for (Asked one : asked) {
      if (one.isPipeline() && one.type().endsWith("_bucket")) {
        level.put(one.name(), sibling(one, level));
      }
    }
  }

  private static String path(Asked one) {
    return Nodes.text(one.name() + ".buckets_path", one.body().get("buckets_path"));
  }

  private static Map<String, Object> sibling(Asked one, Map<String, Object> level) {
    String path = path(one);
    int cut = path.indexOf('>');
    String first = cut < 0 ? path : path.substring(0, cut);
    if (!(level.get(first) instanceof Map<?, ?> of)) {
      throw ElasticErrors.illegal(
          "Validation Failed: 1: %s aggregation [%s] does not exist for aggregation [%s]: %s;"
              .formatted("buckets_path", first, one.name(), path));
    }
    String rest = cut < 0 ? "_count" : path.substring(cut + 1);
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    long count = 0;
    List<Object> keys = new ArrayList<>();
    for (Map<String, Object> bucket : bucketsOf(of)) {
      Double value = value(rest, bucket);
      if (value == null) {
        continue;
      }
      boolean better = one.type().equals("min_bucket") ? value <= min : value >= max;
      boolean equal = one.type().equals("min_bucket") ? value == min : value == max;
      if (better) {
        if (!equal) {
          keys.clear();
        }
        keys.add(
            String.valueOf(bucket.getOrDefault("key_as_string", bucket.getOrDefault("key", ""))));
      }
      count++;
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return shape(one, count, sum, min, max, keys);
  }

  private static Map<String, Object> shape(
      Asked one, long count, double sum, double min, double max, List<Object> keys) {
    Object none = AggregationAnswers.Absent.NULL;
    Map<String, Object> shape = new LinkedHashMap<>();
    switch (one.type()) {
      case "avg_bucket" -> shape.put("value", count == 0 ? none : (Object) (sum / count));
      case "sum_bucket" -> shape.put("value", sum);
      case "min_bucket", "max_bucket" -> {
        double value = one.type().equals("min_bucket") ? min : max;
        shape.put("value", count == 0 ? none : (Object) value);
        shape.put("keys", keys);
      }
      default -> {
        shape.put("count", count);
        shape.put("min", count == 0 ? none : (Object) min);
        shape.put("max", count == 0 ? none : (Object) max);
        shape.put("avg", count == 0 ? none : (Object) (sum / count));
        shape.put("sum", sum);
      }
    }
    shape.put(
        "\0kind",
        switch (one.type()) {
          case "avg_bucket", "sum_bucket" -> "simple_value";
          case "min_bucket", "max_bucket" -> "bucket_metric_value";
          default -> "stats_bucket";
        });
    return shape;
  }

  private static List<Map<String, Object>> bucketsOf(Map<?, ?> aggregation) {
    List<Map<String, Object>> buckets = new ArrayList<>();
    Object found = aggregation.get("buckets");
    Iterable<?> all =
        found instanceof Map<?, ?> keyed
            ? keyed.values()
            : found instanceof List<?> list ? list : List.of();
    for (Object bucket : all) {
      Map<String, Object> copy = new LinkedHashMap<>();
      Nodes.object("bucket", bucket)
          .forEach((key, value) -> {
            if (value != null) {
              copy.put(String.valueOf(key), value);
            }
          });
      buckets.add(copy);
    }
    return buckets;
  }

  /// The number at `_count`, `_key`, `name`, `name.member`, `name[95.0]` or below single buckets
  /// (`name>inner`); null when there is none.
  static @Nullable Double value(String path, Map<?, ?> bucket) {
    int cut = path.indexOf('>');
    if (cut >= 0) {
      return bucket.get(path.substring(0, cut)) instanceof Map<?, ?> inner
          ? value(path.substring(cut + 1), inner)
          : null;
    }
    if (path.equals("_count")) {
      return number(bucket.get("doc_count"));
    }
    if (path.equals("_key")) {
      return number(bucket.get("key"));
    }
    if (bucket.get(path) instanceof Map<?, ?> figure) {
      Object value = figure.containsKey("value") ? figure.get("value") : figure.get("doc_count");
      return number(value);
    }
    int member = Math.max(path.lastIndexOf('.'), path.indexOf('['));
    // `p.99.0` names a percentile with a dot of its own.
    int first = path.indexOf('.');
    for (int at : new int[] {first, member}) {
      if (at > 0 && bucket.get(path.substring(0, at)) instanceof Map<?, ?> figure) {
        String name = path.substring(at + 1).replace("]", "");
        if (name.equals("_count")) {
          return number(figure.get("doc_count"));
        }
        if (figure.get("values") instanceof Map<?, ?> values) {
          Object value = values.get(name);
          return number(value == null ? values.get(name + ".0") : value);
        }
        return number(figure.get(name));
      }
    }
    return null;
  }

  private static @Nullable Double number(@Nullable Object value) {
    return value instanceof Number number ? (Double) number.doubleValue() : null;
  }

  /// As `gap_policy` says: an empty bucket has no value, or 0.
  private static @Nullable Double value(Asked one, String path, Map<?, ?> bucket) {
    Double value = value(path, bucket);
    return value == null && "insert_zeros".equals(one.body().get("gap_policy"))
        ? (Double) 0.0
        : value;
  }

  private static void put(Asked one, Map<String, Object> bucket, double value) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("value", value);
    shape.put("\0kind", one.type().equals("derivative") ? "derivative" : "simple_value");
    bucket.put(one.name(), shape);
  }

  private static void differences(Asked one, List<Map<String, Object>> buckets, int lag) {
    List<@Nullable Double> values = new ArrayList<>();
    for (Map<String, Object> bucket : buckets) {
      Double value = value(one, path(one), bucket);
      Double before = values.size() >= lag ? values.get(values.size() - lag) : null;
      if (value != null && before != null) {
        put(one, bucket, value - before);
      }
      values.add(value);
    }
  }

  private static void sums(Asked one, List<Map<String, Object>> buckets) {
    double sum = 0;
    for (Map<String, Object> bucket : buckets) {
      Double value = value(one, path(one), bucket);
      sum += value == null ? 0 : value;
      put(one, bucket, sum);
    }
  }

  /// The plain average of the window before each bucket; other functions are refused.
  private static void averages(Asked one, List<Map<String, Object>> buckets) {
    Object script = one.body().get("script");
    String function = script == null ? "" : String.valueOf(script);
    boolean plain = one.type().equals("moving_avg") || function.contains("unweightedAvg");
    if (!plain) {
      throw ElasticErrors.illegal(
          "[%s] knows MovingFunctions.unweightedAvg only".formatted(one.type()));
    }
    int window = Math.max(1, Nodes.whole("window", one.body().get("window"), 5));
    List<Double> values = new ArrayList<>();
    for (Map<String, Object> bucket : buckets) {
      List<Double> last = values.subList(Math.max(0, values.size() - window), values.size());
      if (!last.isEmpty()) {
        put(one, bucket, last.stream().mapToDouble(Double::doubleValue).sum() / last.size());
      }
      Double value = value(one, path(one), bucket);
      if (value != null) {
        values.add(value);
      }
    }
  }

  private static void scripts(Asked one, List<Map<String, Object>> buckets) {
    for (Map<String, Object> bucket : buckets) {
      Double value = script(one, bucket);
      if (value != null && !value.isNaN()) {
        put(one, bucket, value);
      }
    }
  }

  /// The value of the script; null when a number it needs is not there.
  private static @Nullable Double script(Asked one, Map<String, Object> bucket) {
    Map<String, Double> variables = new LinkedHashMap<>();
    switch (one.body().get("buckets_path")) {
      case Map<?, ?> paths -> {
        for (Map.Entry<?, ?> entry : paths.entrySet()) {
          Double value = value(one, String.valueOf(entry.getValue()), bucket);
          if (value == null) {
            return null;
          }
          variables.put(String.valueOf(entry.getKey()), value);
        }
      }
      case String path -> {
        Double value = value(one, path, bucket);
        if (value == null) {
          return null;
        }
        variables.put("_value", value);
      }
      case null, default ->
          throw ElasticErrors.parsing("[%s] has no [buckets_path]".formatted(one.name()));
    }
    Object script = one.body().get("script");
    Object source = script instanceof Map<?, ?> map ? map.get("source") : script;
    return Arithmetic.of(Nodes.text("script", source)).value(variables);
  }

  private static List<Map<String, Object>> sorted(Asked one, List<Map<String, Object>> buckets) {
    List<Map<String, Object>> sorted = new ArrayList<>(buckets);
    Comparator<Map<String, Object>> order = null;
    for (Object item : Nodes.list(one.body().get("sort"))) {
      Map<?, ?> keys = item instanceof Map<?, ?> map ? map : Map.of(item, "desc");
      for (Map.Entry<?, ?> key : keys.entrySet()) {
        String path = String.valueOf(key.getKey());
        Object direction =
            key.getValue() instanceof Map<?, ?> how ? how.get("order") : key.getValue();
        Comparator<Map<String, Object>> by =
            Comparator.comparingDouble(bucket -> {
              Double value = value(path, bucket);
              return value == null ? Double.NEGATIVE_INFINITY : value;
            });
        by = "asc".equals(direction) ? by : by.reversed();
        order = order == null ? by : order.thenComparing(by);
      }
    }
    if (order != null) {
      sorted.sort(order);
    }
    int from = Math.min(sorted.size(), Nodes.whole("from", one.body().get("from"), 0));
    int size = Nodes.whole("size", one.body().get("size"), sorted.size());
    return new ArrayList<>(sorted.subList(from, Math.min(sorted.size(), from + size)));
  }
}
