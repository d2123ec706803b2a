package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What a part of a query costs, while it runs. Counting is thread-safe, adding parts is not.
final class CostNode {

  private final String expression;
  private final List<CostNode> parts = new ArrayList<>();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder points = new LongAdder();
  private final LongAdder samples = new LongAdder();
  private int series;

  CostNode(String expression) {
    this.expression = expression;
  }

  CostNode part(String ofExpression) {
    CostNode part = new CostNode(ofExpression);
    parts.add(part);
    return part;
  }

  void took(long moreNanos) {
    nanos.add(moreNanos);
  }

  void found(int newSeries) {
    series = newSeries;
  }

  void readSamples(int more) {
    samples.add(more);
  }

  /// A vector whose readers are watched.
  StepVector watched(StepVector vector) {
    series = vector.size();
    return new Watched(vector, this);
  }

  QueryResult.Cost told() {
    return new QueryResult.Cost(
        expression,
        nanos.sum(),
        series,
        points.sum(),
        samples.sum(),
        parts.stream().map(CostNode::told).toList());
  }

  private record Watched(StepVector vector, CostNode node) implements StepVector {
    @Override
    public int size() {
      return vector.size();
    }

    @Override
    public Labels labels(int index) {
      return vector.labels(index);
    }

    @Override
    public boolean nameDropped(int index) {
      return vector.nameDropped(index);
    }

    @Override
    public Reader reader() {
      Reader reader = vector.reader();
      return (int index, StepColumn into) -> {
        long began = System.nanoTime();
        reader.read(index, into);
        node.nanos.add(System.nanoTime() - began);
        node.points.add(into.count());
      };
    }
  }
}
