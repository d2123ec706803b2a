package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Remembers what became of each line of a target's page, and which series are alive. Not
/// thread-safe.
final class SeriesCache {

  /// A series of the target.
  static final class Series {
    private final SeriesKey key;
    private long seen = -1;
    private boolean tracked;

    private Series(Labels labels) {
      key = new SeriesKey(labels);
    }

    SeriesKey key() {
      return key;
    }
  }

  /// What a line is: a series, or nothing when relabelling drops it.
  private static final class Line {
    private final @Nullable Series series;
    private long seen;

    private Line(@Nullable Series series) {
      this.series = series;
    }
  }

  private final Map<Labels, Line> lines = new HashMap<>();
  private final Map<Labels, Series> all = new HashMap<>();
  private List<Series> alive = new ArrayList<>();
  private List<Series> found = new ArrayList<>();
  private long round;
  private int linesSeen;
  private int added;

  /// Begins a scrape.
  void begin() {
    round++;
    linesSeen = 0;
    added = 0;
    found.clear();
  }

  /// The series of a line with these labels, or null when it is dropped.
  ///
  /// @throws ScrapeFailedException when a limit on labels is passed
  @Nullable Series find(Labels page, Target target) {
    Line line = lines.get(page);
    if (line == null) {
      Optional<Labels> labels = LabelJoin.series(page, target);
      line = new Line(labels.map(this::series).orElse(null));
      lines.put(page, line);
    }
    if (line.seen != round) {
      line.seen = round;
      linesSeen++;
    }
    return line.series;
  }

  private Series series(Labels labels) {
    Series known = all.get(labels);
    if (known != null) {
      return known;
    }
    Series fresh = new Series(labels);
    all.put(labels, fresh);
    added++;
    return fresh;
  }

  /// Notes that the scrape brought a sample of `series`.
  ///
  /// @param tracked whether it goes stale when it does not come again
  void sample(Series series, boolean tracked) {
    if (tracked && (series.seen != round || !series.tracked)) {
      found.add(series);
    }
    series.tracked = tracked || (series.seen == round && series.tracked);
    series.seen = round;
  }

  /// How many series came for the first time.
  int added() {
    return added;
  }

  /// Notes that the scrape failed: nothing came.
  void fail() {
    for (Series series : found) {
      series.seen = round - 1;
    }
    found.clear();
    added = 0;
  }

  /// Gives the series that were alive and did not come.
  void forEachGone(Consumer<Series> gone) {
    for (Series series : alive) {
      if (series.seen != round) {
        gone.accept(series);
      }
    }
  }

  /// Ends a scrape whose samples and stale markers are stored.
  ///
  /// @param failed whether it brought nothing; what is remembered then stays
  void commit(boolean failed) {
    List<Series> before = alive;
    alive = found;
    found = before;
    found.clear();
    if (!failed && linesSeen < lines.size()) {
      lines.values().removeIf(line -> line.seen != round);
      all.values().removeIf(series -> series.seen != round);
    }
  }

  /// Forgets what lines became, because the rules changed; series stay alive.
  void forgetLines() {
    lines.clear();
    all.clear();
    for (Series series : alive) {
      all.put(series.key.labels(), series);
    }
  }

  /// Takes over the series of a target that this one replaces.
  void adopt(SeriesCache before) {
    alive.addAll(before.alive);
    for (Series series : alive) {
      all.put(series.key.labels(), series);
      series.seen = -1;
    }
  }

  /// Everything that is alive.
  List<Series> alive() {
    return alive;
  }
}
