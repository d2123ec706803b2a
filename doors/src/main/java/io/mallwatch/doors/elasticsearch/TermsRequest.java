package io.mallwatch.doors.elasticsearch;

import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.query.LogFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A `terms` aggregation as asked for.
///
/// @param order of the buckets among those that are shown
record TermsRequest(String field, int size, Comparator<LogAggregation.Value> order) {

  private static final int DEFAULT_SIZE = 10;
  private static final int MAX_SIZE = 10_000;

  private static final Comparator<LogAggregation.Value> BY_KEY =
      Comparator.comparing(LogAggregation.Value::value);

  static TermsRequest of(String field, Map<?, ?> body) {
    if (LogFields.kind(field) == LogFields.Kind.TEXT) {
      throw ElasticErrors.illegal(
          "field [%s] holds text; its values can't be counted".formatted(field));
    }
    for (Object name : body.keySet()) {
      switch (String.valueOf(name)) {
        case "field", "size", "order", "min_doc_count", "shard_size", "execution_hint" -> {}
        default -> throw ElasticErrors.parsing("[terms] does not support [%s]".formatted(name));
      }
    }
    int asked = Nodes.whole("terms.size", body.get("size"), DEFAULT_SIZE);
    int size = asked == 0 ? DEFAULT_SIZE : Math.min(MAX_SIZE, asked);
    return new TermsRequest(field, size, order(body));
  }

  private static Comparator<LogAggregation.Value> order(Map<?, ?> body) {
    Comparator<LogAggregation.Value> order =
        Comparator.comparingLong(LogAggregation.Value::count).reversed();
    for (Object item : Nodes.list(body.get("order"))) {
      Map.Entry<?, ?> only = Nodes.only("order", Nodes.object("order", item));
      boolean ascending = "asc".equals(only.getValue());
      order =
          switch (String.valueOf(only.getKey())) {
            case "_count" ->
                ascending ? Comparator.comparingLong(LogAggregation.Value::count) : order;
            case "_key", "_term" -> ascending ? BY_KEY : BY_KEY.reversed();
            default ->
                throw ElasticErrors.parsing(
                    "[terms] can be ordered by [_count] and [_key], not by [%s]"
                        .formatted(only.getKey()));
          };
      break;
    }
    return order.thenComparing(BY_KEY);
  }

  List<LogAggregation.Value> sorted(List<LogAggregation.Value> values) {
    List<LogAggregation.Value> sorted = new ArrayList<>(values);
    sorted.sort(order);
    return sorted;
  }

  /// The first of the values that a bar is split into.
  List<LogAggregation.Value> top(Map<String, Long> counts) {
    List<LogAggregation.Value> values = new ArrayList<>();
    counts.forEach((value, count) -> values.add(new LogAggregation.Value(value, count)));
    values.sort(order);
    return values.subList(0, Math.min(size, values.size()));
  }
}
