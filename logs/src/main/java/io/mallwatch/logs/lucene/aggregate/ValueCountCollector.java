package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregated;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Counts values of any kind.
final class ValueCountCollector implements Collector {

  private final @Nullable String field;
  private long[] counts = new long[1];
  private @Nullable Keys keys;

  /// @param field null for a field that every entry has once
  ValueCountCollector(@Nullable String field) {
    this.field = field;
  }

  @Override
  public void enter(Segment segment) throws IOException {
    keys = field == null ? null : segment.keys(field);
  }

  @Override
  public void take(int document, int owner) throws IOException {
    if (owner >= counts.length) {
      counts = Arrays.copyOf(counts, Math.max(owner + 1, 2 * counts.length));
    }
    counts[owner] += field == null ? 1 : Objects.requireNonNull(keys).load(document);
  }

  @Override
  public LogAggregated end(int owner) {
    return new LogAggregated.Count(owner < counts.length ? counts[owner] : 0);
  }
}
