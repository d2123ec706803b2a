package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.head.Head;
import io.mallwatch.metrics.tsdb.head.HeadSeries;
import io.mallwatch.metrics.tsdb.open.HistogramBytes;
import io.mallwatch.metrics.tsdb.wal.WalEncoder;
import io.mallwatch.model.Sample;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what of a group of batches is kept, without making it visible: stage each batch, encode
/// what was staged for the log, then commit it or forget it all. Writer thread only.
final class Stager {

  private final Head head;
  private final ExemplarStore exemplars;
  private final MetadataStore metadata;
  private final Counters counters;
  private final InstantSource clock;
  private final Admission admission;
  private final long retentionMillis;
  private final long futureMillis;
  private final long windowMillis;
  private final StagedSamples staged = new StagedSamples();
  private final List<HeadSeries> created = new ArrayList<>();
  private final List<HeadSeries> full = new ArrayList<>();
  private final List<Exemplar> stagedExemplars = new ArrayList<>();
  private final List<MetricMetadata> stagedMetadata = new ArrayList<>();
  private final SampleColumns one = new SampleColumns(1);
  private long now;
  private long oldest;
  private long newest;

  Stager(
      TsdbConfig config,
      Head head,
      ExemplarStore exemplars,
      MetadataStore metadata,
      Counters counters,
      InstantSource clock) {
    this.head = head;
    this.exemplars = exemplars;
    this.metadata = metadata;
    this.counters = counters;
    this.clock = clock;
    this.admission = new Admission(config, head);
    this.retentionMillis = config.retention().toMillis();
    this.futureMillis = config.futureTolerance().toMillis();
    this.windowMillis = config.outOfOrderWindow().toMillis();
  }

  /// @param sampleBytes memory that samples take now, about
  Tally stage(MetricBatch batch, long sampleBytes) {
    now = clock.millis();
    oldest = now - retentionMillis;
    newest = now + futureMillis;
    admission.sampleBytes(sampleBytes);
    Tally tally = new Tally();
    int size = batch.size();
    for (int i = 0; i < size; i++) {
      SeriesKey key = batch.key(i);
      NativeHistogram histogram = batch.histogram(i);
      Refusal refusal = judge(batch.timestampMillis(i), histogram, tally);
      HeadSeries series = refusal == null ? head.known(key.memo()) : null;
      if (series == null && refusal == null) {
        series = resolve(key, tally.wantsError());
        refusal = series == null ? admission.refusal() : null;
      }
      if (series != null) {
        refusal = stage(series, batch, i, histogram);
      }
      if (refusal == null) {
        tally.accept();
      } else {
        refuse(refusal, batch, i, tally);
      }
    }
    if (!batch.exemplars().isEmpty()) {
      stageExemplars(batch.exemplars());
    }
    if (!batch.metadata().isEmpty()) {
      stageMetadata(batch.metadata());
    }
    return tally;
  }

  /// What is wrong with a sample whatever its series; it must not cost a series then.
  private @Nullable Refusal judge(long at, @Nullable NativeHistogram histogram, Tally tally) {
    if (at < oldest) {
      return Refusal.TOO_OLD;
    }
    if (at > newest) {
      return Refusal.TOO_FAR_IN_FUTURE;
    }
    if (histogram != null) {
      String problem = HistogramRules.problem(histogram);
      if (problem != null) {
        if (tally.wantsError()) {
          tally.error("%s: %s".formatted(Refusal.BAD_HISTOGRAM.reason(), problem));
        }
        return Refusal.BAD_HISTOGRAM;
      }
    }
    return null;
  }

  private @Nullable HeadSeries resolve(SeriesKey key, boolean wantsReason) {
    HeadSeries series = head.find(key.labels());
    if (series == null) {
      if (!admission.admits(key.labels(), wantsReason)) {
        return null;
      }
      counters.seriesCreated.increment();
      series = head.create(key.labels());
      series.markUsed(now);
      created.add(series);
    }
    key.remember(series);
    key.share(series.labels());
    return series;
  }

  private void refuse(Refusal refusal, MetricBatch batch, int index, Tally tally) {
    tally.refuse(refusal);
    String why = admission.takeReason();
    if (tally.wantsError()) {
      tally.error(
          why.isEmpty()
              ? "%s: %s at %d"
                  .formatted(
                      refusal.reason(), batch.key(index).labels(), batch.timestampMillis(index))
              : why);
    }
  }

  /// Stages a sample, or says why not. A repetition of a sample that is there is taken without
  /// being stored again.
  private @Nullable Refusal stage(
      HeadSeries series, MetricBatch batch, int index, @Nullable NativeHistogram histogram) {
    long at = batch.timestampMillis(index);
    double value = batch.value(index);
    byte[] bytes = null;
    long bits = Double.doubleToRawLongBits(value);
    if (histogram != null) {
      bytes = HistogramBytes.of(histogram);
      bits = HistogramBytes.fingerprint(bytes);
    } else if (bits == Sample.STALE_NAN_BITS && series.lastIsHistogram()) {
      // A series of histograms ends with a histogram, as in Prometheus.
      bytes = HistogramBytes.of(NativeHistogram.stale());
      bits = HistogramBytes.fingerprint(bytes);
    }
    if (at > series.maxMillis()) {
      staged.add(series, at, value, bits, bytes);
    } else {
      Refusal refusal = judgeLate(series, at, bits, bytes != null);
      if (refusal != null || isThere(series, at)) {
        return refusal;
      }
      staged.addLate(series, at, value, bytes);
    }
    long start = batch.startMillis(index);
    if (start != 0) {
      staged.startedAt(start);
    }
    return null;
  }

  private @Nullable Refusal judgeLate(HeadSeries series, long at, long bits, boolean histogram) {
    if (at == series.maxMillis()) {
      boolean same = bits == series.lastBits() && histogram == series.lastIsHistogram();
      return same ? null : Refusal.DUPLICATE_TIMESTAMP;
    }
    if (windowMillis == 0) {
      return Refusal.OUT_OF_ORDER;
    }
    if (at < series.maxMillis() - windowMillis) {
      return Refusal.TOO_OLD;
    }
    int known = staged.find(series, at);
    if (known >= 0) {
      byte[] bytes = staged.histogram(known);
      return bits == bits(bytes, staged.values[known]) && histogram == (bytes != null)
          ? null
          : Refusal.DUPLICATE_TIMESTAMP;
    }
    if (!read(series, at)) {
      return null;
    }
    NativeHistogram[] histograms = one.histograms();
    NativeHistogram there = histograms == null ? null : histograms[0];
    byte[] bytes = there == null ? null : HistogramBytes.of(there);
    return bits == bits(bytes, one.values()[0]) && histogram == (bytes != null)
        ? null
        : Refusal.DUPLICATE_TIMESTAMP;
  }

  private static long bits(byte @Nullable [] histogram, double value) {
    return histogram == null
        ? Double.doubleToRawLongBits(value)
        : HistogramBytes.fingerprint(histogram);
  }

  private boolean isThere(HeadSeries series, long at) {
    return at == series.maxMillis() || staged.find(series, at) >= 0 || read(series, at);
  }

  /// Reads the visible sample at exactly this time; whether there is one.
  private boolean read(HeadSeries series, long at) {
    one.clear();
    head.slice(series).read(at, at, one);
    return !one.isEmpty();
  }

  private void stageExemplars(List<Exemplar> list) {
    for (Exemplar exemplar : list) {
      if (head.find(exemplar.series()) != null && exemplars.accepts(exemplar)) {
        stagedExemplars.add(exemplar);
      } else {
        counters.exemplarsRefused.increment();
      }
    }
  }

  private void stageMetadata(List<MetricMetadata> list) {
    for (MetricMetadata said : list) {
      if (metadata.accepts(said)) {
        stagedMetadata.add(said);
      } else if (!metadata.find(said.family()).contains(said)) {
        counters.metadataRefused.increment();
      }
    }
  }

  /// How many samples are staged.
  int size() {
    return staged.size;
  }

  /// Adds what is staged to the log's next frames.
  void encode(WalEncoder encoder) {
    for (HeadSeries series : created) {
      encoder.series(series.ref(), series.labels());
    }
    for (int i = 0; i < staged.size; i++) {
      byte[] histogram = staged.histogram(i);
      if (histogram == null) {
        encoder.sample(staged.series[i].ref(), staged.times[i], staged.values[i], staged.starts[i]);
      } else {
        encoder.histogram(staged.series[i].ref(), staged.times[i], histogram, staged.starts[i]);
      }
    }
    stagedExemplars.forEach(encoder::exemplar);
    stagedMetadata.forEach(encoder::metadata);
  }

  /// Makes visible what the log has now.
  ///
  /// @param backlogBeforeMillis samples before this are counted
  /// @return how many samples became visible, and how many of them are for before that time
  Committed commit(long backlogBeforeMillis) {
    int backlog = 0;
    long stamp = head.beginChange();
    try {
      for (int i = 0; i < staged.size; i++) {
        commit(i);
        backlog += staged.times[i] < backlogBeforeMillis ? 1 : 0;
      }
    } finally {
      head.endChange(stamp);
    }
    for (HeadSeries series : full) {
      head.finishChunk(series);
    }
    stagedExemplars.forEach(exemplars::add);
    counters.exemplarsAppended.add(stagedExemplars.size());
    stagedMetadata.forEach(metadata::put);
    int samples = staged.size;
    clear();
    return new Committed(samples, backlog);
  }

  private void commit(int i) {
    HeadSeries series = staged.series[i];
    byte[] histogram = staged.histogram(i);
    long at = staged.times[i];
    if (staged.isLate(i)) {
      NativeHistogram late =
          histogram == null ? null : HistogramBytes.read(new ByteSource(histogram));
      head.addLate(series, at, staged.values[i], late, staged.starts[i]);
    } else {
      boolean isFull =
          histogram == null
              ? series.add(at, staged.values[i], staged.starts[i])
              : series.add(at, histogram, staged.starts[i]);
      if (isFull) {
        full.add(series);
      }
    }
    series.staged(-1);
    series.markUsed(now);
  }

  /// Forgets what is staged, and the series created for it: a series is in the head only when the
  /// log has it, and in the order of refs.
  void rollBack() {
    staged.takeBack();
    head.drop(created);
    clear();
  }

  private void clear() {
    staged.clear();
    created.clear();
    full.clear();
    stagedExemplars.clear();
    stagedMetadata.clear();
  }

  /// What a commit brought.
  record Committed(int samples, int backlog) {}
}
