package io.mallwatch.metrics.scrape.yaml;

import io.mallwatch.metrics.scrape.NameRules;
import io.mallwatch.metrics.scrape.ScrapeLimits;
import io.mallwatch.metrics.scrape.ScrapeProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What jobs inherit from `global`.
///
/// @param protocols null when not configured: then native histograms decide
/// @param escaping null when not configured: then the names decide
record GlobalYaml(
    Duration interval,
    Duration timeout,
    ScrapeLimits limits,
    @Nullable List<ScrapeProtocol> protocols,
    NameRules names,
    ScrapeProtocol.@Nullable NameEscaping escaping,
    boolean scrapeNative,
    boolean alwaysClassic,
    boolean convertClassic,
    boolean extraMetrics,
    String failureLog) {

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  static GlobalYaml read(YamlKeys keys) {
    // Rules and queries are others' concern.
    keys.skip("evaluation_interval");
    keys.skip("rule_query_offset");
    keys.skip("query_log_file");
    keys.skip("external_labels");
    Duration interval = keys.period("scrape_interval", INTERVAL);
    Duration least = TIMEOUT.compareTo(interval) > 0 ? interval : TIMEOUT;
    Duration timeout = keys.period("scrape_timeout", least);
    if (timeout.compareTo(interval) > 0) {
      keys.problem("scrape_timeout", "must be at most scrape_interval");
      timeout = interval;
    }
    ScrapeLimits none = ScrapeLimits.defaults();
    String log = keys.text("scrape_failure_log_file", "");
    return new GlobalYaml(
        interval,
        timeout,
        limits(keys, none),
        protocols(keys),
        names(keys, NameRules.UTF8),
        escaping(keys),
        keys.flag("scrape_native_histograms", false),
        alwaysClassic(keys, false),
        keys.flag("convert_classic_histograms_to_nhcb", false),
        keys.flag("extra_scrape_metrics", false),
        log.isEmpty() ? "" : keys.file(log).toString());
  }

  /// The newer spelling wins over the older one.
  static boolean alwaysClassic(YamlKeys keys, boolean missing) {
    return keys.flag(
        "always_scrape_classic_histograms", keys.flag("scrape_classic_histograms", missing));
  }

  static ScrapeLimits limits(YamlKeys keys, ScrapeLimits missing) {
    return new ScrapeLimits(
        keys.count("sample_limit", missing.samples()),
        keys.count("label_limit", missing.labels()),
        keys.count("label_name_length_limit", missing.labelNameLength()),
        keys.count("label_value_length_limit", missing.labelValueLength()),
        keys.bytes("body_size_limit", missing.bodyBytes()),
        keys.count("target_limit", missing.targets()),
        keys.count("keep_dropped_targets", missing.droppedTargets()));
  }

  static @Nullable List<ScrapeProtocol> protocols(YamlKeys keys) {
    if (!keys.has("scrape_protocols")) {
      return null;
    }
    List<String> texts = keys.texts("scrape_protocols");
    try {
      List<ScrapeProtocol> protocols = texts.stream().map(ScrapeProtocol::of).toList();
      if (protocols.isEmpty()) {
        keys.problem("scrape_protocols", "must not be empty");
      } else if (protocols.stream().distinct().count() < protocols.size()) {
        keys.problem("scrape_protocols", "a protocol comes twice");
      }
      return protocols;
    } catch (IllegalArgumentException e) {
      keys.problem("scrape_protocols", String.valueOf(e.getMessage()));
      return null;
    }
  }

  static NameRules names(YamlKeys keys, NameRules missing) {
    return keys.read(
        "metric_name_validation_scheme",
        missing,
        text ->
            switch (text) {
              case "" -> missing;
              case "utf8", "legacy" -> NameRules.valueOf(text.toUpperCase(Locale.ROOT));
              default -> throw new IllegalArgumentException("expected utf8 or legacy");
            });
  }

  static ScrapeProtocol.@Nullable NameEscaping escaping(YamlKeys keys) {
    String text = keys.text("metric_name_escaping_scheme", "");
    if (text.isEmpty()) {
      return null;
    }
    try {
      return ScrapeProtocol.NameEscaping.of(text);
    } catch (IllegalArgumentException e) {
      keys.problem("metric_name_escaping_scheme", String.valueOf(e.getMessage()));
      return null;
    }
  }
}
