package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregated;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The buckets of one aggregation, of all its owners: how many entries each has and what is
/// collected below.
final class Buckets {

  private final Map<String, Collector> below;
  private final Collector[] collectors;
  private final Budget budget;
  private long[] counts = new long[16];
  private int size;

  Buckets(Map<String, Collector> below, Budget budget) {
    this.below = new LinkedHashMap<>(below);
    this.collectors = below.values().toArray(Collector[]::new);
    this.budget = budget;
  }

  void enter(Segment segment) throws IOException {
    for (Collector collector : collectors) {
      collector.enter(segment);
    }
  }

  /// A new bucket.
  int open() {
    budget.held(size + 1);
    if (size == counts.length) {
      counts = Arrays.copyOf(counts, 2 * size);
    }
    return size++;
  }

  void take(int document, int bucket) throws IOException {
    counts[bucket]++;
    for (Collector collector : collectors) {
      collector.take(document, bucket);
    }
  }

  void take(int[] documents, int from, int to, int bucket) throws IOException {
    counts[bucket] += to - from;
    for (Collector collector : collectors) {
      collector.take(documents, from, to, bucket);
    }
  }

  /// Whether nothing but the number of entries is collected.
  boolean onlyCount() {
    return collectors.length == 0;
  }

  /// Takes entries of which only the number matters.
  void add(long entries, int bucket) {
    counts[bucket] += entries;
  }

  long count(int bucket) {
    return counts[bucket];
  }

  /// What came to be in a bucket.
  LogAggregated.Bucket end(Object key, int bucket) throws IOException {
    Map<String, LogAggregated> inside = new LinkedHashMap<>();
    for (Map.Entry<String, Collector> one : below.entrySet()) {
      inside.put(one.getKey(), one.getValue().end(bucket));
    }
    return new LogAggregated.Bucket(key, counts[bucket], inside);
  }

  /// To be called for buckets that are told.
  void told(int buckets) {
    budget.told(buckets);
  }
}
