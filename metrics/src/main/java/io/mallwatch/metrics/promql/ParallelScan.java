package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.vector.Scan;
import io.mallwatch.metrics.promql.vector.StepVector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one vector with the help of other threads: they compute parts of fixed size ahead, this
/// one hands on all series in order, and computes the parts that nobody has begun. So the answer is
/// the same to the bit however many help. Used once.
final class ParallelScan {

  private static final Logger logger = LoggerFactory.getLogger(ParallelScan.class);

  /// Series of a part.
  static final int PART = 128;

  private final StepVector vector;
  private final int steps;
  private final QueryTicket ticket;
  private final Executor helpers;
  private final int ahead;
  private final Queue<StepVector.Reader> readers = new ConcurrentLinkedQueue<>();
  private final Deque<Part> waiting = new ArrayDeque<>();
  private final Deque<StepColumn[]> spare = new ArrayDeque<>();
  private volatile boolean over;

  /// @param ahead how many parts may be computed ahead
  ParallelScan(StepVector vector, int steps, QueryTicket ticket, Executor helpers, int ahead) {
    this.vector = vector;
    this.steps = steps;
    this.ticket = ticket;
    this.helpers = helpers;
    this.ahead = ahead;
  }

  void run(Scan.Each each) {
    int parts = (vector.size() + PART - 1) / PART;
    int handedOut = 0;
    try {
      for (int part = 0; part < parts; part++) {
        while (handedOut < parts && handedOut <= part + ahead) {
          handOut(handedOut++);
        }
        deliver(waiting.removeFirst(), each);
      }
    } finally {
      over = true;
      waiting.forEach(Part::leave);
    }
  }

  private void handOut(int number) {
    StepColumn[] columns = spare.pollFirst();
    Part part = new Part(number, columns == null ? new StepColumn[PART] : columns);
    waiting.addLast(part);
    if (number == 0) {
      return;
    }
    try {
      helpers.execute(part::help);
    } catch (RejectedExecutionException e) {
      logger.trace("scan_part_kept part={} reason={}", number, e.getMessage());
    }
  }

  private void deliver(Part part, Scan.Each each) {
    int first = part.number * PART;
    int count = Math.min(PART, vector.size() - first);
    if (part.begun.compareAndSet(false, true)) {
      StepVector.Reader reader = reader();
      StepColumn column = part.column(0);
      for (int i = 0; i < count; i++) {
        ticket.check();
        reader.read(first + i, column);
        each.accept(first + i, column);
      }
      readers.add(reader);
    } else {
      part.await();
      for (int i = 0; i < count; i++) {
        each.accept(first + i, part.column(i));
      }
    }
    spare.addFirst(part.columns);
  }

  private StepVector.Reader reader() {
    StepVector.Reader reader = readers.poll();
    return reader == null ? vector.reader() : reader;
  }

  private final class Part {

    private final int number;
    private final @Nullable StepColumn[] columns;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable RuntimeException failure;

    Part(int number, @Nullable StepColumn[] columns) {
      this.number = number;
      this.columns = columns;
    }

    StepColumn column(int index) {
      StepColumn column = columns[index];
      if (column == null) {
        column = new StepColumn(steps);
        columns[index] = column;
      }
      return column;
    }

    /// On another thread.
    private void help() {
      if (over || !begun.compareAndSet(false, true)) {
        return;
      }
      try {
        StepVector.Reader reader = reader();
        int first = number * PART;
        int count = Math.min(PART, vector.size() - first);
        for (int i = 0; i < count && !over; i++) {
          ticket.check();
          reader.read(first + i, column(i));
        }
        readers.add(reader);
      } catch (RuntimeException e) {
        failure = e;
      } finally {
        done.countDown();
      }
    }

    private void await() {
      awaitDone();
      RuntimeException failed = failure;
      if (failed != null) {
        throw failed;
      }
    }

    /// After it no other thread is in this part, so that what it reads may be closed. An
    /// interruption stops the query instead, which ends the part soon.
    private void awaitDone() {
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
          ticket.cancel();
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private void leave() {
      if (!begun.compareAndSet(false, true)) {
        awaitDone();
      }
    }
  }
}
