package io.mallwatch.logs.lucene;

import java.io.IOException;
import java.util.Collection;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.CollectionTerminatedException;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/// Counts matches up to a bound; whole segments are counted without looking at their entries where
/// the index knows the number.
final class BoundedCount implements Collector {

  private final long bound;
  private @Nullable Weight weight;
  private long count;

  private BoundedCount(long bound) {
    this.bound = bound;
  }

  /// How many entries match; any number from `bound` up means at least `bound`.
  static long of(IndexSearcher searcher, Query query, long bound) throws IOException {
    return searcher.search(
        query,
        new CollectorManager<BoundedCount, Long>() {
          @Override
          public BoundedCount newCollector() {
            return new BoundedCount(bound);
          }

          @Override
          public Long reduce(Collection<BoundedCount> collectors) {
            return collectors.stream().mapToLong(collector -> collector.count).sum();
          }
        });
  }

  @Override
  public void setWeight(Weight newWeight) {
    weight = newWeight;
  }

  @Override
  public LeafCollector getLeafCollector(LeafReaderContext leaf) throws IOException {
    int known = weight == null ? -1 : weight.count(leaf);
    if (known >= 0) {
      count += known;
      throw new CollectionTerminatedException();
    }
    if (count >= bound) {
      throw new CollectionTerminatedException();
    }
    return new LeafCollector() {
      @Override
      public void setScorer(Scorable scorer) {}

      @Override
      public void collect(int document) {
        if (++count >= bound) {
          throw new CollectionTerminatedException();
        }
      }
    };
  }

  @Override
  public ScoreMode scoreMode() {
    return ScoreMode.COMPLETE_NO_SCORES;
  }
}
