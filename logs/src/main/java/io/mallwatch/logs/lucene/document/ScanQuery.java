package io.mallwatch.logs.lucene.document;

import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.query.FilterMatch;
import io.mallwatch.model.LogEntry;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/// Entries that pass a filter which the index cannot decide alone: those the index offers are read
/// and looked at one by one. Slow, exact, and stopped by the search's deadline.
final class ScanQuery extends Query {

  private static final float COST_OF_READING = 10_000;

  private final Query offered;
  private final LogFilter filter;
  private final Predicate<LogEntry> passes;

  /// @param offered finds every entry that passes, and others
  ScanQuery(Query offered, LogFilter filter) {
    this.offered = offered;
    this.filter = filter;
    this.passes = FilterMatch.of(filter);
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    Query rewritten = offered.rewrite(searcher);
    return rewritten.equals(offered) ? this : new ScanQuery(rewritten, filter);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
      throws IOException {
    Weight inner = offered.createWeight(searcher, ScoreMode.COMPLETE_NO_SCORES, boost);
    return new ConstantScoreWeight(this, boost) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
        ScorerSupplier supplier = inner.scorerSupplier(leaf);
        if (supplier == null) {
          return null;
        }
        return new ScorerSupplier() {
          @Override
          public Scorer get(long leadCost) throws IOException {
            return new ConstantScoreScorer(
                score(), mode, reading(supplier.get(leadCost), new Sources(leaf)));
          }

          @Override
          public long cost() {
            return supplier.cost();
          }
        };
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return false;
      }
    };
  }

  private TwoPhaseIterator reading(Scorer scorer, Sources sources) {
    return new TwoPhaseIterator(scorer.iterator()) {
      @Override
      public boolean matches() throws IOException {
        return passes.test(sources.entry(approximation.docID()));
      }

      @Override
      public float matchCost() {
        return COST_OF_READING;
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return "scan(" + offered.toString(field) + ")";
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && offered.equals(((ScanQuery) other).offered)
        && filter.equals(((ScanQuery) other).filter);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), offered, filter);
  }
}
