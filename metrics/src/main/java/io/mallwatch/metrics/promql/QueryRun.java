package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.syntax.DurationExpr;
import io.mallwatch.metrics.promql.syntax.TimeModifiers;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.Notes;
import io.mallwatch.metrics.promql.vector.RangeVector;
import io.mallwatch.metrics.promql.vector.Scan;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// One query while it runs: its bounds, what it has opened and used, what it has to tell. Only what
/// readers call is thread-safe.
final class QueryRun implements Scan, AutoCloseable {

  private final SeriesSource source;
  private final EngineOptions options;
  private final Deadline deadline;
  private final long lookbackMillis;
  private final Grid grid;
  private final long stepMillis;
  private final long endMillis;
  private final Notes notes;
  private final List<SeriesSet> opened = new ArrayList<>();
  private final AtomicLong samplesRead = new AtomicLong();
  private final AtomicLong samplesHeld = new AtomicLong();
  private final AtomicLong samplesBuffered = new AtomicLong();
  private int seriesRead;

  QueryRun(
      SeriesSource source,
      EngineOptions options,
      Bounds bounds,
      Deadline deadline,
      long lookbackMillis,
      Notes notes) {
    this.source = source;
    this.options = options;
    this.deadline = deadline;
    this.lookbackMillis = lookbackMillis;
    this.grid = bounds.grid();
    this.stepMillis = bounds.stepMillis();
    this.endMillis = bounds.endMillis();
    this.notes = notes;
  }

  /// What was asked for.
  ///
  /// @param stepMillis 0 for an instant query
  /// @param endMillis may lie past the last step
  record Bounds(Grid grid, long stepMillis, long endMillis) {}

  EngineOptions options() {
    return options;
  }

  long lookbackMillis() {
    return lookbackMillis;
  }

  Notes notes() {
    return notes;
  }

  /// @throws io.mallwatch.model.DeadlineExceededException when the query should have ended
  void check() {
    deadline.check();
  }

  double startSeconds() {
    return grid.start() / 1e3;
  }

  double endSeconds() {
    return endMillis / 1e3;
  }

  double rangeSeconds() {
    return (endMillis - grid.start()) / 1e3;
  }

  /// 0 when the query has only one moment.
  double stepSeconds() {
    return endMillis == grid.start() ? 0 : stepMillis / 1e3;
  }

  /// Milliseconds of an offset.
  long millis(DurationExpr duration) {
    return duration.millis(stepSeconds(), rangeSeconds());
  }

  /// Milliseconds of a window or step.
  long positiveMillis(DurationExpr duration) {
    long millis = millis(duration);
    if (millis <= 0) {
      throw new BadQueryException("duration must be greater than 0");
    }
    return millis;
  }

  RangeVector.Reference reference(TimeModifiers time) {
    DurationExpr offsetExpr = time.offset();
    long offset = offsetExpr == null ? 0 : millis(offsetExpr);
    return switch (time.at()) {
      case TimeModifiers.At.Unset() -> new RangeVector.Reference(false, 0, offset);
      case TimeModifiers.At.Fixed(long at) -> new RangeVector.Reference(true, at, offset);
      case TimeModifiers.At.Start() -> new RangeVector.Reference(true, grid.start(), offset);
      case TimeModifiers.At.End() -> new RangeVector.Reference(true, endMillis, offset);
    };
  }

  /// Selects from the store, within the limits; the set is closed when the query ends.
  SeriesSet select(List<Matcher> matchers, long from, long to) {
    check();
    SeriesSet set = source.select(matchers, from, to, deadline);
    opened.add(set);
    seriesRead += set.size();
    if (seriesRead > options.limits().maxSeries()) {
      throw new BadQueryException(
          "the query reads more than %d series".formatted(options.limits().maxSeries()));
    }
    return set;
  }

  /// {@inheritDoc} Ends early at the deadline.
  @Override
  public void read(StepVector vector, int steps, Scan.Each each) {
    long before = samplesBuffered.get();
    StepVector.Reader reader = vector.reader();
    StepColumn column = new StepColumn(steps);
    buffer(steps);
    for (int i = 0; i < vector.size(); i++) {
      check();
      reader.read(i, column);
      each.accept(i, column);
    }
    samplesBuffered.set(before);
  }

  /// Reads a vector into memory, empty series too.
  HeldVector held(StepVector vector, int steps) {
    if (vector instanceof HeldVector held) {
      return held;
    }
    List<StepSeries> series = new ArrayList<>(vector.size());
    read(
        vector,
        steps,
        (i, column) -> {
          hold(steps);
          series.add(new StepSeries(vector.labels(i), column.copy(), vector.nameDropped(i)));
        });
    return new HeldVector(series);
  }

  /// Counts samples that stay in memory. Thread-safe.
  void hold(long samples) {
    limit(samplesHeld.addAndGet(samples) + samplesBuffered.get());
  }

  /// Counts samples that stay in memory until the vector that is being read has been read.
  /// Thread-safe.
  void buffer(long samples) {
    limit(samplesBuffered.addAndGet(samples) + samplesHeld.get());
  }

  private void limit(long samples) {
    if (samples > options.limits().maxSamples()) {
      throw new BadQueryException(
          "query processing would load too many samples into memory in query execution");
    }
  }

  /// Counts samples read from the store. Thread-safe.
  void readSamples(int samples) {
    samplesRead.addAndGet(samples);
  }

  long samplesRead() {
    return samplesRead.get();
  }

  int seriesRead() {
    return seriesRead;
  }

  @Override
  public void close() {
    opened.forEach(SeriesSet::close);
  }
}
