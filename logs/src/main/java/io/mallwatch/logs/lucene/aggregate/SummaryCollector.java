package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogAggregated;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sums over numbers, with the error of each addition carried along (Kahan and Babuska), so that
/// the order of segments doesn't show.
final class SummaryCollector implements Collector {

  private final LogAggregate.Summary asked;
  private long[] counts = new long[1];
  private double[] sums = new double[1];
  private double[] errors = new double[1];
  private double[] squares = new double[1];
  private double[] mins = {Double.POSITIVE_INFINITY};
  private double[] maxs = {Double.NEGATIVE_INFINITY};
  private @Nullable Numbers numbers;

  SummaryCollector(LogAggregate.Summary asked) {
    this.asked = asked;
  }

  @Override
  public void enter(Segment segment) throws IOException {
    numbers = segment.numbers(asked.field());
  }

  @Override
  public void take(int document, int owner) throws IOException {
    Numbers here = Objects.requireNonNull(numbers);
    int count = here.load(document);
    if (owner >= counts.length) {
      grow(owner);
    }
    for (int i = 0; i < count; i++) {
      add(owner, here.at(i));
    }
    Double missing = asked.missing();
    if (count == 0 && missing != null) {
      add(owner, missing);
    }
  }

  private void add(int owner, double value) {
    counts[owner]++;
    double sum = sums[owner];
    double next = sum + value;
    if (Double.isFinite(next)) {
      errors[owner] +=
          Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    }
    sums[owner] = next;
    squares[owner] += value * value;
    mins[owner] = Math.min(mins[owner], value);
    maxs[owner] = Math.max(maxs[owner], value);
  }

  private void grow(int owner) {
    int before = counts.length;
    int size = Math.max(owner + 1, 2 * before);
    counts = Arrays.copyOf(counts, size);
    sums = Arrays.copyOf(sums, size);
    errors = Arrays.copyOf(errors, size);
    squares = Arrays.copyOf(squares, size);
    mins = Arrays.copyOf(mins, size);
    maxs = Arrays.copyOf(maxs, size);
    Arrays.fill(mins, before, size, Double.POSITIVE_INFINITY);
    Arrays.fill(maxs, before, size, Double.NEGATIVE_INFINITY);
  }

  @Override
  public LogAggregated end(int owner) {
    if (owner >= counts.length || counts[owner] == 0) {
      return LogAggregated.Summary.NONE;
    }
    return new LogAggregated.Summary(
        counts[owner], sums[owner] + errors[owner], mins[owner], maxs[owner], squares[owner]);
  }
}
