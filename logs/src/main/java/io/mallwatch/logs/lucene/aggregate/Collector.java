package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregated;
import java.io.IOException;

/// Collects one aggregation. Not thread-safe.
public interface Collector {

  /// Goes on with another segment; its documents come in order.
  void enter(Segment segment) throws IOException;

  /// Takes a document into the aggregation of the bucket `owner`. The same document may come
  /// several times, for several owners.
  void take(int document, int owner) throws IOException;

  /// What it came to for the bucket `owner`.
  LogAggregated end(int owner) throws IOException;
}
