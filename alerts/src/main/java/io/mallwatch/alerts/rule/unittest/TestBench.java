package io.mallwatch.alerts.rule.unittest;

import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.MetricSink;
import java.time.Duration;
import java.time.Instant;

/// An empty store with its query engine, for one test.
public interface TestBench extends AutoCloseable {

  MetricSink sink();

  MetricQueries queries();

  /// Moves the store's clock; never back.
  void moveTo(Instant now);

  @Override
  void close();

  /// Makes one for each test.
  @FunctionalInterface
  interface Factory {

    /// @param subqueryStep of subqueries that name none
    TestBench open(Duration subqueryStep);
  }
}
