package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.promql.syntax.DurationExpr;
import io.mallwatch.metrics.promql.syntax.TimeModifiers;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.Notes;
import io.mallwatch.metrics.promql.vector.RangeVector;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// One query while it runs: its bounds, what it has used, what it has to tell. Not thread-safe.
final class QueryRun {

  private final SeriesSource source;
  private final EngineOptions options;
  private final Deadline deadline;
  private final long lookbackMillis;
  private final Grid grid;
  private final long stepMillis;
  private final long endMillis;
  private final Notes notes;
  private long samplesHeld;
  private long samplesRead;
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

  /// Reads from the store, within the limits; sorted by labels.
  List<RawSeries> select(List<Matcher> matchers, long from, long to) {
    check();
    List<RawSeries> found = new ArrayList<>();
    SampleColumns columns = new SampleColumns(256);
    try (SeriesSet set = source.select(matchers, from, to, deadline)) {
      for (int i = 0; i < set.size(); i++) {
        set.read(i, columns);
        if (!columns.isEmpty()) {
          if (++seriesRead > options.limits().maxSeries()) {
            throw new BadQueryException(
                "the query reads more than %d series".formatted(options.limits().maxSeries()));
          }
          int size = columns.size();
          samplesRead += size;
          hold(size);
          found.add(
              new RawSeries(
                  set.labels(i),
                  Arrays.copyOf(columns.times(), size),
                  Arrays.copyOf(columns.values(), size)));
        }
      }
    }
    found.sort(Comparator.comparing(RawSeries::labels, Labels.ORDER));
    return found;
  }

  /// Counts samples that stay in memory.
  void hold(long samples) {
    samplesHeld += samples;
    if (samplesHeld > options.limits().maxSamples()) {
      throw new BadQueryException(
          "query processing would load too many samples into memory in query execution");
    }
  }

  /// Counts samples that are no longer needed.
  void release(long samples) {
    samplesHeld = Math.max(0, samplesHeld - samples);
  }

  long samplesRead() {
    return samplesRead;
  }

  int seriesRead() {
    return seriesRead;
  }
}
