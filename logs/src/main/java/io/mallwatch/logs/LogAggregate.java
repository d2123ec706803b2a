package io.mallwatch.logs;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One aggregation: buckets that entries fall into, each with aggregations of its own below, or a
/// figure over the entries' numbers. Fields are named as in [LogFilter]; numbers of `timestamp` are
/// milliseconds since 1970.
public sealed interface LogAggregate {

  /// Aggregations of each bucket, by name; none for a figure.
  default Map<String, LogAggregate> below() {
    return Map.of();
  }

  /// Entries by the bar of time that `field` lies in, oldest first.
  ///
  /// @param offsetMillis moves every bar's start
  /// @param minCount bars with fewer entries are left out; 0 fills the gaps between bars
  /// @param extended with `minCount` 0, bars reach at least this far; milliseconds
  /// @param hard entries outside are left out; milliseconds, both inclusive
  record DateHistogram(
      String field,
      Interval interval,
      ZoneId zone,
      long offsetMillis,
      long minCount,
      @Nullable Bounds extended,
      @Nullable Bounds hard,
      Map<String, LogAggregate> below)
      implements LogAggregate {
    public DateHistogram {
      below = Map.copyOf(below);
    }
  }

  /// How long a bar is.
  sealed interface Interval {}

  /// So many milliseconds, counted from 1970 on the zone's wall clock.
  record Fixed(long millis) implements Interval {}

  /// As long as the calendar of the zone says; weeks begin on Monday.
  record Calendar(Unit unit) implements Interval {}

  /// A unit of the calendar.
  enum Unit {
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR
  }

  /// Both inclusive; null is open.
  record Bounds(@Nullable Double min, @Nullable Double max) {}

  /// Entries by the interval that a number lies in, lowest first.
  record Histogram(
      String field,
      double interval,
      double offset,
      long minCount,
      @Nullable Bounds extended,
      @Nullable Bounds hard,
      Map<String, LogAggregate> below)
      implements LogAggregate {
    public Histogram {
      below = Map.copyOf(below);
    }
  }

  /// Entries by value; an entry counts once for each value it has. The counts are exact.
  ///
  /// @param size most buckets
  /// @param order which come first; ties by key
  /// @param choice which values count
  /// @param missing value of entries without one; null leaves them out
  /// @param minCount buckets with fewer entries are left out
  record Terms(
      String field,
      int size,
      List<Order> order,
      Choice choice,
      @Nullable String missing,
      long minCount,
      Map<String, LogAggregate> below)
      implements LogAggregate {
    public Terms {
      order = List.copyOf(order);
      below = Map.copyOf(below);
    }
  }

  /// @param path `_count`, `_key`, or a figure below: `name` or `name.avg`
  record Order(String path, boolean ascending) {}

  /// Values by regular expression and by list; an empty pattern is none.
  ///
  /// @param only null for every value
  record Choice(String include, String exclude, @Nullable List<String> only, List<String> not) {
    /// Every value.
    public static final Choice ALL = new Choice("", "", null, List.of());

    public Choice {
      only = only == null ? null : List.copyOf(only);
      not = List.copyOf(not);
    }
  }

  /// Entries by filter, in the filters' order; an entry may be in several buckets.
  ///
  /// @param other key of the bucket of those that pass none; null for no such bucket
  record Filters(List<Named> filters, @Nullable String other, Map<String, LogAggregate> below)
      implements LogAggregate {
    public Filters {
      filters = List.copyOf(filters);
      below = Map.copyOf(below);
    }
  }

  record Named(String key, LogFilter filter) {}

  /// Entries by ranges of a number, in the ranges' order.
  record Ranges(String field, List<Range> ranges, Map<String, LogAggregate> below)
      implements LogAggregate {
    public Ranges {
      ranges = List.copyOf(ranges);
      below = Map.copyOf(below);
    }
  }

  /// @param from inclusive; null is open
  /// @param to exclusive; null is open
  record Range(String key, @Nullable Double from, @Nullable Double to) {}

  /// Entries by every combination of values of the sources, in the sources' order, page by page.
  ///
  /// @param after key of the last bucket of the page before; empty for the first page
  record Composite(
      List<Source> sources, int size, List<Object> after, Map<String, LogAggregate> below)
      implements LogAggregate {
    public Composite {
      sources = List.copyOf(sources);
      after = List.copyOf(after);
      below = Map.copyOf(below);
    }
  }

  /// What a part of a composite key is made of. Keys of `of` [DateHistogram] are [Long]s, of
  /// [Histogram] [Double]s, of [Terms] strings.
  record Source(String name, LogAggregate of, boolean descending) {}

  /// How many numbers, their sum, least, greatest and sum of squares.
  ///
  /// @param missing number of entries without one; null leaves them out
  record Summary(String field, @Nullable Double missing) implements LogAggregate {}

  /// How many values of any kind.
  record ValueCount(String field) implements LogAggregate {}

  /// How many different values; exact up to `exactUpTo`, then within about one per cent.
  record Cardinality(String field, int exactUpTo) implements LogAggregate {}

  /// The distribution of numbers.
  record Percentiles(String field, @Nullable Double missing) implements LogAggregate {}

  /// The first entries of each bucket.
  record TopHits(int from, int size, LogQuery.Order order) implements LogAggregate {}
}
