package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One aggregation as it stands in a body.
///
/// @param type such as `terms`
/// @param body what the type takes
/// @param below aggregations inside it, in the body's order
/// @param meta given back as it came
record Asked(String name, String type, Map<?, ?> body, List<Asked> below, Map<?, ?> meta) {

  private static final int MAX_DEPTH = 20;

  private static final Set<String> PIPELINES =
      Set.of(
          "derivative",
          "cumulative_sum",
          "serial_diff",
          "moving_avg",
          "moving_fn",
          "bucket_script",
          "bucket_selector",
          "bucket_sort",
          "avg_bucket",
          "sum_bucket",
          "min_bucket",
          "max_bucket",
          "stats_bucket");

  private static final Set<String> PASSING =
      Set.of("sampler", "diversified_sampler", "random_sampler", "nested", "reverse_nested");

  /// @param wanted the member `aggs`
  static List<Asked> all(Map<?, ?> wanted) {
    return all(wanted, 0);
  }

  private static List<Asked> all(Map<?, ?> wanted, int depth) {
    if (depth > MAX_DEPTH) {
      throw ElasticErrors.parsing("aggregations are nested deeper than " + MAX_DEPTH);
    }
    List<Asked> all = new ArrayList<>();
    wanted.forEach((name, body) ->
        all.add(one(String.valueOf(name), Nodes.object(String.valueOf(name), body), depth)));
    return all;
  }

  private static Asked one(String name, Map<?, ?> map, int depth) {
    if (name.isEmpty() || name.chars().anyMatch(c -> c == '[' || c == ']' || c == '>')) {
      throw ElasticErrors.parsing(
          "Invalid aggregation name [%s]. Aggregation names cannot contain '[', ']' or '>'"
              .formatted(name));
    }
    String type = null;
    Map<?, ?> body = Map.of();
    List<Asked> below = List.of();
    Map<?, ?> meta = Map.of();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey());
      switch (key) {
        case "aggs", "aggregations" -> below = all(Nodes.object(key, entry.getValue()), depth + 1);
        case "meta" -> meta = Nodes.object(key, entry.getValue());
        default -> {
          if (type != null) {
            throw ElasticErrors.parsing(
                "Found two aggregation type definitions in [%s]: [%s] and [%s]"
                    .formatted(name, type, key));
          }
          type = key;
          body = Nodes.object(key, entry.getValue());
        }
      }
    }
    if (type == null) {
      throw ElasticErrors.parsing("Missing definition for aggregation [%s]".formatted(name));
    }
    return new Asked(name, type, body, below, meta);
  }

  /// Whether it is computed from the buckets of others.
  boolean isPipeline() {
    return PIPELINES.contains(type);
  }

  /// Whether everything passes through: a sample of all is exact, and there are no nested
  /// documents.
  boolean isPassing() {
    return PASSING.contains(type);
  }

  List<Asked> pipelinesBelow() {
    return below.stream().filter(Asked::isPipeline).toList();
  }

  /// The canonical name of the field it is about.
  String field() {
    return QueryNodes.field(fieldAsNamed());
  }

  private String fieldAsNamed() {
    if (body.containsKey("script")) {
      throw ElasticErrors.illegal("scripts are not supported (in [%s])".formatted(name));
    }
    if (body.get("field") == null) {
      throw ElasticErrors.illegal(
          "Required one of fields [field, script], but none were specified. ");
    }
    return Nodes.text(type + ".field", body.get("field"));
  }

  /// The same of a field whose values are told; text is refused as Elasticsearch does.
  String keyField() {
    String named = fieldAsNamed();
    if (named.equals("message") || named.equals("error.message") || named.equals("error.stack")) {
      throw ElasticErrors.illegal(
          ("Text fields are not optimised for operations that require per-document field data like"
                  + " aggregations and sorting, so these operations are disabled by default. Please"
                  + " use a keyword field instead. Alternatively, set fielddata=true on [%s] in"
                  + " order to load field data by uninverting the inverted index. Note that this"
                  + " can use significant memory.")
              .formatted(named));
    }
    return QueryNodes.field(named);
  }
}
