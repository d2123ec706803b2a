package io.mallwatch.metrics.scrape;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a page is asked for and understood.
///
/// @param honorLabels whether a page's labels win over the target's
/// @param honorTimestamps whether a page's timestamps are taken
/// @param trackTimestampsStaleness whether series with the page's timestamps go stale too
/// @param compression whether gzip is asked for
/// @param protocols asked for, best first
/// @param fallback taken when the target does not say what it answers in; null to refuse the page
/// @param extraMetrics whether the report has limits, too
public record PageRules(
    boolean honorLabels,
    boolean honorTimestamps,
    boolean trackTimestampsStaleness,
    boolean compression,
    List<ScrapeProtocol> protocols,
    @Nullable ScrapeProtocol fallback,
    NameRules names,
    ScrapeProtocol.NameEscaping escaping,
    HistogramRules histograms,
    boolean extraMetrics) {

  public PageRules {
    protocols = List.copyOf(protocols);
  }

  /// As when nothing is configured.
  public static PageRules defaults() {
    return new PageRules(
        false,
        true,
        false,
        true,
        ScrapeProtocol.TEXT_FIRST,
        null,
        NameRules.UTF8,
        ScrapeProtocol.NameEscaping.ALLOW_UTF_8,
        HistogramRules.defaults(),
        false);
  }
}
