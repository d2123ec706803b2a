package io.mallwatch.benchmarks.sidebyside;

import java.util.List;

/// What the dashboards and rules of a mall ask.
final class DashboardQueries {

  /// @param range whether it is asked over the whole stretch of data, 300 steps, or at its end
  record Query(String text, boolean range) {}

  static final List<Query> ALL =
      List.of(
          range("sum(rate(http_requests_total[5m]))"),
          range("sum by (route) (rate(http_requests_total[5m]))"),
          range("sum by (status) (rate(http_requests_total[5m]))"),
          range(
              "sum(rate(http_requests_total{status=\"500\"}[5m])) / sum(rate(http_requests_total[5m]))"),
          range(
              "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))"),
          range(
              "histogram_quantile(0.99, sum by (le, route) (rate(http_request_duration_seconds_bucket[5m])))"),
          range(
              "sum by (route) (rate(http_request_duration_seconds_sum[5m])) / sum by (route) (rate(http_request_duration_seconds_count[5m]))"),
          range("topk(5, sum by (instance) (rate(http_requests_total[5m])))"),
          range("sum by (area) (jvm_memory_used_bytes)"),
          range("jvm_memory_used_bytes{instance=\"10.0.0.3:8080\"}"),
          range("max by (pool) (db_connections_active / db_connections_max)"),
          range("avg_over_time(process_cpu_usage{instance=\"10.0.0.5:8080\"}[10m])"),
          range("max by (instance) (max_over_time(db_connection_wait_milliseconds[10m]))"),
          range("quantile(0.9, process_cpu_usage)"),
          range(
              "sum(increase(transaction_success_total[1h])) / sum(increase(transaction_attempts_total[1h]))"),
          range("sum by (level) (increase(user_upgrade_attempts_total[1h]))"),
          range("count(jvm_threads_states_threads > 30)"),
          range("sum(rate(http_requests_total[5m] offset 30m))"),
          range(
              "irate(http_requests_total{route=\"/pay\",status=\"200\",instance=\"10.0.0.1:8080\"}[2m])"),
          range("stddev by (instance) (jvm_threads_states_threads)"),
          instant("sum(rate(http_requests_total{status=~\"5..\"}[5m])) > 0"),
          instant("process_cpu_usage > 0.8"),
          instant(
              "histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket[5m]))) > 1"),
          instant("db_connections_active / db_connections_max > 0.8"),
          instant("sum by (job) (jvm_memory_used_bytes) / sum by (job) (jvm_memory_max_bytes)"),
          instant("http_requests_total{route=\"/pay\"}"),
          instant("count by (__name__) ({job=\"mall\"})"),
          instant("max_over_time(sum(rate(http_requests_total[5m]))[1h:1m])"));

  private DashboardQueries() {}

  private static Query range(String text) {
    return new Query(text, true);
  }

  private static Query instant(String text) {
    return new Query(text, false);
  }
}
