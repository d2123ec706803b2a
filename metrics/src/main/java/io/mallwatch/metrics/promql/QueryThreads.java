package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.QueryOptions.Priority;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Two small fixed pools, one for people and one for rules, so that a dashboard can't starve
/// alerts. Each has a bounded queue; past it queries are refused. Thread-safe.
final class QueryThreads implements AutoCloseable {

  /// How long a stopped query may take to notice before its caller is let go.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ThreadPoolExecutor people;
  private final ThreadPoolExecutor rules;

  QueryThreads(QueryLimits limits, ThreadFactory factory) {
    people = pool(limits.interactiveThreads(), limits.maxWaiting(), factory);
    rules = pool(limits.ruleThreads(), limits.maxWaiting(), factory);
  }

  private static ThreadPoolExecutor pool(int threads, int waiting, ThreadFactory factory) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /// The result of `query`, computed on a thread of the pool for its priority.
  ///
  /// @throws StoreOverloadedException when too many wait already
  /// @throws DeadlineExceededException when the deadline passes or the caller is interrupted
  /// @throws StoreUnavailableException after [#close()]
  QueryResult run(QueryTicket ticket, Callable<QueryResult> query) {
    ThreadPoolExecutor pool = ticket.options().priority() == Priority.RULE ? rules : people;
    FutureTask<QueryResult> answer = new FutureTask<>(query);
    ticket.isComputedBy(answer);
    try {
      pool.execute(answer);
    } catch (RejectedExecutionException e) {
      if (pool.isShutdown()) {
        throw closed(e);
      }
      ticket.refuse(Refusal.QUEUE_FULL, "");
      throw new StoreOverloadedException(
          "too many queries are running: %d run and %d wait; try again later"
              .formatted(pool.getMaximumPoolSize(), pool.getQueue().size()),
          e);
    }
    try {
      return answer.get(ticket.deadline().left().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (CancellationException e) {
      pool.remove(answer);
      throw ticket.isCancelled()
          ? DeadlineExceededException.cancelled("query was canceled in query execution")
          : closed(e);
    } catch (TimeoutException e) {
      cancel(ticket, answer, pool);
      throw new DeadlineExceededException("query timed out in expression evaluation", e);
    } catch (InterruptedException e) {
      cancel(ticket, answer, pool);
      Thread.currentThread().interrupt();
      throw DeadlineExceededException.cancelled("query was canceled in query execution");
    }
  }

  /// Interrupts the query if it runs, and gives its place in the queue away if it doesn't yet.
  private static void cancel(
      QueryTicket ticket, FutureTask<QueryResult> answer, ThreadPoolExecutor pool) {
    ticket.cancel();
    pool.remove(answer);
  }

  private static StoreUnavailableException closed(RuntimeException cause) {
    return new StoreUnavailableException("the query engine is closed", cause);
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  @Override
  public void close() {
    stop(people);
    stop(rules);
    people.close();
    rules.close();
  }

  private static void stop(ThreadPoolExecutor pool) {
    for (Runnable waiting : pool.shutdownNow()) {
      ((FutureTask<?>) waiting).cancel(false);
    }
  }
}
