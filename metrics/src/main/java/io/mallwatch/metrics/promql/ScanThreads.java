package io.mallwatch.metrics.promql;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Threads that help large queries to read series, one for each processor but that of the query
/// itself. Parts that find no thread are refused; the query computes them. Thread-safe.
final class ScanThreads implements Executor, AutoCloseable {

  private static final int WAITING = 64;

  private final int threads;
  private final ThreadPoolExecutor pool;

  ScanThreads(int processors, ThreadFactory factory) {
    threads = Math.max(1, processors - 1);
    pool =
        new ThreadPoolExecutor(
            threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), factory);
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable part) {
    pool.execute(part);
  }

  /// How many parts of a query it makes sense to compute ahead.
  int ahead() {
    return threads * 2;
  }

  @Override
  public void close() {
    pool.shutdownNow();
    pool.close();
  }
}
