package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogAggregated;
import io.mallwatch.logs.LogAggregation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;

/// Bars of time, or of numbers.
final class HistogramCollector implements Collector {

  /// Cuts numbers into bars.
  sealed interface Ruler {
    double start(double value);

    double next(double start);

    Object key(double start);
  }

  record Time(Bars bars) implements Ruler {
    @Override
    public double start(double value) {
      return bars.start((long) value);
    }

    @Override
    public double next(double start) {
      return bars.next((long) start);
    }

    @Override
    public Object key(double start) {
      return (long) start;
    }
  }

  record Steps(double interval, double offset) implements Ruler {
    @Override
    public double start(double value) {
      return Math.floor((value - offset) / interval) * interval + offset;
    }

    @Override
    public double next(double start) {
      return start(start + interval * 1.5);
    }

    @Override
    public Object key(double start) {
      return start + 0.0;
    }
  }

  private final String field;
  private final Ruler ruler;
  private final long minCount;
  private final LogAggregate.@Nullable Bounds extended;
  private final LogAggregate.@Nullable Bounds hard;
  private final Buckets buckets;
  private final List<TreeMap<Double, Integer>> owners = new ArrayList<>();
  private @Nullable Numbers numbers;
  private long[] times = new long[0];
  private int lastOwner = -1;
  private double lastStart;
  private int lastBucket;

  HistogramCollector(
      String field,
      Ruler ruler,
      long minCount,
      LogAggregate.@Nullable Bounds extended,
      LogAggregate.@Nullable Bounds hard,
      Buckets buckets) {
    this.field = field;
    this.ruler = ruler;
    this.minCount = minCount;
    this.extended = extended;
    this.hard = hard;
    this.buckets = buckets;
  }

  @Override
  public void enter(Segment segment) throws IOException {
    numbers = segment.numbers(field);
    buckets.enter(segment);
  }

  @Override
  public void take(int document, int owner) throws IOException {
    Numbers here = java.util.Objects.requireNonNull(numbers);
    int count = here.load(document);
    double before = Double.NaN;
    for (int i = 0; i < count; i++) {
      double value = here.at(i);
      double start = ruler.start(value);
      if (start == before || !inside(value)) {
        continue;
      }
      before = start;
      buckets.take(document, bar(start, owner));
    }
  }

  @Override
  public void take(int[] documents, int from, int to, int owner) throws IOException {
    Numbers here = java.util.Objects.requireNonNull(numbers);
    if (times.length < to - from) {
      times = new long[to - from];
    }
    if (!(ruler instanceof Time(Bars cuts))
        || hard != null
        || !here.times(documents, from, to, times)) {
      Collector.super.take(documents, from, to, owner);
      return;
    }
    int count = to - from;
    for (int i = 0; i < count; ) {
      long start = cuts.start(times[i]);
      int end = i + 1;
      while (end < count && cuts.start(times[end]) == start) {
        end++;
      }
      buckets.take(documents, from + i, from + end, bar((double) start, owner));
      i = end;
    }
  }

  /// Stretches of the segment that lie in one bar are counted without their entries.
  @Override
  public boolean takeAll() throws IOException {
    Numbers here = java.util.Objects.requireNonNull(numbers);
    DocValuesSkipper stretches = here.stretches();
    if (stretches == null
        || !buckets.onlyCount()
        || hard != null
        || !(ruler instanceof Time(Bars cuts))) {
      return false;
    }
    int[] documents = new int[0];
    for (stretches.advance(0);
        stretches.minDocID(0) != DocIdSetIterator.NO_MORE_DOCS;
        stretches.advance(stretches.maxDocID(0) + 1)) {
      int first = stretches.minDocID(0);
      int count = stretches.maxDocID(0) + 1 - first;
      long start = cuts.start(Numbers.millis(stretches.minValue(0)));
      if (start == cuts.start(Numbers.millis(stretches.maxValue(0)))) {
        buckets.add(count, bar((double) start, 0));
        continue;
      }
      if (documents.length < count) {
        documents = new int[count];
      }
      for (int i = 0; i < count; i++) {
        documents[i] = first + i;
      }
      take(documents, 0, count, 0);
    }
    return true;
  }

  private int bar(double start, int owner) {
    if (owner != lastOwner || start != lastStart) {
      lastBucket = bars(owner).computeIfAbsent(start, _ -> buckets.open());
      lastOwner = owner;
      lastStart = start;
    }
    return lastBucket;
  }

  private boolean inside(double value) {
    if (hard == null) {
      return true;
    }
    Double min = hard.min();
    Double max = hard.max();
    return (min == null || value >= min) && (max == null || value <= max);
  }

  private NavigableMap<Double, Integer> bars(int owner) {
    while (owners.size() <= owner) {
      owners.add(new TreeMap<>());
    }
    return owners.get(owner);
  }

  @Override
  public LogAggregated end(int owner) throws IOException {
    NavigableMap<Double, Integer> bars = bars(owner);
    if (minCount == 0) {
      fill(bars);
    }
    List<LogAggregated.Bucket> told = new ArrayList<>();
    for (Map.Entry<Double, Integer> bar : bars.entrySet()) {
      if (buckets.count(bar.getValue()) >= minCount) {
        buckets.told(1);
        told.add(buckets.end(ruler.key(bar.getKey()), bar.getValue()));
      }
    }
    return new LogAggregated.Buckets(told, 0);
  }

  /// Puts empty bars into the gaps and out to the bounds.
  private void fill(NavigableMap<Double, Integer> bars) {
    Double first = bars.isEmpty() ? null : bars.firstKey();
    Double last = bars.isEmpty() ? null : bars.lastKey();
    Double min = extended == null ? null : extended.min();
    Double max = extended == null ? null : extended.max();
    if (min != null && (first == null || min < first)) {
      first = ruler.start(min);
    }
    if (max != null && (last == null || max > last)) {
      last = ruler.start(max);
    }
    if (first == null) {
      first = max == null ? null : last;
    }
    if (first == null || last == null) {
      return;
    }
    int made = 0;
    for (double at = first; at <= last; at = ruler.next(at)) {
      if (++made > 10 * LogAggregation.MAX_BUCKETS) {
        throw new LogAggregation.TooManyBucketsException(LogAggregation.MAX_BUCKETS);
      }
      bars.computeIfAbsent(at, _ -> buckets.open());
    }
  }
}
