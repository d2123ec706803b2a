package io.mallwatch.doors.prometheus;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is scraped, and how that goes.
public interface TargetsView {

  /// In the order of their pools.
  List<Target> targets();

  /// Targets that relabelling dropped; perhaps not all, see [#droppedCounts()].
  List<Dropped> dropped();

  /// How many targets relabelling dropped, by pool.
  Map<String, Integer> droppedCounts();

  /// Names of all pools, sorted.
  List<String> pools();

  /// The configuration of `pool` as YAML, secrets redacted; empty when there is no such pool.
  Optional<String> configYaml(String pool);

  /// What each relabelling step of `pool` makes of `labels`; empty when there is no such pool.
  Optional<List<RelabelStep>> relabel(String pool, Labels labels);

  /// What the pages of targets said about their metrics.
  List<TargetMetadata> metadata();

  /// @param discovered labels before relabelling
  /// @param labels after it
  /// @param globalUrl how others reach it
  /// @param health `up`, `down` or `unknown`
  /// @param lastError empty when there was none
  /// @param lastScrape null before the first
  record Target(
      Labels discovered,
      Labels labels,
      String pool,
      String url,
      String globalUrl,
      String health,
      String lastError,
      @Nullable Instant lastScrape,
      Duration lastScrapeDuration,
      Duration interval,
      Duration timeout) {}

  /// @param discovered labels before relabelling
  record Dropped(Labels discovered, String pool) {}

  /// @param target labels of the target that said so
  record TargetMetadata(Labels target, MetricMetadata metadata) {}

  /// @param rule the step as it is configured, keys as in the file
  /// @param output labels after it; none when the target was dropped
  /// @param keep whether the target is still there
  record RelabelStep(Map<String, Object> rule, Labels output, boolean keep) {}
}
