package io.mallwatch.server.view;

import io.mallwatch.metrics.promql.syntax.AggregateOperator;
import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Functions;
import java.util.Map;
import java.util.TreeMap;

/// What `/api/v1/features` lists, by Prometheus's names.
final class PrometheusFeatures {

  private PrometheusFeatures() {}

  static Map<String, Map<String, Boolean>> all(boolean adminApi) {
    Map<String, Map<String, Boolean>> all = new TreeMap<>();
    all.put(
        "api",
        Map.of(
            "admin", adminApi,
            "exclude_alerts", true,
            "label_values_match", true,
            "lifecycle", true,
            "otlp_write_receiver", true,
            "query_stats", true,
            "query_warnings", true,
            "remote_write_receiver", true,
            "time_range_labels", true,
            "time_range_series", true));
    all.put("otlp_receiver", Map.of("delta_conversion", true, "native_delta_ingestion", false));
    all.put("prometheus", Map.of("agent_mode", false, "server_mode", true));
    Map<String, Boolean> promql = new TreeMap<>();
    for (String name :
        new String[] {
          "at_modifier",
          "bool",
          "by",
          "duration_expr",
          "fill",
          "fill_left",
          "fill_right",
          "group_left",
          "group_right",
          "ignoring",
          "negative_offset",
          "offset",
          "on",
          "per_query_lookback_delta",
          "subqueries",
          "without"
        }) {
      promql.put(name, true);
    }
    promql.put("per_step_stats", false);
    all.put("promql", promql);
    Map<String, Boolean> functions = new TreeMap<>();
    Functions.names().forEach(name -> functions.put(name, true));
    all.put("promql_functions", functions);
    Map<String, Boolean> operators = new TreeMap<>();
    for (BinaryOperator operator : BinaryOperator.values()) {
      operators.put(operator.symbol(), true);
    }
    for (AggregateOperator operator : AggregateOperator.values()) {
      operators.put(operator.symbol(), true);
    }
    all.put("promql_operators", operators);
    return all;
  }
}
