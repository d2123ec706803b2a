package io.mallwatch.metrics;

import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one request or scrape brings, in columns: the sample at `index` is of series [#key(int)],
/// at [#timestampMillis(int)], with either [#value(int)] or [#histogram(int)]. Samples of one
/// series are in time order; they need not be neighbours. Not thread-safe; must not be changed once
/// it was handed on, until the call that got it has returned.
public final class MetricBatch {

  private SeriesKey[] keys;
  private long[] timestamps;
  private double[] values;
  private NativeHistogram @Nullable [] histograms;
  private long @Nullable [] starts;
  private int size;
  private final List<Exemplar> exemplars = new ArrayList<>();
  private final List<MetricMetadata> metadata = new ArrayList<>();

  /// Empty.
  ///
  /// @param capacity samples to make room for; it grows when more come
  public MetricBatch(int capacity) {
    keys = new SeriesKey[capacity];
    timestamps = new long[capacity];
    values = new double[capacity];
  }

  /// Of whole series.
  public static MetricBatch of(
      List<SeriesSamples> series, List<Exemplar> exemplars, List<MetricMetadata> metadata) {
    int samples = 0;
    for (SeriesSamples one : series) {
      samples += one.size();
    }
    MetricBatch batch = new MetricBatch(samples);
    for (SeriesSamples one : series) {
      SeriesKey key = new SeriesKey(one.labels());
      for (int i = 0; i < one.size(); i++) {
        batch.add(key, one.timestampsMillis()[i], one.values()[i]);
      }
    }
    batch.exemplars.addAll(exemplars);
    batch.metadata.addAll(metadata);
    return batch;
  }

  public static MetricBatch ofSeries(List<SeriesSamples> series) {
    return of(series, List.of(), List.of());
  }

  /// Adds a number; [io.mallwatch.model.Sample#staleNan()] ends the series.
  public void add(SeriesKey key, long timestampMillis, double value) {
    if (size == values.length) {
      grow();
    }
    keys[size] = key;
    timestamps[size] = timestampMillis;
    values[size++] = value;
  }

  /// Adds a histogram; [NativeHistogram#stale()] ends the series.
  public void add(SeriesKey key, long timestampMillis, NativeHistogram histogram) {
    add(key, timestampMillis, histogram.sum());
    if (histograms == null) {
      histograms = new NativeHistogram[values.length];
    }
    histograms[size - 1] = histogram;
  }

  /// Says since when the sample added last has been counted.
  ///
  /// @param startMillis milliseconds since the epoch; 0 when unknown
  public void startedAt(long startMillis) {
    startedAt(size - 1, startMillis);
  }

  /// Says since when the sample at `index` has been counted.
  ///
  /// @param startMillis milliseconds since the epoch; 0 when unknown
  public void startedAt(int index, long startMillis) {
    if (startMillis == 0 && starts == null) {
      return;
    }
    if (starts == null) {
      starts = new long[values.length];
    }
    starts[index] = startMillis;
  }

  public void add(Exemplar exemplar) {
    exemplars.add(exemplar);
  }

  public void add(MetricMetadata said) {
    metadata.add(said);
  }

  private void grow() {
    int capacity = Math.max(16, values.length * 2);
    keys = Arrays.copyOf(keys, capacity);
    timestamps = Arrays.copyOf(timestamps, capacity);
    values = Arrays.copyOf(values, capacity);
    histograms = histograms == null ? null : Arrays.copyOf(histograms, capacity);
    starts = starts == null ? null : Arrays.copyOf(starts, capacity);
  }

  /// Empties it, to be filled again.
  public void clear() {
    Arrays.fill(keys, 0, size, null);
    histograms = null;
    starts = null;
    size = 0;
    exemplars.clear();
    metadata.clear();
  }

  /// How many samples there are.
  public int size() {
    return size;
  }

  public SeriesKey key(int index) {
    return keys[index];
  }

  public long timestampMillis(int index) {
    return timestamps[index];
  }

  /// The number at `index`; of a histogram its sum.
  public double value(int index) {
    return values[index];
  }

  /// The histogram at `index`, or null when there is a number.
  public @Nullable NativeHistogram histogram(int index) {
    return histograms == null ? null : histograms[index];
  }

  /// Since when the sample at `index` has been counted; 0 when unknown.
  public long startMillis(int index) {
    return starts == null ? 0 : starts[index];
  }

  public List<Exemplar> exemplars() {
    return exemplars;
  }

  public List<MetricMetadata> metadata() {
    return metadata;
  }

  /// The numbers by series, in order of first mention; for tests and slow paths.
  public List<SeriesSamples> series() {
    Map<Labels, List<Integer>> rows = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      if (histogram(i) == null) {
        rows.computeIfAbsent(keys[i].labels(), _ -> new ArrayList<>()).add(i);
      }
    }
    List<SeriesSamples> series = new ArrayList<>(rows.size());
    rows.forEach((labels, at) ->
        series.add(
            new SeriesSamples(
                labels,
                at.stream().mapToLong(i -> timestamps[i]).toArray(),
                at.stream().mapToDouble(i -> values[i]).toArray())));
    return series;
  }
}
