package io.mallwatch.logs.lucene;

import io.mallwatch.logs.LogAggregation;
import io.mallwatch.model.BadQueryException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/// Cuts time into bars. Whole days begin at midnight of the zone and are as long as they are there;
/// seven days begin on a Monday; anything shorter is cut on the zone's wall clock.
final class TimeBars {

  private static final long NANOS = 1_000_000L;

  private final Duration interval;
  private final ZoneId zone;
  private final long days;

  // The bar that was asked for last; entries come almost in order.
  private long from;
  private long to;

  TimeBars(LogAggregation.Histogram histogram) {
    this.interval = histogram.interval();
    this.zone = histogram.zone();
    if (interval.toMillis() < 1) {
      throw new BadQueryException("the interval of a histogram is at least 1 ms");
    }
    this.days = interval.equals(Duration.ofDays(interval.toDays())) ? interval.toDays() : 0;
  }

  /// First millisecond of the bar that a moment, in nanoseconds since 1970, is in.
  long startMillis(long nanos) {
    if (nanos < from || nanos >= to) {
      find(Math.floorDiv(nanos, NANOS));
    }
    return from / NANOS;
  }

  private void find(long millis) {
    if (days > 0) {
      LocalDate date = Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
      LocalDate first =
          days == 7
              ? date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
              : date.minusDays(Math.floorMod(date.toEpochDay(), days));
      from = nanos(first);
      to = nanos(first.plusDays(days));
      return;
    }
    long offset = zone.getRules().getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds() * 1000L;
    long length = interval.toMillis();
    long start = Math.floorDiv(millis + offset, length) * length - offset;
    from = start * NANOS;
    to = (start + length) * NANOS;
    var change = zone.getRules().nextTransition(Instant.ofEpochMilli(start));
    if (change != null && change.getInstant().toEpochMilli() < start + length) {
      to = from; // the clock changes inside this bar: look again for every entry
    }
  }

  private long nanos(LocalDate date) {
    return date.atStartOfDay(zone).toInstant().toEpochMilli() * NANOS;
  }
}
