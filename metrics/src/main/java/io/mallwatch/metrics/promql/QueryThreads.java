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
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Two small fixed pools, one for people and one for rules, so that a dashboard can't starve
/// alerts. Each has a bounded queue; past it queries are refused. As many small queries as there
/// are threads may run on the threads that ask. Thread-safe.
final class QueryThreads implements AutoCloseable {

  /// How long a stopped query may take to notice before its caller is let go.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ThreadPoolExecutor people;
  private final ThreadPoolExecutor rules;
  private final Semaphore peopleHere;
  private final Semaphore rulesHere;

  QueryThreads(QueryLimits limits, ThreadFactory factory) {
    peopleHere = new Semaphore(limits.interactiveThreads());
    rulesHere = new Semaphore(limits.ruleThreads());
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

  private static boolean isRule(QueryTicket ticket) {
    return ticket.options().priority() == Priority.RULE;
  }

  /// The result of `query`, computed on this thread; null when too many do so already, or when it
  /// is larger than it was said to be: then it must be run on a thread of its own.
  ///
  /// @throws DeadlineExceededException when the deadline passes, the query is stopped or the caller
  ///   interrupted
  @Nullable QueryResult runHere(QueryTicket ticket, Callable<QueryResult> query) {
    Semaphore permits = isRule(ticket) ? rulesHere : peopleHere;
    if (!permits.tryAcquire()) {
      return null;
    }
    try {
      if (people.isShutdown()) {
        return null;
      }
      FutureTask<QueryResult> answer = new FutureTask<>(query);
      ticket.mayRead(QueryRun.mostOfSmall());
      ticket.isComputedBy(answer);
      answer.run();
      return answer.get();
    } catch (CancellationException e) {
      var _ = Thread.interrupted(); // that was meant for the query alone
      throw ticket.isCancelled() ? stopped() : timedOut(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof QueryTicket.OutgrownException) {
        ticket.beginsAnew();
        return null;
      }
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped();
    } finally {
      permits.release();
    }
  }

  private static DeadlineExceededException stopped() {
    return DeadlineExceededException.cancelled("query was canceled in query execution");
  }

  private static DeadlineExceededException timedOut(Exception cause) {
    return new DeadlineExceededException("query timed out in expression evaluation", cause);
  }

  /// The result of `query`, computed on a thread of the pool for its priority.
  ///
  /// @throws StoreOverloadedException when too many wait already
  /// @throws DeadlineExceededException when the deadline passes or the caller is interrupted
  /// @throws StoreUnavailableException after [#close()]
  QueryResult run(QueryTicket ticket, Callable<QueryResult> query) {
    ThreadPoolExecutor pool = isRule(ticket) ? rules : people;
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
      if (ticket.isCancelled()) {
        throw stopped();
      }
      throw ticket.deadline().hasPassed() ? timedOut(e) : closed(e);
    } catch (TimeoutException e) {
      cancel(ticket, answer, pool);
      throw timedOut(e);
    } catch (InterruptedException e) {
      cancel(ticket, answer, pool);
      Thread.currentThread().interrupt();
      throw stopped();
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

  /// Waits for what runs on the threads that asked, too; later queries are turned away.
  @Override
  public void close() {
    stop(people);
    stop(rules);
    people.close();
    rules.close();
    awaitEnd(peopleHere, people.getMaximumPoolSize());
    awaitEnd(rulesHere, rules.getMaximumPoolSize());
  }

  private static void awaitEnd(Semaphore here, int permits) {
    here.acquireUninterruptibly(permits);
    here.release(permits);
  }

  private static void stop(ThreadPoolExecutor pool) {
    for (Runnable waiting : pool.shutdownNow()) {
      ((FutureTask<?>) waiting).cancel(false);
    }
  }
}
