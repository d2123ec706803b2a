package io.mallwatch.server.view;

import io.mallwatch.doors.prometheus.TargetsView;
import io.mallwatch.metrics.scrape.Scraper;
import io.mallwatch.metrics.scrape.TargetStatus;
import io.mallwatch.monitors.log.SourceFreshness;
import java.util.List;
import java.util.Locale;

/// Scrape targets for the Prometheus door.
public final class Targets implements TargetsView {

  private final Scraper scraper;

  public Targets(Scraper scraper) {
    this.scraper = scraper;
  }

  @Override
  public List<Target> targets() {
    return scraper.targets().stream()
        .map(target ->
            new Target(
                target.discovered(),
                target.labels(),
                target.job(),
                target.url().toString(),
                target.health().name().toLowerCase(Locale.ROOT),
                target.lastError(),
                target.lastScrape().orElse(null),
                target.lastDuration(),
                target.interval(),
                target.timeout()))
        .toList();
  }

  /// Notes which targets answered.
  public static void heard(Scraper scraper, SourceFreshness freshness) {
    for (TargetStatus target : scraper.targets()) {
      if (target.health() == TargetStatus.Health.UP) {
        target
            .lastScrape()
            .ifPresent(at ->
                freshness.heard(target.labels().get("job"), SourceFreshness.Kind.METRICS, at));
      }
    }
  }
}
