package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.RunningQueries.Running;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.DeadlineExceededException;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One query from its arrival to its end, as those who watch it see it. Thread-safe.
final class QueryTicket {

  private final long id;
  private final String query;
  private final QueryOptions options;
  private final QueryLedger ledger;
  private final Instant since;
  private final AtomicLong samplesRead = new AtomicLong();
  private volatile boolean cancelled;
  private volatile @Nullable Future<?> task;
  private volatile long mostSamples = Long.MAX_VALUE;

  QueryTicket(long id, String query, QueryOptions options, QueryLedger ledger, Instant since) {
    this.id = id;
    this.query = query;
    this.options = options;
    this.ledger = ledger;
    this.since = since;
  }

  long id() {
    return id;
  }

  String query() {
    return query;
  }

  QueryOptions options() {
    return options;
  }

  Deadline deadline() {
    return options.deadline();
  }

  Instant since() {
    return since;
  }

  /// Thrown by a query that became larger than it may be where it runs; says nothing about it.
  static final class OutgrownException extends RuntimeException {

    private static final long serialVersionUID = 1;

    OutgrownException() {
      super("the query needs a thread of its own", null, false, false);
    }
  }

  /// From here on it may read so many samples.
  void mayRead(long samples) {
    mostSamples = samples;
  }

  /// Nothing was read yet, and as much as may be.
  void beginsAnew() {
    samplesRead.set(0);
    mostSamples = Long.MAX_VALUE;
  }

  /// @throws OutgrownException when it will read more than it may
  void willRead(long samples) {
    if (samples > mostSamples) {
      throw new OutgrownException();
    }
  }

  /// What computes it, so that it can be interrupted.
  void isComputedBy(Future<?> computation) {
    task = computation;
    if (cancelled) {
      computation.cancel(true);
    }
  }

  /// Stops it, wherever it is, because somebody wants so.
  void cancel() {
    cancelled = true;
    stop();
  }

  /// Stops it, wherever it is, because its time is over.
  void stop() {
    Future<?> computation = task;
    if (computation != null) {
      computation.cancel(true);
    }
  }

  boolean isCancelled() {
    return cancelled;
  }

  /// @throws DeadlineExceededException when it was stopped or should have ended
  /// @throws OutgrownException when it has read more than it may
  void check() {
    if (cancelled) {
      throw DeadlineExceededException.cancelled("query was canceled in query execution");
    }
    options.deadline().check();
    if (mostSamples != Long.MAX_VALUE) {
      willRead(samplesRead.get());
    }
  }

  void readSamples(int samples) {
    samplesRead.addAndGet(samples);
  }

  long samplesRead() {
    return samplesRead.get();
  }

  /// How much memory it may hold now.
  long shareBytes(long allQueriesBytes) {
    return allQueriesBytes / Math.max(1, ledger.computing().get());
  }

  /// From here on it holds memory.
  void begins() {
    ledger.computing().incrementAndGet();
  }

  void ends() {
    ledger.computing().decrementAndGet();
  }

  /// Counts a refusal.
  ///
  /// @param message names the limit and what to do
  BadQueryException refuse(Refusal reason, String message) {
    ledger.count(reason);
    return BadQueryException.whileComputing(message);
  }

  Running told() {
    return new Running(id, query, since, samplesRead.get(), options.origin(), options.priority());
  }
}
