package io.mallwatch.monitors.business;

import io.mallwatch.monitors.business.calendar.DayCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Baselines of one figure, learnt from the weeks before. Immutable once built.
public final class BaselineModel {

  /// Length of a bucket.
  public static final Duration BUCKET = Duration.ofMinutes(5);

  static final int WEEKS = 5;
  private static final int NEIGHBOURS = 2;
  private static final int LEAST_SAMPLES = 5;
  private static final long WEEK_MILLIS = Duration.ofDays(7).toMillis();

  private final NavigableMap<Long, Double> byBucket = new TreeMap<>();
  private final long learntFromMillis;

  private final DayCalendar calendar;

  /// @param history one value a bucket, at the bucket's end
  /// @param calendar days of another sort teach nothing
  BaselineModel(SeriesLine history, DayCalendar calendar) {
    this.calendar = calendar;
    for (int i = 0; i < history.size(); i++) {
      byBucket.put(history.timestampsMillis()[i] / BUCKET.toMillis(), history.values()[i]);
    }
    this.learntFromMillis = history.size() == 0 ? Long.MAX_VALUE : history.timestampsMillis()[0];
  }

  /// Whether there are less than two weeks of history, so that the bands are only a first guess.
  public boolean isLearning(Instant now) {
    return learntFromMillis > now.toEpochMilli() - 2 * WEEK_MILLIS;
  }

  /// The band at `moment`; empty when too little is known. Ordinary days are compared with the same
  /// day of earlier weeks, promotions and holidays with other days of their sort.
  public Optional<Baseline> at(Instant moment) {
    boolean ordinary = calendar.kind(moment) == DayCalendar.Kind.ORDINARY;
    int step = ordinary ? 7 : 1;
    double[] samples = new double[WEEKS * 7 * (2 * NEIGHBOURS + 1)];
    int size = 0;
    for (int day = step; day <= WEEKS * 7; day += step) {
      Instant then = moment.minus(Duration.ofDays(day));
      if (!calendar.isAlike(moment, then)) {
        continue;
      }
      long bucket = then.toEpochMilli() / BUCKET.toMillis();
      for (int neighbour = -NEIGHBOURS; neighbour <= NEIGHBOURS; neighbour++) {
        Double value = byBucket.get(bucket + neighbour);
        if (value != null) {
          samples[size++] = value;
        }
      }
    }
    return size < LEAST_SAMPLES
        ? Optional.empty()
        : Optional.of(Baseline.of(Arrays.copyOf(samples, size)));
  }

  /// The bands from `from` to `to`, one a bucket.
  public List<BaselinePoint> between(Instant from, Instant to) {
    List<BaselinePoint> points = new ArrayList<>();
    long step = BUCKET.toMillis();
    for (long t = Math.ceilDiv(from.toEpochMilli(), step) * step;
        t <= to.toEpochMilli();
        t += step) {
      long moment = t;
      at(Instant.ofEpochMilli(moment))
          .ifPresent(band -> points.add(new BaselinePoint(moment, band)));
    }
    return points;
  }

  /// A band at a moment.
  public record BaselinePoint(long timestampMillis, Baseline band) {}
}
