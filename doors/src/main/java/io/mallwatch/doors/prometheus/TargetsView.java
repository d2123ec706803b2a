package io.mallwatch.doors.prometheus;

import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is scraped, and how that goes.
@FunctionalInterface
public interface TargetsView {

  List<Target> targets();

  /// @param discovered labels before relabelling
  /// @param labels after it
  /// @param health `up`, `down` or `unknown`
  /// @param lastError empty when there was none
  /// @param lastScrape null before the first
  record Target(
      Labels discovered,
      Labels labels,
      String pool,
      String url,
      String health,
      String lastError,
      @Nullable Instant lastScrape,
      Duration lastScrapeDuration,
      Duration interval,
      Duration timeout) {}
}
