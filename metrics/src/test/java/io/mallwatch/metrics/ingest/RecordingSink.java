package io.mallwatch.metrics.ingest;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A sink that copies what it gets, because batches are used again.
public final class RecordingSink implements MetricSink {

  /// One sample.
  public record Row(
      Labels labels,
      long timeMillis,
      long valueBits,
      @Nullable NativeHistogram histogram,
      long startMillis) {

    public double value() {
      return Double.longBitsToDouble(valueBits);
    }

    /// A number that started at an unknown time.
    public static Row of(Labels labels, long timeMillis, double value) {
      return new Row(labels, timeMillis, Double.doubleToRawLongBits(value), null, 0);
    }

    public static Row of(Labels labels, long timeMillis, NativeHistogram histogram) {
      long bits = Double.doubleToRawLongBits(histogram.sum());
      return new Row(labels, timeMillis, bits, histogram, 0);
    }

    public Row startedAt(long startMillis) {
      return new Row(labels, timeMillis, valueBits, histogram, startMillis);
    }
  }

  private final List<Row> rows = new ArrayList<>();
  private final List<SeriesKey> keys = new ArrayList<>();
  private final List<Exemplar> exemplars = new ArrayList<>();
  private final List<MetricMetadata> metadata = new ArrayList<>();
  private Function<MetricBatch, AppendResult> answer =
      batch -> AppendResult.allAccepted(batch.size());

  @Override
  public synchronized AppendResult append(MetricBatch batch) {
    AppendResult result = answer.apply(batch);
    rows.addAll(rows(batch));
    for (int i = 0; i < batch.size(); i++) {
      keys.add(batch.key(i));
    }
    exemplars.addAll(batch.exemplars());
    metadata.addAll(batch.metadata());
    return result;
  }

  /// The samples of a batch, in its order.
  public static List<Row> rows(MetricBatch batch) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      rows.add(
          new Row(
              batch.key(i).labels(),
              batch.timestampMillis(i),
              Double.doubleToRawLongBits(batch.value(i)),
              batch.histogram(i),
              batch.startMillis(i)));
    }
    return rows;
  }

  /// What later calls are answered.
  public synchronized void answering(AppendResult result) {
    answer = _ -> result;
  }

  /// Later calls fail, and nothing is kept of them.
  public synchronized void failing(RuntimeException failure) {
    answer =
        _ -> {
          throw failure;
        };
  }

  /// Forgets all and takes everything again.
  public synchronized void reset() {
    rows.clear();
    keys.clear();
    exemplars.clear();
    metadata.clear();
    answer = batch -> AppendResult.allAccepted(batch.size());
  }

  public synchronized List<Row> rows() {
    return List.copyOf(rows);
  }

  public synchronized List<SeriesKey> keys() {
    return List.copyOf(keys);
  }

  public synchronized List<Exemplar> exemplars() {
    return List.copyOf(exemplars);
  }

  public synchronized List<MetricMetadata> metadata() {
    return List.copyOf(metadata);
  }

  /// The batch's answer when a few are refused.
  public static AppendResult refusing(int accepted, String reason, int count, String error) {
    return new AppendResult(accepted, Map.of(reason, count), error);
  }
}
