package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregation;
import io.mallwatch.model.Deadline;

/// How many buckets a request may still make, and how long it may take. Not thread-safe.
public final class Budget {

  private static final int CHECK_EVERY = 1_024;

  private final int limit;
  private final Deadline deadline;
  private int made;

  public Budget(int limit, Deadline deadline) {
    this.limit = limit;
    this.deadline = deadline;
  }

  /// Takes a bucket that will be told.
  void told(int buckets) {
    made += buckets;
    if (made > limit) {
      throw new LogAggregation.TooManyBucketsException(limit);
    }
  }

  /// To be called for every bucket that is held in memory.
  ///
  /// @param held buckets of one aggregation
  void held(int held) {
    if (held % CHECK_EVERY == 0) {
      deadline.check();
      if (held > Math.max(1 << 20, limit)) {
        throw new LogAggregation.TooManyBucketsException(limit);
      }
    }
  }
}
