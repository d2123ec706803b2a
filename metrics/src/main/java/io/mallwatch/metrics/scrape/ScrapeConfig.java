package io.mallwatch.metrics.scrape;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One job of Prometheus's `scrape_configs`.
///
/// @param job value of the `job` label
/// @param timeout at most `interval`
/// @param params query parameters, each with its values
/// @param headers sent with every request
/// @param targetFiles patterns of files with target groups, JSON or YAML, read again when they
///   change
/// @param honorLabels whether a page's labels win over the target's
/// @param honorTimestamps whether a page's timestamps are taken
/// @param compression whether gzip is asked for
/// @param relabelConfigs steps over targets
/// @param metricRelabelConfigs steps over samples
public record ScrapeConfig(
    String job,
    Duration interval,
    Duration timeout,
    String metricsPath,
    String scheme,
    List<TargetGroup> staticTargets,
    List<String> targetFiles,
    Map<String, List<String>> params,
    Map<String, String> headers,
    ScrapeAuth auth,
    boolean honorLabels,
    boolean honorTimestamps,
    boolean followRedirects,
    boolean compression,
    ScrapeLimits limits,
    List<RelabelConfig> relabelConfigs,
    List<RelabelConfig> metricRelabelConfigs) {

  public ScrapeConfig {
    if (job.isEmpty()) {
      throw new IllegalArgumentException("a scrape job has no name");
    }
    if (!interval.isPositive() || !timeout.isPositive() || timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          "job %s: the timeout must be above 0 and at most the interval".formatted(job));
    }
    staticTargets = List.copyOf(staticTargets);
    targetFiles = List.copyOf(targetFiles);
    params = Map.copyOf(params);
    headers = Map.copyOf(headers);
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
        targets,
        List.of(),
        Map.of(),
        Map.of(),
        new ScrapeAuth.None(),
        false,
        true,
        true,
        true,
        ScrapeLimits.defaults(),
        List.of(),
        List.of());
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
        staticTargets,
        targetFiles,
        params,
        headers,
        auth,
        honorLabels,
        honorTimestamps,
        followRedirects,
        compression,
        limits,
        targetSteps,
        metricSteps);
  }
}
