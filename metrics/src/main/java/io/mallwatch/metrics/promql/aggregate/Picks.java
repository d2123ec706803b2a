package io.mallwatch.metrics.promql.aggregate;

import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.MappedVector;
import io.mallwatch.metrics.promql.vector.SeriesHash;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.metrics.promql.vector.StepVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Aggregations that keep some of the series as they are; `topk` and `bottomk` are [BestPicks],
/// `limitk` is [FirstPicks].
public final class Picks {

  private Picks() {}

  /// `limit_ratio`: the share `ratios[step]` of the series, chosen by a hash of their labels, so
  /// that it is the same share each time; a negative ratio chooses the complement of `1 + ratio`.
  public static StepVector ratio(StepVector input, double[] ratios) {
    return MappedVector.of(
        input,
        (index, column) -> {
          double place = SeriesHash.share(input.labels(index));
          Presence kept = new Presence(ratios.length);
          for (int step = 0; step < ratios.length; step++) {
            if (isChosen(ratios[step], place)) {
              kept.set(step);
            }
          }
          column.keep(kept);
        });
  }

  private static boolean isChosen(double ratio, double place) {
    return ratio >= 0 ? place < ratio : place >= 1 + ratio;
  }

  /// Columns by their place in `input`, under its labels.
  static HeldVector under(StepVector input, Map<Integer, StepColumn> columns) {
    List<StepSeries> series = new ArrayList<>(columns.size());
    columns.forEach((index, column) ->
        series.add(new StepSeries(input.labels(index), column, input.nameDropped(index))));
    return new HeldVector(series);
  }
}
