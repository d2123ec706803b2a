package io.mallwatch.samplemall.fault;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fills the heap until [#TARGET] of it stays in use even after a collection, and keeps it there.
/// Refuses on heaps past [#MAX_HEAP], where that would hurt the machine.
public final class HeldMemory implements FaultAction {
  private static final Logger logger = LoggerFactory.getLogger(HeldMemory.class);
  static final double TARGET = 0.93;
  static final double TOO_MUCH = 0.95;
  static final long MAX_HEAP = 1L << 30;
  private static final int CHUNK = 512 * 1024;
  private static final long SETTLE_MILLIS = 1000;

  private final List<MemoryPoolMXBean> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();
  private @Nullable Thread holder;

  @Override
  public void start() {
    if (max() > MAX_HEAP) {
      throw new IllegalStateException(
          "memory-pressure needs a heap of at most 1 GB; start the mall with -Xmx256m");
    }
    var thread = new Thread(this::hold, "mallwatch-mall-memory-holder");
    thread.setDaemon(true);
    thread.start();
    holder = thread;
  }

  private void hold() {
    Deque<byte[]> held = new ArrayDeque<>();
    try {
      collect();
      while (!Thread.currentThread().isInterrupted()) {
        adjust(held);
        Thread.sleep(SETTLE_MILLIS);
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    } finally {
      held.clear();
      collect();
    }
  }

  private void adjust(Deque<byte[]> held) {
    double live = live() / max();
    if (live > TOO_MUCH) {
      release(held, (live - TARGET) * max());
    } else if (live < TARGET) {
      try {
        for (double missing = (TARGET - live) * max(); missing > 0; missing -= CHUNK) {
          held.add(new byte[CHUNK]);
        }
        collect(); // so that the next look sees what really lives
      } catch (OutOfMemoryError full) {
        release(held, 8.0 * CHUNK);
        logger.debug("heap is full", full);
      }
    }
  }

  private static void release(Deque<byte[]> held, double bytes) {
    for (double released = 0; released < bytes && !held.isEmpty(); released += CHUNK) {
      held.removeLast();
    }
  }

  /// What was in use after the last collection of each pool.
  private double live() {
    double live = 0;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage afterCollection = pool.getCollectionUsage();
      live += (afterCollection == null ? pool.getUsage() : afterCollection).getUsed();
    }
    return live;
  }

  private double max() {
    double max = 0;
    for (MemoryPoolMXBean pool : pools) {
      max += Math.max(0, pool.getUsage().getMax());
    }
    return max;
  }

  @SuppressWarnings("SystemGc") // measures what lives; this class exists to strain the collector
  private static void collect() {
    System.gc();
  }

  @Override
  public void stop() {
    holder = Threads.end(holder);
  }
}
