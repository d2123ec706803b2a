package io.mallwatch.doors.elasticsearch;

import io.mallwatch.logs.LogAggregation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A `date_histogram` as asked for.
///
/// @param minCount bars with fewer entries are left out; 0 fills the gaps
/// @param firstMillis bars are drawn from here at least; null for the first entry
/// @param lastMillis bars are drawn up to here at least; null for the last entry
/// @param epochMillis whether times are written as milliseconds
record HistogramRequest(
    Duration interval,
    ZoneId zone,
    int minCount,
    @Nullable Long firstMillis,
    @Nullable Long lastMillis,
    boolean epochMillis) {

  /// Most bars of one answer, as Elasticsearch has it.
  private static final int MAX_BARS = 65_536;

  private static final Pattern FIXED = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  static HistogramRequest of(Map<?, ?> body) {
    Object interval = null;
    for (Map.Entry<?, ?> entry : body.entrySet()) {
      switch (String.valueOf(entry.getKey())) {
        case "calendar_interval", "fixed_interval", "interval" -> interval = entry.getValue();
        case "field", "time_zone", "min_doc_count", "extended_bounds", "format", "order" -> {}
        default ->
            throw ElasticErrors.parsing(
                "[date_histogram] does not support [%s]".formatted(entry.getKey()));
      }
    }
    Map<?, ?> bounds = body.get("extended_bounds") instanceof Map<?, ?> given ? given : Map.of();
    return new HistogramRequest(
        interval(Nodes.text("date_histogram.interval", interval)),
        QueryNodes.zone(body.get("time_zone")),
        Nodes.whole("min_doc_count", body.get("min_doc_count"), 0),
        bound(bounds, "min", false),
        bound(bounds, "max", true),
        "epoch_millis".equals(body.get("format")));
  }

  private static @Nullable Long bound(Map<?, ?> bounds, String name, boolean roundUp) {
    Object value = bounds.get(name);
    return value == null
        ? null
        : new DateMath(Instant.EPOCH, ZoneOffset.UTC)
            .parse(Nodes.text("extended_bounds", value), roundUp)
            .toEpochMilli();
  }

  private static Duration interval(String text) {
    return switch (text) {
      case "second" -> Duration.ofSeconds(1);
      case "minute" -> Duration.ofMinutes(1);
      case "hour" -> Duration.ofHours(1);
      case "day" -> DAY;
      case "week" -> WEEK;
      default -> multiple(text);
    };
  }

  private static Duration multiple(String text) {
    Matcher fixed = FIXED.matcher(text);
    if (!fixed.matches() || Long.parseLong(fixed.group(1)) == 0) {
      throw ElasticErrors.illegal(
          "interval [%s] is not supported; second to week and multiples are".formatted(text));
    }
    long count = Long.parseLong(fixed.group(1));
    return switch (fixed.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> WEEK.multipliedBy(count);
    };
  }

  /// The bars with the empty ones between them and out to the bounds, unless they are not wanted.
  List<LogAggregation.Bar> fill(List<LogAggregation.Bar> bars) {
    if (minCount > 0) {
      return bars.stream().filter(bar -> bar.count() >= minCount).toList();
    }
    Map<Long, LogAggregation.Bar> byStart = new HashMap<>();
    bars.forEach(bar -> byStart.put(bar.startMillis(), bar));
    Long first = bars.isEmpty() ? null : (Long) bars.getFirst().startMillis();
    Long last = bars.isEmpty() ? null : (Long) bars.getLast().startMillis();
    if (firstMillis != null && (first == null || firstMillis < first)) {
      first = floor(firstMillis);
    }
    if (lastMillis != null && (last == null || lastMillis > last)) {
      last = lastMillis;
    }
    if (first == null || last == null) {
      return bars;
    }
    if ((last - first) / interval.toMillis() > MAX_BARS) {
      throw ElasticErrors.illegal(
          "too many buckets: more than %d bars of %s".formatted(MAX_BARS, interval));
    }
    List<LogAggregation.Bar> filled = new ArrayList<>();
    for (long start = first; start <= last; start = next(start)) {
      LogAggregation.Bar bar = byStart.get(start);
      filled.add(bar == null ? new LogAggregation.Bar(start, 0, Map.of()) : bar);
    }
    return filled;
  }

  private long floor(long millis) {
    if (isCalendar()) {
      ZonedDateTime day = Instant.ofEpochMilli(millis).atZone(zone);
      return DateMath.floor(day, interval.equals(WEEK) ? ChronoUnit.WEEKS : ChronoUnit.DAYS)
          .toInstant()
          .toEpochMilli();
    }
    return Math.floorDiv(millis, interval.toMillis()) * interval.toMillis();
  }

  private boolean isCalendar() {
    return interval.equals(DAY) || interval.equals(WEEK);
  }

  private long next(long start) {
    return isCalendar()
        ? Instant.ofEpochMilli(start)
            .atZone(zone)
            .plusDays(interval.toDays())
            .toInstant()
            .toEpochMilli()
        : start + interval.toMillis();
  }

  /// The time of a bar as the client wants it written.
  String text(long millis) {
    if (epochMillis) {
      return Long.toString(millis);
    }
    return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX")
        .format(Instant.ofEpochMilli(millis).atZone(zone));
  }
}
