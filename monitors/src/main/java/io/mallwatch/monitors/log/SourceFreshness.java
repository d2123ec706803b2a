package io.mallwatch.monitors.log;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/// When each source was last heard. Thread-safe; holds at most [#MAX_SOURCES], further ones are
/// counted and left out.
public final class SourceFreshness {

  /// Most sources that are followed.
  public static final int MAX_SOURCES = 1_000;

  /// Name of the gauge that [#samples(Instant)] gives.
  public static final String AGE_METRIC = "mallwatch_source_age_seconds";

  /// What a source sends.
  public enum Kind {
    METRICS,
    LOGS,
    TRACES,
    DATABASE;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How long ago.
  public enum State {
    FRESH,
    LATE,
    SILENT;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A source at a moment.
  public record Source(String name, Kind kind, Instant lastSeen, Duration age, State state) {}

  private record Key(String name, Kind kind) {}

  private final Duration lateAfter;
  private final Duration silentAfter;
  private final ConcurrentMap<Key, Instant> lastSeen = new ConcurrentHashMap<>();
  private final LongAdder leftOut = new LongAdder();

  /// @param silentAfter a source is late after a fifth of it
  public SourceFreshness(Duration silentAfter) {
    this.silentAfter = silentAfter;
    this.lateAfter = silentAfter.dividedBy(5);
  }

  /// `name` was heard at `moment`; earlier moments than the last known don't count.
  public void heard(String name, Kind kind, Instant moment) {
    Key key = new Key(name, kind);
    if (lastSeen.size() >= MAX_SOURCES && !lastSeen.containsKey(key)) {
      leftOut.increment();
      return;
    }
    lastSeen.merge(key, moment, (old, now) -> now.isAfter(old) ? now : old);
  }

  /// A source that was taken away on purpose is no longer expected.
  public void forget(String name, Kind kind) {
    lastSeen.remove(new Key(name, kind));
  }

  /// How many reports of sources past the limit were left out.
  public long leftOut() {
    return leftOut.sum();
  }

  /// All sources, the longest silent first.
  public List<Source> sources(Instant now) {
    List<Source> sources = new ArrayList<>();
    lastSeen.forEach((key, seen) -> {
      Duration age = seen.isAfter(now) ? Duration.ZERO : Duration.between(seen, now);
      State state =
          age.compareTo(silentAfter) >= 0
              ? State.SILENT
              : age.compareTo(lateAfter) >= 0 ? State.LATE : State.FRESH;
      sources.add(new Source(key.name(), key.kind(), seen, age, state));
    });
    sources.sort(Comparator.comparing(Source::age).reversed().thenComparing(Source::name));
    return sources;
  }

  /// The ages as gauges, for rules on silent sources.
  public MetricBatch samples(Instant now) {
    List<SeriesSamples> series = new ArrayList<>();
    for (Source source : sources(now)) {
      Labels labels =
          Labels.of(
              Labels.METRIC_NAME,
              AGE_METRIC,
              "source",
              source.name(),
              "kind",
              source.kind().text());
      series.add(SeriesSamples.of(labels, now.toEpochMilli(), source.age().toMillis() / 1000.0));
    }
    return MetricBatch.of(
        series,
        List.of(),
        List.of(
            new MetricMetadata(
                AGE_METRIC, "gauge", "Seconds since a source was last heard", "seconds")));
  }
}
