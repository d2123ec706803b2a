package io.mallwatch.server.self;

import static io.mallwatch.server.self.SelfTelemetry.single;

import io.mallwatch.alerts.rule.GroupStatus;
import io.mallwatch.alerts.rule.RuleEngine;
import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.metrics.promql.PromqlQueries;
import io.mallwatch.metrics.promql.QueryTotals;
import io.mallwatch.metrics.scrape.Scraper;
import io.mallwatch.metrics.scrape.TargetStatus;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.TsdbStats;
import io.mallwatch.model.Labels;
import io.mallwatch.server.view.PrometheusFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Figures under Prometheus's own names, where they mean the same, so that dashboards and alerts
/// made for a Prometheus server work.
public final class PrometheusMetrics {

  private final Tsdb tsdb;
  private final PromqlQueries queries;
  private final Scraper scraper;
  private final RuleEngine rules;
  private final Supplier<PrometheusFacts.Reloaded> reloaded;

  public PrometheusMetrics(
      Tsdb tsdb,
      PromqlQueries queries,
      Scraper scraper,
      RuleEngine rules,
      Supplier<PrometheusFacts.Reloaded> reloaded) {
    this.tsdb = tsdb;
    this.queries = queries;
    this.scraper = scraper;
    this.rules = rules;
    this.reloaded = reloaded;
  }

  public List<MetricFamily> families() {
    List<MetricFamily> all = new ArrayList<>();
    all.add(
        new MetricFamily(
            "prometheus_build_info",
            "gauge",
            "The Prometheus whose behaviour this server has.",
            List.of(
                new MetricFamily.Point(
                    Labels.of("version", PrometheusFacts.BEHAVES_LIKE, "revision", "mallwatch"),
                    1))));
    all.add(single("prometheus_ready", "gauge", "Whether queries and writes are answered.", 1));
    configuration(all);
    store(all);
    engine(all);
    targets(all);
    groups(all);
    return all;
  }

  private void configuration(List<MetricFamily> all) {
    PrometheusFacts.Reloaded last = reloaded.get();
    all.add(
        single(
            "prometheus_config_last_reload_successful",
            "gauge",
            "Whether the configuration could be read when it was last tried.",
            last.problem().isEmpty() ? 1 : 0));
    all.add(
        single(
            "prometheus_config_last_reload_success_timestamp_seconds",
            "gauge",
            "When the configuration was last read.",
            seconds(last.succeededAt())));
  }

  private void store(List<MetricFamily> all) {
    TsdbStats stats = tsdb.stats();
    if (stats.headMinMillis() != Long.MAX_VALUE) {
      all.add(
          single(
              "prometheus_tsdb_head_min_time",
              "gauge",
              "Oldest sample in memory, milliseconds.",
              stats.headMinMillis()));
      all.add(
          single(
              "prometheus_tsdb_head_max_time",
              "gauge",
              "Newest sample in memory, milliseconds.",
              stats.headMaxMillis()));
    }
    all.add(
        single("prometheus_tsdb_blocks_loaded", "gauge", "Blocks on disk.", stats.blocks().size()));
    all.add(
        single(
            "prometheus_tsdb_storage_blocks_bytes",
            "gauge",
            "Bytes of all blocks.",
            stats.blockBytes()));
    all.add(
        single(
            "prometheus_tsdb_exemplar_exemplars_in_storage",
            "gauge",
            "Exemplars kept.",
            stats.exemplars()));
  }

  private void engine(List<MetricFamily> all) {
    all.add(
        single(
            "prometheus_engine_queries",
            "gauge",
            "Queries being answered or waiting.",
            queries.running().size()));
    QueryTotals totals = queries.totals();
    Labels slice = Labels.of("slice", "inner_eval");
    all.add(
        new MetricFamily(
            "prometheus_engine_query_duration_seconds",
            "summary",
            "Time that queries took.",
            List.of(
                new MetricFamily.Point("_sum", slice, totals.took().toNanos() / 1e9),
                new MetricFamily.Point("_count", slice, totals.ended()))));
    List<MetricFamily.Point> refused = new ArrayList<>();
    totals
        .refused()
        .forEach((reason, count) ->
            refused.add(
                new MetricFamily.Point(Labels.of("reason", reason.reason()), (double) count)));
    all.add(
        new MetricFamily(
            "mallwatch_queries_refused_total",
            "counter",
            "Queries of metrics that had no answer though they could be understood, by reason.",
            refused));
    all.add(
        single(
            "mallwatch_queries_slow_total",
            "counter",
            "Queries of metrics that took long.",
            totals.slow()));
  }

  private void targets(List<MetricFamily> all) {
    Map<String, Long> byJob =
        scraper.targets().stream()
            .collect(Collectors.groupingBy(TargetStatus::job, TreeMap::new, Collectors.counting()));
    all.add(
        single(
            "prometheus_target_scrape_pools_total",
            "counter",
            "Scrape pools in force.",
            scraper.configs().size()));
    List<MetricFamily.Point> points = new ArrayList<>();
    byJob.forEach((job, count) ->
        points.add(new MetricFamily.Point(Labels.of("scrape_job", job), (double) count)));
    all.add(
        new MetricFamily(
            "prometheus_target_scrape_pool_targets", "gauge", "Targets of each pool.", points));
  }

  private void groups(List<MetricFamily> all) {
    List<GroupStatus> groups = rules.groups();
    all.add(
        byGroup(
            groups,
            "prometheus_rule_group_rules",
            "Rules of each group.",
            group -> (double) group.rules().size()));
    all.add(
        byGroup(
            groups,
            "prometheus_rule_group_interval_seconds",
            "How often each group is evaluated.",
            group -> seconds(group.group().interval())));
    all.add(
        byGroup(
            groups,
            "prometheus_rule_group_last_duration_seconds",
            "How long the last evaluation took.",
            group -> seconds(group.evaluationTime())));
    all.add(
        byGroup(
            groups,
            "prometheus_rule_group_last_evaluation_timestamp_seconds",
            "When each group was last evaluated.",
            group -> group.lastEvaluation().map(PrometheusMetrics::seconds).orElse(0.0)));
  }

  private static MetricFamily byGroup(
      List<GroupStatus> groups, String name, String help, Function<GroupStatus, Double> figure) {
    return new MetricFamily(
        name,
        "gauge",
        help,
        groups.stream()
            .map(group ->
                new MetricFamily.Point(
                    Labels.of("rule_group", group.group().file() + ";" + group.group().name()),
                    figure.apply(group)))
            .toList());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1e3;
  }
}
