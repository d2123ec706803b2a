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

  /// Takes the documents from place `from` and before `to` of an array, in order, as [#take(int,
  /// int)] does.
  default void take(int[] documents, int from, int to, int owner) throws IOException {
    for (int i = from; i < to; i++) {
      take(documents[i], owner);
    }
  }

  /// Takes all documents of the segment at once, for the bucket 0, where the index knows the answer
  /// without them. No document was taken when it is false.
  default boolean takeAll() throws IOException {
    return false;
  }

  /// What it came to for the bucket `owner`.
  LogAggregated end(int owner) throws IOException;
}
