package io.mallwatch.logs.lucene;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.query.FilterMatch;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.StoreOverloadedException;
import java.util.ArrayDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands new entries to listeners as soon as they are in the write-ahead log, before they are
/// indexed. Each listener has its own thread and its own bounded queue, so a slow one loses its
/// oldest entries and holds up nobody.
final class Tails implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Tails.class);

  private static final int BEHIND = 1_000;

  private final int most;
  private final ThreadFactory threads;
  private final StoreCounters counters;
  private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
  private boolean closed; // guarded by this

  Tails(int most, ThreadFactory threads, StoreCounters counters) {
    this.most = most;
    this.threads = threads;
    this.counters = counters;
  }

  synchronized LogStore.Tail open(LogFilter filter, Consumer<LogHit> sink) {
    if (closed || listeners.size() >= most) {
      throw new StoreOverloadedException("%d tails are open already".formatted(listeners.size()));
    }
    Listener listener = new Listener(FilterMatch.of(filter), sink);
    listeners.add(listener);
    listener.thread.start();
    return listener;
  }

  int count() {
    return listeners.size();
  }

  /// Offers a batch to every listener; does not wait for any.
  void offer(long first, LogBatch batch) {
    for (Listener listener : listeners) {
      listener.offer(first, batch);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    listeners.forEach(Listener::close);
  }

  private final class Listener implements LogStore.Tail {
    private final Predicate<LogEntry> passes;
    private final Consumer<LogHit> sink;
    private final Thread thread;
    private final ArrayDeque<LogHit> waiting = new ArrayDeque<>(); // guarded by waiting
    private long dropped; // guarded by waiting
    private boolean ended; // guarded by waiting

    Listener(Predicate<LogEntry> passes, Consumer<LogHit> sink) {
      this.passes = passes;
      this.sink = sink;
      this.thread = threads.newThread(this::loop);
      thread.setName("mallwatch-logs-tail");
    }

    void offer(long first, LogBatch batch) {
      for (int i = 0; i < batch.entries().size(); i++) {
        LogEntry entry = batch.entries().get(i);
        if (!passes.test(entry)) {
          continue;
        }
        LogHit hit = Searches.hitOf(batch.index(), entry, first + i, batch.id(i));
        synchronized (waiting) {
          if (waiting.size() >= BEHIND) {
            waiting.removeFirst();
            dropped++;
            counters.of("tail_entry_dropped").increment();
          }
          waiting.addLast(hit);
          waiting.notifyAll();
        }
      }
    }

    private void loop() {
      for (LogHit hit = next(); hit != null; hit = next()) {
        try {
          sink.accept(hit);
        } catch (RuntimeException e) {
          logger.warn("event=tail_ended reason=listener_failed", e);
          end();
        }
      }
    }

    private @Nullable LogHit next() {
      synchronized (waiting) {
        try {
          while (waiting.isEmpty() && !ended) {
            waiting.wait();
          }
        } catch (InterruptedException e) {
          ended = true;
        }
        return ended ? null : waiting.pollFirst();
      }
    }

    private void end() {
      listeners.remove(this);
      synchronized (waiting) {
        ended = true;
        waiting.clear();
        waiting.notifyAll();
      }
    }

    @Override
    public long dropped() {
      synchronized (waiting) {
        return dropped;
      }
    }

    @Override
    public void close() {
      end();
      if (Thread.currentThread() == thread) {
        return;
      }
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
