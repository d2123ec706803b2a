package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogAggregated;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.lucene.document.Terms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.NumericDocValues;
import org.jspecify.annotations.Nullable;

/// The first entries of each bucket by time. An entry is read when it is among the first of those
/// that came so far.
final class TopHitsCollector implements Collector {

  private final LogAggregate.TopHits asked;
  private final Comparator<Found> lastFirst;
  private final List<Owner> owners = new ArrayList<>();
  private @Nullable Segment segment;
  private @Nullable NumericDocValues times;
  private @Nullable NumericDocValues sequences;

  private record Found(long nanos, long sequence, LogHit hit) {}

  private static final class Owner {
    private final PriorityQueue<Found> first;
    private long total;

    Owner(Comparator<Found> lastFirst) {
      first = new PriorityQueue<>(lastFirst);
    }
  }

  TopHitsCollector(LogAggregate.TopHits asked) {
    this.asked = asked;
    Comparator<Found> oldest =
        Comparator.comparingLong(Found::nanos).thenComparingLong(Found::sequence);
    this.lastFirst = asked.order() == LogQuery.Order.NEWEST_FIRST ? oldest : oldest.reversed();
  }

  @Override
  public void enter(Segment next) throws IOException {
    segment = next;
    times = DocValues.getNumeric(next.leaf().reader(), Terms.TIME);
    sequences = DocValues.getNumeric(next.leaf().reader(), Terms.SEQUENCE);
  }

  @Override
  public void take(int document, int owner) throws IOException {
    while (owners.size() <= owner) {
      owners.add(new Owner(lastFirst));
    }
    Owner mine = owners.get(owner);
    mine.total++;
    int most = asked.from() + asked.size();
    if (most == 0) {
      return;
    }
    Segment here = Objects.requireNonNull(segment);
    long nanos = value(Objects.requireNonNull(times), document);
    Found last = mine.first.peek();
    if (mine.first.size() >= most
        && last != null
        && (asked.order() == LogQuery.Order.NEWEST_FIRST
            ? nanos < last.nanos()
            : nanos > last.nanos())) {
      return;
    }
    long sequence = value(Objects.requireNonNull(sequences), document);
    mine.first.add(new Found(nanos, sequence, here.hits().read(document)));
    if (mine.first.size() > most) {
      mine.first.poll();
    }
  }

  private static long value(NumericDocValues column, int document) throws IOException {
    return column.advanceExact(document) ? column.longValue() : 0;
  }

  @Override
  public LogAggregated end(int owner) {
    if (owner >= owners.size()) {
      return new LogAggregated.Hits(0, List.of());
    }
    Owner mine = owners.get(owner);
    List<LogHit> hits =
        mine.first.stream()
            .sorted(lastFirst.reversed())
            .skip(asked.from())
            .map(Found::hit)
            .toList();
    return new LogAggregated.Hits(mine.total, hits);
  }
}
