package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.promql.syntax.Expr;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Queries that were asked before: dashboards and rules ask the same ones again and again. Keeps
/// what they mean and whether they were small the last time; the least used go first. Thread-safe.
final class KnownQueries {

  /// Queries kept.
  private static final int MOST = 1000;

  /// Characters of a query that is kept.
  private static final int LONGEST = 4096;

  private final Function<String, Expr> parser;

  private final Map<String, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST;
        }
      }; // guarded by itself

  /// @param parser throws what is wrong with a text; such texts are not kept
  KnownQueries(Function<String, Expr> parser) {
    this.parser = parser;
  }

  /// A query by its text.
  static final class Known {

    private final Expr expr;
    private volatile boolean small;

    Known(Expr expr) {
      this.expr = expr;
    }

    Expr expr() {
      return expr;
    }

    /// Whether it was answered and that took little.
    boolean isSmall() {
      return small;
    }

    /// Remembers what an answer took.
    void took(QueryResult.Stats stats) {
      small = QueryRun.isSmall(stats);
    }
  }

  /// @throws io.mallwatch.model.BadQueryException when the text is no query
  Known of(String text) {
    synchronized (known) {
      Known found = known.get(text);
      if (found != null) {
        return found;
      }
    }
    Known parsed = new Known(parser.apply(text));
    if (text.length() <= LONGEST) {
      synchronized (known) {
        known.put(text, parsed);
      }
    }
    return parsed;
  }
}
