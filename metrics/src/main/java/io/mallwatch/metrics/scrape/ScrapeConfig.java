package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.metrics.scrape.http.HttpConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One job of Prometheus's `scrape_configs`.
///
/// @param job value of the `job` label
/// @param timeout at most `interval`
/// @param params query parameters, each with its values
/// @param relabelConfigs steps over targets
/// @param metricRelabelConfigs steps over samples
/// @param failureLog file that failed scrapes are written to; empty for none
public record ScrapeConfig(
    String job,
    Duration interval,
    Duration timeout,
    String metricsPath,
    String scheme,
    Map<String, List<String>> params,
    HttpConfig http,
    PageRules page,
    ScrapeLimits limits,
    List<DiscoveryConfig> discovery,
    List<RelabelConfig> relabelConfigs,
    List<RelabelConfig> metricRelabelConfigs,
    String failureLog) {

  public ScrapeConfig {
    if (job.isEmpty()) {
      throw new IllegalArgumentException("a scrape job has no name");
    }
    if (!interval.isPositive() || !timeout.isPositive() || timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          "job %s: the timeout must be above 0 and at most the interval".formatted(job));
    }
    params = Map.copyOf(params);
    discovery = List.copyOf(discovery);
    relabelConfigs = List.copyOf(relabelConfigs);
    metricRelabelConfigs = List.copyOf(metricRelabelConfigs);
  }

  /// A job with fixed targets and Prometheus's defaults: `/metrics` by http.
  public static ScrapeConfig of(
      String job, Duration interval, Duration timeout, List<TargetGroup> targets) {
    return new ScrapeConfig(
        job,
        interval,
        timeout,
        "/metrics",
        "http",
        Map.of(),
        HttpConfig.defaults(),
        PageRules.defaults(),
        ScrapeLimits.defaults(),
        List.of(new DiscoveryConfig.Static(targets)),
        List.of(),
        List.of(),
        "");
  }

  /// This job with other relabelling.
  public ScrapeConfig withRelabeling(
      List<RelabelConfig> targetSteps, List<RelabelConfig> metricSteps) {
    return new ScrapeConfig(
        job,
        interval,
        timeout,
        metricsPath,
        scheme,
        params,
        http,
        page,
        limits,
        discovery,
        targetSteps,
        metricSteps,
        failureLog);
  }
}
