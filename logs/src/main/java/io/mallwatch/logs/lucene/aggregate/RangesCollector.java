package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogAggregated;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Buckets by ranges of a number; an entry counts once in each range it has a number in.
final class RangesCollector implements Collector {

  private final LogAggregate.Ranges asked;
  private final Buckets buckets;
  private final List<int[]> owners = new ArrayList<>();
  private @Nullable Numbers numbers;

  RangesCollector(LogAggregate.Ranges asked, Buckets buckets) {
    this.asked = asked;
    this.buckets = buckets;
  }

  @Override
  public void enter(Segment segment) throws IOException {
    numbers = segment.numbers(asked.field());
    buckets.enter(segment);
  }

  @Override
  public void take(int document, int owner) throws IOException {
    Numbers here = Objects.requireNonNull(numbers);
    int count = here.load(document);
    if (count == 0) {
      return;
    }
    int[] mine = owner(owner);
    for (int i = 0; i < mine.length; i++) {
      if (anyIn(asked.ranges().get(i), here, count)) {
        buckets.take(document, mine[i]);
      }
    }
  }

  private static boolean anyIn(LogAggregate.Range range, Numbers numbers, int count) {
    Double from = range.from();
    Double to = range.to();
    for (int i = 0; i < count; i++) {
      double value = numbers.at(i);
      if ((from == null || value >= from) && (to == null || value < to)) {
        return true;
      }
    }
    return false;
  }

  private int[] owner(int owner) {
    while (owners.size() <= owner) {
      int[] opened = new int[asked.ranges().size()];
      for (int i = 0; i < opened.length; i++) {
        opened[i] = buckets.open();
      }
      owners.add(opened);
    }
    return owners.get(owner);
  }

  @Override
  public LogAggregated end(int owner) throws IOException {
    int[] mine = owner(owner);
    buckets.told(mine.length);
    List<LogAggregated.Bucket> told = new ArrayList<>();
    for (int i = 0; i < mine.length; i++) {
      told.add(buckets.end(asked.ranges().get(i).key(), mine[i]));
    }
    return new LogAggregated.Buckets(told, 0);
  }
}
