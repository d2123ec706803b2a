package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.Script.Command;
import io.mallwatch.metrics.promql.ScriptSeries.Value;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.syntax.Numerals;
import io.mallwatch.model.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Fills a store with the series of a `load`.
final class ScriptLoader {

  private final SampleStore store;
  private final Map<Labels, Map<Long, Classic>> classics = new HashMap<>();

  ScriptLoader(SampleStore store) {
    this.store = store;
  }

  /// A classic histogram at one moment.
  private static final class Classic {
    private final TreeMap<Double, Double> cumulative = new TreeMap<>();
    private @Nullable Double count;
    private double sum;

    NativeHistogram toNative() {
      Double given = count;
      double all = given != null ? given : cumulative.lastEntry().getValue();
      cumulative.putIfAbsent(Double.POSITIVE_INFINITY, all);
      double[] counts = new double[cumulative.size()];
      double before = 0;
      int i = 0;
      for (double upTo : cumulative.values()) {
        counts[i++] = upTo - before;
        before = upTo;
      }
      double[] bounds =
          cumulative.headMap(Double.POSITIVE_INFINITY).keySet().stream()
              .mapToDouble(Double::doubleValue)
              .toArray();
      int[] spans = {0, counts.length};
      return HistogramMath.compact(
          new NativeHistogram(
              NativeHistogram.CUSTOM_BUCKETS,
              0,
              0,
              all,
              sum,
              spans,
              counts,
              new int[0],
              new double[0],
              bounds,
              NativeHistogram.ResetHint.UNKNOWN));
    }
  }

  void load(Command.Load load) {
    for (ScriptSeries series : load.series()) {
      List<@Nullable Long> starts = load.starts().getOrDefault(series.labels(), List.of());
      for (int i = 0; i < series.values().size(); i++) {
        long time = i * load.stepMillis();
        Long offset = i < starts.size() ? starts.get(i) : null;
        long start = offset == null ? 0 : time + offset;
        switch (series.values().get(i)) {
          case Value.Missing() -> {}
          case Value.FloatValue(double value) -> {
            store.add(series.labels(), time, value, null, start);
            if (load.withCustomBuckets()) {
              collect(series.labels(), time, value);
            }
          }
          case Value.HistogramValue(NativeHistogram histogram, boolean _) ->
              store.add(series.labels(), time, histogram.sum(), histogram, start);
        }
      }
    }
    classics.forEach((labels, byTime) ->
        new TreeMap<>(byTime)
            .forEach((time, classic) -> store.add(labels, time, 0, classic.toNative(), 0)));
    classics.clear();
  }

  private void collect(Labels labels, long time, double value) {
    String name = labels.metricName();
    if (name.endsWith("_count")) {
      classic(labels, "_count", time).count = value;
    } else if (name.endsWith("_sum")) {
      classic(labels, "_sum", time).sum = value;
    } else if (name.endsWith("_bucket")) {
      OptionalDouble bound = Numerals.parseFloat(labels.get("le"));
      if (bound.isPresent() && !Double.isNaN(bound.getAsDouble())) {
        classic(labels, "_bucket", time).cumulative.put(bound.getAsDouble(), value);
      }
    }
  }

  private Classic classic(Labels labels, String suffix, long time) {
    String name = labels.metricName();
    Labels base =
        labels
            .without("le")
            .with(Labels.METRIC_NAME, name.substring(0, name.length() - suffix.length()));
    return classics
        .computeIfAbsent(base, _ -> new HashMap<>())
        .computeIfAbsent(time, _ -> new Classic());
  }
}
