package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.tsdb.chunk.SampleBuffer;
import io.mallwatch.metrics.tsdb.wal.WalEncoder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides what of a group of batches is kept, without making it visible: stage each batch, encode
/// what was staged for the log, then commit it or forget it all. Writer thread only.
final class Stager {

  private final TsdbConfig config;
  private final Head head;
  private final ExemplarStore exemplars;
  private final MetadataStore metadata;
  private final Counters counters;
  private final InstantSource clock;
  private final LabelRules rules;
  private final List<HeadSeries> created = new ArrayList<>();
  private final List<HeadSeries> touched = new ArrayList<>();
  private final List<Exemplar> stagedExemplars = new ArrayList<>();
  private final List<MetricMetadata> stagedMetadata = new ArrayList<>();
  private long now;

  Stager(
      TsdbConfig config,
      Head head,
      ExemplarStore exemplars,
      MetadataStore metadata,
      Counters counters,
      InstantSource clock) {
    this.config = config;
    this.head = head;
    this.exemplars = exemplars;
    this.metadata = metadata;
    this.counters = counters;
    this.clock = clock;
    this.rules =
        new LabelRules(
            config.maxLabels(), config.maxLabelNameLength(), config.maxLabelValueLength());
  }

  Tally stage(MetricBatch batch) {
    now = clock.millis();
    Tally tally = new Tally();
    for (SeriesSamples samples : batch.series()) {
      HeadSeries series = resolve(samples, tally);
      if (series != null) {
        stage(series, samples, tally);
      }
    }
    for (Exemplar exemplar : batch.exemplars()) {
      if (head.find(exemplar.series()) != null && exemplars.accepts(exemplar)) {
        stagedExemplars.add(exemplar);
      } else {
        counters.exemplarsRefused.increment();
      }
    }
    for (MetricMetadata said : batch.metadata()) {
      if (metadata.accepts(said)) {
        stagedMetadata.add(said);
      } else if (!metadata.find(said.family()).contains(said)) {
        counters.metadataRefused.increment();
      }
    }
    return tally;
  }

  private @Nullable HeadSeries resolve(SeriesSamples samples, Tally tally) {
    HeadSeries known = head.find(samples.labels());
    if (known != null) {
      return known;
    }
    Optional<String> problem = rules.problem(samples.labels());
    if (problem.isPresent()) {
      tally.refuse(Refusal.BAD_LABEL, samples.size(), problem::get);
      return null;
    }
    Optional<Refusal> untimely = untimely(samples);
    if (untimely.isPresent()) {
      tally.refuse(
          untimely.get(),
          samples.size(),
          () -> "%s: %s".formatted(untimely.get().reason(), samples.labels()));
      return null;
    }
    if (head.seriesCount() >= config.maxSeries()) {
      tally.refuse(
          Refusal.SERIES_LIMIT,
          samples.size(),
          () -> "the limit of %d series is reached".formatted(config.maxSeries()));
      return null;
    }
    counters.seriesCreated.increment();
    HeadSeries series = head.create(samples.labels());
    series.markUsed(now);
    created.add(series);
    return series;
  }

  /// Why no sample of a new series can be kept; it must not cost a series then.
  private Optional<Refusal> untimely(SeriesSamples samples) {
    Optional<Refusal> refusal = Optional.empty();
    for (long at : samples.timestampsMillis()) {
      refusal = untimely(at);
      if (refusal.isEmpty()) {
        return refusal;
      }
    }
    return refusal;
  }

  private Optional<Refusal> untimely(long at) {
    if (at < now - config.retention().toMillis()) {
      return Optional.of(Refusal.TOO_OLD);
    }
    return at > now + config.futureTolerance().toMillis()
        ? Optional.of(Refusal.TOO_FAR_IN_FUTURE)
        : Optional.empty();
  }

  private void stage(HeadSeries series, SeriesSamples samples, Tally tally) {
    long window = config.outOfOrderWindow().toMillis();
    boolean first = series.staged().isEmpty();
    for (int i = 0; i < samples.size(); i++) {
      long at = samples.timestampsMillis()[i];
      double value = samples.values()[i];
      Optional<Refusal> refusal = untimely(at).or(() -> series.stage(at, value, window));
      if (refusal.isPresent()) {
        tally.refuse(
            refusal.get(),
            1,
            () -> "%s: %s at %d".formatted(refusal.get().reason(), series.labels(), at));
      } else {
        tally.accept();
      }
    }
    if (first && !series.staged().isEmpty()) {
      touched.add(series);
    }
  }

  /// Adds what is staged to the log's next frames.
  void encode(WalEncoder encoder) {
    for (HeadSeries series : created) {
      encoder.series(series.ref(), series.labels());
    }
    for (HeadSeries series : touched) {
      SampleBuffer staged = series.staged();
      for (int i = 0; i < staged.size(); i++) {
        encoder.sample(series.ref(), staged.timestamp(i), staged.value(i));
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
    int samples = 0;
    int backlog = 0;
    for (HeadSeries series : touched) {
      SampleBuffer staged = series.staged();
      for (int i = 0; i < staged.size(); i++) {
        if (staged.timestamp(i) < backlogBeforeMillis) {
          backlog++;
        }
      }
      series.markUsed(now);
      samples += series.commitStaged();
    }
    stagedExemplars.forEach(exemplars::add);
    counters.exemplarsAppended.add(stagedExemplars.size());
    stagedMetadata.forEach(metadata::put);
    clear();
    return new Committed(samples, backlog);
  }

  /// Forgets what is staged, and the series created for it: a series is in the head only when the
  /// log has it, and in the order of refs.
  void rollBack() {
    touched.forEach(HeadSeries::forgetStaged);
    head.drop(created);
    clear();
  }

  private void clear() {
    created.clear();
    touched.clear();
    stagedExemplars.clear();
    stagedMetadata.clear();
  }

  /// What a commit brought.
  record Committed(int samples, int backlog) {}
}
