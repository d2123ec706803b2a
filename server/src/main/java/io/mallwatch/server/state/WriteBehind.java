package io.mallwatch.server.state;

import io.mallwatch.model.StoreUnavailableException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes values a moment later and many in one transaction; of two values under one key only the
/// later one is written. Who puts waits while too many wait. Thread-safe.
final class WriteBehind<K, V> implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(WriteBehind.class);

  private static final int MOST_WAITING = 20_000;
  private static final int RETRY_SECONDS = 1;

  private final String name;
  private final Consumer<Collection<V>> writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;

  /// Guarded by lock.
  private Map<K, V> waiting = new LinkedHashMap<>();

  /// Being written now. Guarded by lock.
  private Map<K, V> writing = Map.of();

  /// Guarded by lock.
  private boolean closed;

  /// @param writer writes all in one transaction
  WriteBehind(String name, Consumer<Collection<V>> writer) {
    this.name = name;
    this.writer = writer;
    this.thread = Thread.ofPlatform().name("mallwatch-state-" + name).start(this::run);
  }

  void put(K key, V value) {
    lock.lock();
    try {
      while (waiting.size() >= MOST_WAITING && !closed && !waiting.containsKey(key)) {
        changed.awaitUninterruptibly();
      }
      waiting.put(key, value);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The value under `key` that is not written yet, if any.
  @Nullable V find(K key) {
    lock.lock();
    try {
      V value = waiting.get(key);
      return value == null ? writing.get(key) : value;
    } finally {
      lock.unlock();
    }
  }

  /// Returns when everything that was put before is written, or cannot be for now.
  void flush() {
    lock.lock();
    try {
      boolean on = true;
      while (on && !closed && !(waiting.isEmpty() && writing.isEmpty())) {
        on = changed.await(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      List<V> batch;
      lock.lock();
      try {
        while (waiting.isEmpty() && !closed) {
          changed.awaitUninterruptibly();
        }
        if (waiting.isEmpty()) {
          return;
        }
        writing = waiting;
        waiting = new LinkedHashMap<>();
        batch = List.copyOf(writing.values());
      } finally {
        lock.unlock();
      }
      if (!write(batch)) {
        return;
      }
    }
  }

  /// Returns whether to go on.
  private boolean write(List<V> batch) {
    boolean written = false;
    try {
      writer.accept(batch);
      written = true;
    } catch (StoreUnavailableException e) {
      logger.warn("event=state_not_written what={} waiting={}", name, batch.size(), e);
    }
    lock.lock();
    try {
      if (!written) {
        writing.forEach(waiting::putIfAbsent);
      }
      writing = Map.of();
      changed.signalAll();
      long left = written ? 0 : TimeUnit.SECONDS.toNanos(RETRY_SECONDS);
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      return written || !closed;
    } catch (InterruptedException _) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Writes what waits, then ends.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
