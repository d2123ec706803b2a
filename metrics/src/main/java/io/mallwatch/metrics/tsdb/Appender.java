package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.tsdb.wal.WalEncoder;
import io.mallwatch.metrics.tsdb.wal.WalWriter;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes log and head. It takes all batches that wait, stages them, writes
/// them to the log at once (group commit) and then makes them visible and answers their senders;
/// when the log fails, nothing of the group is kept.
final class Appender implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Appender.class);
  private static final int QUEUE = 1024;

  /// Samples of one group, unless a single batch has more: small enough for a cache.
  private static final int GROUP_SAMPLES = 1 << 14;

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// What waits in the queue.
  private sealed interface Work {
    /// Samples from a sender.
    record Append(MetricBatch batch, CompletableFuture<AppendResult> answer) implements Work {}

    /// Something that must not run beside the writer.
    record Run(Runnable task) implements Work {}

    /// The end.
    record Stop() implements Work {}
  }

  private record Staged(Work.Append append, Tally tally) {}

  private final TsdbConfig config;
  private final Stager stager;
  private final WalWriter wal;
  private final Counters counters;
  private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong queuedSamples = new AtomicLong();
  private final HeadLoad load;
  private final DiskSpace space;
  private final AtomicLong backlog = new AtomicLong();
  private final WalEncoder encoder = new WalEncoder();
  private final Runnable onBacklog;
  private final Thread thread;
  private volatile long backlogBeforeMillis = Long.MIN_VALUE;
  private volatile boolean closed;
  private boolean failing; // writer thread only

  /// @param onBacklog called when more than the configured number of samples for block times wait
  Appender(
      TsdbConfig config,
      Stager stager,
      WalWriter wal,
      HeadLoad load,
      DiskSpace space,
      Counters counters,
      Runnable onBacklog) {
    this.config = config;
    this.load = load;
    this.space = space;
    this.stager = stager;
    this.wal = wal;
    this.counters = counters;
    this.onBacklog = onBacklog;
    this.thread = Thread.ofPlatform().name("mallwatch-tsdb-writer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  AppendResult append(MetricBatch batch) {
    int samples = batch.size();
    space.check();
    if (load.bytes() > config.limits().headBytes()) {
      throw overloaded("recent samples take %d MiB of memory".formatted(load.bytes() >> 20));
    }
    if (queuedSamples.addAndGet(samples) > config.maxQueuedSamples()
        && queuedSamples.get() != samples) {
      queuedSamples.addAndGet(-samples);
      throw overloaded("too many samples wait for the log");
    }
    try {
      Work.Append append = new Work.Append(batch, new CompletableFuture<>());
      submit(append);
      return join(append.answer());
    } finally {
      queuedSamples.addAndGet(-samples);
    }
  }

  private StoreOverloadedException overloaded(String why) {
    counters.batchesOverloaded.increment();
    return new StoreOverloadedException("the metric store is behind: " + why);
  }

  /// Runs `task` on the writer thread, between two groups, and returns its result.
  <T> T call(Supplier<T> task) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    submit(
        new Work.Run(() -> {
          try {
            answer.complete(task.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        }));
    return join(answer);
  }

  private void submit(Work work) {
    if (closed) {
      throw new StoreUnavailableException("the metric store is closed");
    }
    try {
      if (!queue.offer(work, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw overloaded("its queue is full");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted before the samples were queued", e);
    }
  }

  private static <T> T join(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void run() {
    boolean running = true;
    while (running) {
      try {
        running = runOnce();
      } catch (InterruptedException e) {
        logger.warn("tsdb_writer_interrupted", e); // nobody may; go on, close() sends Stop
      }
    }
    List<Work> left = new ArrayList<>();
    queue.drainTo(left);
    for (Work work : left) {
      switch (work) {
        case Work.Append append ->
            append
                .answer()
                .completeExceptionally(
                    new StoreUnavailableException("the metric store was closed"));
        case Work.Run(Runnable task) -> task.run();
        case Work.Stop() -> {}
      }
    }
  }

  private boolean runOnce() throws InterruptedException {
    List<Work.Append> group = new ArrayList<>();
    int samples = 0;
    Work work = queue.take();
    while (work != null) {
      switch (work) {
        case Work.Append append -> {
          group.add(append);
          samples += append.batch().size();
        }
        case Work.Run(Runnable task) -> {
          write(group);
          group.clear();
          task.run();
        }
        case Work.Stop() -> {
          write(group);
          return false;
        }
      }
      work = samples < GROUP_SAMPLES ? queue.poll() : null;
    }
    write(group);
    return true;
  }

  private void write(List<Work.Append> group) {
    if (group.isEmpty()) {
      return;
    }
    try {
      List<Staged> staged = new ArrayList<>(group.size());
      for (Work.Append append : group) {
        staged.add(new Staged(append, stager.stage(append.batch(), load.bytes())));
      }
      writeLog();
      Stager.Committed committed = stager.commit(backlogBeforeMillis);
      load.added(committed.samples());
      for (Staged one : staged) {
        answer(one);
      }
      if (committed.backlog() > 0
          && backlog.addAndGet(committed.backlog()) >= config.flushBacklog()) {
        backlog.set(0);
        onBacklog.run();
      }
      failing = false;
    } catch (RuntimeException | Error e) {
      // Also the top of a thread: whatever went wrong, senders must hear of it and the rest go on.
      stager.rollBack();
      counters.walWriteFailures.increment();
      if (e instanceof StoreUnavailableException && space.exhausted()) {
        onBacklog.run();
      }
      if (!failing) {
        failing = true; // one line for each stretch of failures; the counter has them all
        logger.error("tsdb_writes_fail batches={}", group.size(), e);
      }
      group.forEach(append -> append.answer().completeExceptionally(e));
    } finally {
      encoder.reset();
    }
  }

  private void answer(Staged one) {
    one.tally().countInto(counters);
    if (one.tally().onlyMemoryWanting()) {
      one.append().answer().completeExceptionally(overloaded(one.tally().firstError()));
    } else {
      one.append().answer().complete(one.tally().result());
    }
  }

  private void writeLog() {
    stager.encode(encoder);
    if (encoder.size() > 0) {
      wal.write(encoder.frames());
      counters.walWrites.increment();
      if (config.walFsync().isZero()) {
        wal.sync();
      }
    }
  }

  /// From now on samples before this time count as backlog.
  void countBacklogBefore(long millis) {
    backlogBeforeMillis = millis;
  }

  /// Finishes what is queued, then ends the thread.
  @Override
  public void close() {
    closed = true;
    boolean sent = false;
    while (!sent) {
      sent = queue.offer(new Work.Stop());
      Thread.onSpinWait();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
