package io.mallwatch.monitors.business;

import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// Asks the metric store for single numbers and single lines.
///
/// In queries `$sel` stands for the configured matchers, such as `env="prod"`; it may be empty.
public final class Questions {

  private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

  private final MetricQueries metrics;
  private final String selector;

  public Questions(MetricQueries metrics, String selector) {
    this.metrics = metrics;
    this.selector = selector;
  }

  /// The query as it is really asked.
  public String text(String query) {
    return query
        .replace("$sel,", selector.isEmpty() ? "" : selector + ",")
        .replace("$sel", selector);
  }

  /// The one number that `query` gives at `at`; empty when there is none or it is not a number.
  public OptionalDouble number(String query, Instant at) {
    return switch (instant(query, at)) {
      case QueryResult.Scalar scalar -> finite(scalar.value());
      case QueryResult.Vector vector when vector.samples().size() == 1 ->
          finite(vector.samples().getFirst().value());
      case QueryResult.Vector _, QueryResult.Matrix _, QueryResult.Text _ -> OptionalDouble.empty();
    };
  }

  /// The numbers that `query` gives at `at`, by the value of `label`.
  public Map<String, Double> numbersBy(String label, String query, Instant at) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (instant(query, at) instanceof QueryResult.Vector vector) {
      for (QueryResult.VectorSample sample : vector.samples()) {
        Labels labels = sample.labels();
        numbers.merge(labels.get(label), sample.value(), Double::sum);
      }
    }
    return numbers;
  }

  /// The one line that `query` gives; points without a finite value are left out.
  SeriesLine line(String query, Instant start, Instant end, Duration step) {
    QueryResult result = metrics.range(text(query), start, end, step, options());
    if (result.value() instanceof QueryResult.Matrix matrix && matrix.series().size() == 1) {
      QueryResult.SeriesPoints points = matrix.series().getFirst();
      return SeriesLine.finite(points.timestampsMillis(), points.values());
    }
    return SeriesLine.EMPTY;
  }

  private QueryResult.Value instant(String query, Instant at) {
    return metrics.instant(text(query), at, options()).value();
  }

  private static QueryOptions options() {
    return QueryOptions.rule(Deadline.after(TIME_LIMIT));
  }

  private static OptionalDouble finite(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
