package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.function.WindowBounds;
import io.mallwatch.metrics.promql.syntax.DurationExpr;
import io.mallwatch.metrics.promql.syntax.TimeModifiers;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.Notes;
import io.mallwatch.metrics.promql.vector.RangeVector;
import io.mallwatch.metrics.promql.vector.Scan;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.Matcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// One query while it runs: its bounds, what it has opened and used, what it has to tell. Only what
/// readers call is thread-safe.
final class QueryRun implements Scan, AutoCloseable {

  /// Work from which on other threads help: samples, roughly.
  private static final long LARGE = 1_000_000;

  /// What a series costs besides its steps, in steps.
  private static final int SERIES_COST = 50;

  /// Work up to which a query is small: about a millisecond.
  private static final long SMALL = LARGE / 4;

  /// Memory of a sample.
  private static final int SAMPLE_BYTES = 16;

  /// Memory of what is remembered of a series that is not held.
  private static final int SERIES_BYTES = 48;

  private final SeriesSource source;
  private final EngineOptions options;
  private final QueryTicket ticket;
  private final Grid grid;
  private final long stepMillis;
  private final long endMillis;
  private final Notes notes;
  private final @Nullable ScanThreads helpers;
  private final Map<Selection, SeriesSet> opened = new HashMap<>();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong buffered = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();
  private final LongAdder queryable = new LongAdder();
  private final long[] queryablePerStep; // guarded by itself
  private final @Nullable CostNode root;
  private @Nullable CostNode node;
  private int seriesRead;
  private final AtomicLong seriesBytes = new AtomicLong();

  /// @param helpers threads that help to read large vectors, or null to read alone
  QueryRun(
      SeriesSource source,
      EngineOptions options,
      Bounds bounds,
      QueryTicket ticket,
      @Nullable ScanThreads helpers) {
    this.source = source;
    this.options = options;
    this.ticket = ticket;
    this.grid = bounds.grid();
    this.stepMillis = bounds.stepMillis();
    this.endMillis = bounds.endMillis();
    this.notes = new Notes(ticket.query());
    this.helpers = helpers;
    boolean explain = ticket.options().explain();
    this.queryablePerStep = new long[explain ? grid.steps() : 0];
    this.root = explain ? new CostNode(ticket.query()) : null;
    this.node = root;
    ticket.begins();
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
    Duration asked = ticket.options().lookback();
    return (asked == null ? options.lookback() : asked).toMillis();
  }

  Notes notes() {
    return notes;
  }

  /// Thread-safe.
  ///
  /// @throws io.mallwatch.model.DeadlineExceededException when the query should have ended
  void check() {
    ticket.check();
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
    return duration.positiveMillis(stepSeconds(), rangeSeconds());
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

  private record Selection(List<Matcher> matchers, long from, long to) {}

  /// Selects from the store, once for selectors that want the same, within the limits; the set is
  /// closed when the query ends.
  SeriesSet select(List<Matcher> matchers, long from, long to) {
    check();
    SeriesSet set = opened.get(new Selection(matchers, from, to));
    if (set == null) {
      set = source.select(matchers, from, to, ticket.deadline());
      opened.put(new Selection(matchers, from, to), set);
    }
    ticket.willRead(set.size() * (long) (grid.steps() + SERIES_COST));
    seriesRead += set.size();
    int most = options.limits().maxSeries();
    if (seriesRead > most) {
      throw ticket.refuse(
          Refusal.SERIES,
          "the query reads more than %d series; select fewer by their labels, or a shorter time"
              .formatted(most));
    }
    seriesBytes.addAndGet((long) set.size() * SERIES_BYTES);
    limit(held.get() + buffered.get());
    return set;
  }

  /// Ends early at the deadline. Other threads help when there is much to do.
  @Override
  public void read(StepVector vector, int steps, Scan.Each each) {
    long before = buffered.get();
    ScanThreads threads = helpers;
    boolean large = (long) vector.size() * (steps + SERIES_COST) > LARGE;
    if (threads != null && large && vector.size() > ParallelScan.PART && !isHeld(vector)) {
      buffer((long) steps * ParallelScan.PART * (threads.ahead() + 1));
      new ParallelScan(vector, steps, ticket, threads, threads.ahead()).run(each);
    } else {
      buffer(steps);
      readAlone(vector, steps, each);
    }
    buffered.set(before);
  }

  private static boolean isHeld(StepVector vector) {
    return vector instanceof HeldVector;
  }

  private void readAlone(StepVector vector, int steps, Scan.Each each) {
    StepVector.Reader reader = vector.reader();
    StepColumn column = new StepColumn(steps);
    for (int i = 0; i < vector.size(); i++) {
      check();
      reader.read(i, column);
      each.accept(i, column);
    }
  }

  /// Reads a vector into memory, empty series too.
  HeldVector held(StepVector vector, int steps) {
    if (vector instanceof HeldVector inMemory) {
      return inMemory;
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
    limit(held.addAndGet(samples) + buffered.get());
  }

  /// Counts samples that stay in memory until the vector that is being read has been read.
  /// Thread-safe.
  void buffer(long samples) {
    limit(buffered.addAndGet(samples) + held.get());
  }

  private void limit(long samples) {
    peak.accumulateAndGet(samples, Math::max);
    if (samples > options.limits().maxSamples()) {
      throw ticket.refuse(
          Refusal.SAMPLES,
          ("query processing would load too many samples into memory in query execution: more"
                  + " than %d; select fewer series, a shorter time or a larger step")
              .formatted(options.limits().maxSamples()));
    }
    long share = ticket.shareBytes(options.limits().maxBytes());
    if (samples * SAMPLE_BYTES + seriesBytes.get() > share) {
      throw ticket.refuse(
          Refusal.MEMORY,
          ("the query needs more memory than its share of %d MiB; select fewer series, a shorter"
                  + " time or a larger step, or try again when fewer queries run")
              .formatted(share >> 20));
    }
  }

  /// Counts a series of the answer.
  ///
  /// @param series how many there are with it
  void answer(int series) {
    int most = options.limits().maxResultSeries();
    if (series > most) {
      throw ticket.refuse(
          Refusal.RESULT_SERIES,
          "the answer has more than %d series; aggregate them or select fewer".formatted(most));
    }
  }

  /// Counts samples read from the store. Thread-safe.
  ///
  /// @param by the part of the query that read them, if costs are wanted
  void readSamples(int samples, @Nullable CostNode by) {
    ticket.readSamples(samples);
    if (by != null) {
      by.readSamples(samples);
    }
  }

  /// Counts what the windows of a series show. Thread-safe.
  void sawWindows(WindowBounds bounds) {
    queryable.add(bounds.shown());
    if (queryablePerStep.length == bounds.steps()) {
      synchronized (queryablePerStep) {
        for (int step = 0; step < queryablePerStep.length; step++) {
          queryablePerStep[step] += bounds.afters()[step] - bounds.firsts()[step];
        }
      }
    }
  }

  /// Counts the samples of a series on the steps. Thread-safe.
  void sawSamples(StepColumn column) {
    queryable.add(column.count());
    if (queryablePerStep.length == column.steps()) {
      synchronized (queryablePerStep) {
        for (int step = 0; step < queryablePerStep.length; step++) {
          queryablePerStep[step] += column.hasAny(step) ? 1 : 0;
        }
      }
    }
  }

  /// The part of the query that is being looked at, or null when costs are not wanted.
  @Nullable CostNode node() {
    return node;
  }

  /// Sets it.
  void lookAt(@Nullable CostNode part) {
    node = part;
  }

  /// Whether a query that took this is small.
  static boolean isSmall(QueryResult.Stats stats) {
    return stats.samplesRead() + stats.peakSamples() + (long) stats.seriesRead() * SERIES_COST
        <= SMALL;
  }

  /// Samples that a query which was small may read before it counts as one that is not.
  static long mostOfSmall() {
    return 2 * SMALL;
  }

  QueryResult.Stats stats(long elapsedNanos) {
    CostNode all = root;
    return new QueryResult.Stats(
        ticket.samplesRead(),
        seriesRead,
        elapsedNanos,
        queryable.sum(),
        queryablePerStep.clone(),
        peak.get(),
        all == null ? null : all.told());
  }

  @Override
  public void close() {
    ticket.ends();
    opened.values().forEach(SeriesSet::close);
  }
}
