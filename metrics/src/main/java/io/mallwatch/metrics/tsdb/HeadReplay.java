package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.head.Head;
import io.mallwatch.metrics.tsdb.head.HeadSeries;
import io.mallwatch.metrics.tsdb.open.HistogramBytes;
import io.mallwatch.metrics.tsdb.open.SavedSeries;
import io.mallwatch.metrics.tsdb.wal.WalHandler;
import io.mallwatch.model.Labels;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fills an empty head from checkpoint and log. Not thread-safe.
final class HeadReplay implements WalHandler {

  private final Head head;
  private final ExemplarStore exemplars;
  private final MetadataStore metadata;
  private final long nowMillis;
  private final Map<Integer, HeadSeries> aliases = new HashMap<>();
  private long samples;
  private long orphans;

  HeadReplay(Head head, ExemplarStore exemplars, MetadataStore metadata, long nowMillis) {
    this.head = head;
    this.exemplars = exemplars;
    this.metadata = metadata;
    this.nowMillis = nowMillis;
  }

  /// Samples put back.
  long samples() {
    return samples;
  }

  /// Samples whose series record was lost.
  long orphans() {
    return orphans;
  }

  private @Nullable HeadSeries find(int ref) {
    HeadSeries series = head.byRef(ref);
    return series != null ? series : aliases.get(ref);
  }

  @Override
  public void series(int ref, Labels labels) {
    HeadSeries known = head.find(labels);
    if (known != null) {
      // It was dropped and created again meanwhile, or checkpoint and log both have it.
      aliases.put(ref, known);
      head.skipRefsBelow(ref + 1);
    } else if (ref >= head.nextRef()) {
      head.create(ref, labels).markUsed(nowMillis);
    }
  }

  @Override
  public void sample(int ref, long timestampMillis, double value, long start) {
    HeadSeries series = find(ref);
    if (series == null) {
      orphans++;
    } else if (timestampMillis > series.maxMillis()) {
      series.newest(timestampMillis, Double.doubleToRawLongBits(value), false);
      finishIf(series.add(timestampMillis, value, start), series);
    } else if (isNew(series, timestampMillis)) {
      head.addLate(series, timestampMillis, value, null, start);
      samples++;
    }
  }

  private void finishIf(boolean full, HeadSeries series) {
    samples++;
    if (full) {
      head.finishChunk(series);
    }
  }

  /// Whether no sample has this time; checkpoint and log may both have one.
  private boolean isNew(HeadSeries series, long timestampMillis) {
    if (timestampMillis == series.maxMillis()) {
      return false;
    }
    SampleColumns found = new SampleColumns(1);
    head.slice(series).read(timestampMillis, timestampMillis, found);
    return found.isEmpty();
  }

  @Override
  public void histogram(int ref, long timestampMillis, byte[] histogram, long start) {
    HeadSeries series = find(ref);
    if (series == null) {
      orphans++;
    } else if (timestampMillis > series.maxMillis()) {
      series.newest(timestampMillis, HistogramBytes.fingerprint(histogram), true);
      finishIf(series.add(timestampMillis, histogram, start), series);
    } else if (isNew(series, timestampMillis)) {
      NativeHistogram late = HistogramBytes.read(new ByteSource(histogram));
      head.addLate(series, timestampMillis, late.sum(), late, start);
      samples++;
    }
  }

  @Override
  public void exemplar(Exemplar exemplar) {
    if (exemplars.accepts(exemplar)) {
      exemplars.add(exemplar);
    }
  }

  @Override
  public void metadata(MetricMetadata said) {
    metadata.put(said);
  }

  @Override
  public void deletion(int ref, long fromMillis, long toMillis) {
    HeadSeries series = find(ref);
    if (series != null) {
      head.delete(series, fromMillis, toMillis);
    }
  }

  @Override
  public void saved(SavedSeries saved) {
    HeadSeries series = find(saved.ref());
    if (series == null) {
      orphans += saved.samples();
    } else {
      head.restore(series, saved);
      samples += saved.samples();
    }
  }
}
