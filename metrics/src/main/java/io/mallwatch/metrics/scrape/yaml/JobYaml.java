package io.mallwatch.metrics.scrape.yaml;

import io.mallwatch.metrics.scrape.HistogramRules;
import io.mallwatch.metrics.scrape.NameRules;
import io.mallwatch.metrics.scrape.PageRules;
import io.mallwatch.metrics.scrape.ScrapeConfig;
import io.mallwatch.metrics.scrape.ScrapeProtocol;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one job of `scrape_configs`.
final class JobYaml {

  private final YamlKeys keys;
  private final GlobalYaml global;

  JobYaml(YamlKeys keys, GlobalYaml global) {
    this.keys = keys;
    this.global = global;
  }

  ScrapeConfig read(String job) {
    Duration interval = keys.period("scrape_interval", global.interval());
    Duration inherited = global.timeout().compareTo(interval) > 0 ? interval : global.timeout();
    Duration timeout = keys.period("scrape_timeout", inherited);
    if (timeout.compareTo(interval) > 0) {
      keys.problem("scrape_timeout", "must be at most scrape_interval");
      timeout = interval;
    }
    String scheme = keys.text("scheme", "http");
    if (!scheme.equals("http") && !scheme.equals("https")) {
      keys.problem("scheme", "expected http or https");
    }
    NameRules names = GlobalYaml.names(keys, global.names());
    String log = keys.text("scrape_failure_log_file", "");
    List<DiscoveryConfig> discovery = DiscoveryYaml.read(keys);
    if (!keys.has("relabel_configs")) {
      checkAddresses(discovery);
    }
    return new ScrapeConfig(
        job,
        interval,
        timeout,
        keys.text("metrics_path", "/metrics"),
        scheme,
        keys.lists("params"),
        HttpYaml.read(keys),
        page(names),
        GlobalYaml.limits(keys, global.limits()),
        discovery,
        RelabelYaml.read(keys, "relabel_configs", names),
        RelabelYaml.read(keys, "metric_relabel_configs", names),
        log.isEmpty() ? global.failureLog() : keys.file(log).toString());
  }

  private PageRules page(NameRules names) {
    HistogramRules histograms = histograms();
    List<ScrapeProtocol> protocols = GlobalYaml.protocols(keys);
    if (protocols == null) {
      protocols = global.protocols();
    }
    if (protocols == null) {
      protocols =
          histograms.scrapeNative() ? ScrapeProtocol.PROTO_FIRST : ScrapeProtocol.TEXT_FIRST;
    }
    return new PageRules(
        keys.flag("honor_labels", false),
        keys.flag("honor_timestamps", true),
        keys.flag("track_timestamps_staleness", false),
        keys.flag("enable_compression", true),
        protocols,
        fallback(),
        names,
        escaping(names),
        histograms,
        keys.flag("extra_scrape_metrics", global.extraMetrics()));
  }

  private @Nullable ScrapeProtocol fallback() {
    String text = keys.text("fallback_scrape_protocol", "");
    try {
      return text.isEmpty() ? null : ScrapeProtocol.of(text);
    } catch (IllegalArgumentException e) {
      keys.problem("fallback_scrape_protocol", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private ScrapeProtocol.NameEscaping escaping(NameRules names) {
    ScrapeProtocol.NameEscaping own = GlobalYaml.escaping(keys);
    boolean ownNames = keys.has("metric_name_validation_scheme");
    if (own == null && !ownNames) {
      own = global.escaping();
    }
    if (own == null) {
      return names == NameRules.LEGACY
          ? ScrapeProtocol.NameEscaping.UNDERSCORES
          : ScrapeProtocol.NameEscaping.ALLOW_UTF_8;
    }
    if (own == ScrapeProtocol.NameEscaping.ALLOW_UTF_8 && names == NameRules.LEGACY) {
      keys.problem(
          "metric_name_escaping_scheme", "allow-utf-8 needs metric_name_validation_scheme utf8");
    }
    return own;
  }

  private HistogramRules histograms() {
    return new HistogramRules(
        keys.flag("scrape_native_histograms", global.scrapeNative()),
        GlobalYaml.alwaysClassic(keys, global.alwaysClassic()),
        keys.flag("convert_classic_histograms_to_nhcb", global.convertClassic()),
        keys.count("native_histogram_bucket_limit", 0),
        keys.number("native_histogram_min_bucket_factor", 0));
  }

  /// Without relabelling an address with a path is a URL that somebody put there.
  private void checkAddresses(List<DiscoveryConfig> discovery) {
    for (DiscoveryConfig config : discovery) {
      if (config instanceof DiscoveryConfig.Static(var groups)) {
        groups.stream()
            .flatMap(group -> group.targets().stream())
            .map((Labels target) -> target.get("__address__"))
            .filter(address -> address.contains("/"))
            .forEach(address ->
                keys.problem(
                    "static_configs", "\"%s\" is no host or host:port".formatted(address)));
      }
    }
  }
}
