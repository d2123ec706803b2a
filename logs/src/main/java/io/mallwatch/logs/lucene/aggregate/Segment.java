package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.lucene.document.FilterQueries;
import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.jspecify.annotations.Nullable;

/// A segment of the index, as collectors see it.
///
/// @param searcher of the whole index
/// @param hits reads entries of the segment
public record Segment(LeafReaderContext leaf, IndexSearcher searcher, HitReader hits) {

  /// Reads the entry at a document's number within the segment.
  @FunctionalInterface
  public interface HitReader {
    LogHit read(int document) throws IOException;
  }

  Keys keys(String field) throws IOException {
    return Keys.of(leaf, field);
  }

  Numbers numbers(String field) throws IOException {
    return Numbers.of(leaf, field);
  }

  /// The documents that pass, in order; null for none.
  @Nullable DocIdSetIterator matching(LogFilter filter) throws IOException {
    Scorer scorer =
        searcher
            .createWeight(
                searcher.rewrite(new FilterQueries(searcher.getIndexReader()).of(filter)),
                ScoreMode.COMPLETE_NO_SCORES,
                1)
            .scorer(leaf);
    return scorer == null ? null : scorer.iterator();
  }
}
