package io.mallwatch.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParallelScanTest {

  private static final int SERIES = 10 * ParallelScan.PART + 7;

  private final QueryLedger ledger =
      new QueryLedger(Duration.ofSeconds(1), FakeClock.mondayMorning());
  private final QueryTicket ticket = ledger.unlisted("q", QueryOptions.interactive(Deadline.NEVER));
  private final ExecutorService threads = Executors.newFixedThreadPool(3);
  private final Counting vector = new Counting();

  /// The value of a series is its index; one may fail.
  private static final class Counting implements StepVector {
    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private int failsAt = -1;

    @Override
    public int size() {
      return SERIES;
    }

    @Override
    public Labels labels(int index) {
      return Labels.EMPTY;
    }

    @Override
    public boolean nameDropped(int index) {
      return false;
    }

    @Override
    public Reader reader() {
      readers.incrementAndGet();
      return (index, into) -> {
        inside.incrementAndGet();
        try {
          if (index == failsAt) {
            throw new IllegalStateException("series " + index);
          }
          into.clear();
          into.set(0, index);
        } finally {
          inside.decrementAndGet();
        }
      };
    }
  }

  @AfterEach
  void close() {
    threads.close();
  }

  private List<Double> scan(Executor helpers) {
    List<Double> values = new ArrayList<>();
    new ParallelScan(vector, 1, ticket, helpers, 4)
        .run((int index, StepColumn column) -> {
          assertThat(index).isEqualTo(values.size());
          values.add(column.value(0));
        });
    return values;
  }

  private static List<Double> all() {
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < SERIES; i++) {
      all.add((double) i);
    }
    return all;
  }

  @Test
  void seriesComeInOrderHoweverManyHelp() {
    assertThat(scan(threads)).isEqualTo(all());
    assertThat(vector.readers.get()).isBetween(1, 4);
  }

  @Test
  void nobodyNeedsToHelp() {
    Executor busy =
        _ -> {
          throw new RejectedExecutionException("busy");
        };
    assertThat(scan(busy)).isEqualTo(all());
    assertThat(scan(_ -> {})).isEqualTo(all());
    assertThat(scan(Runnable::run)).isEqualTo(all());
  }

  @Test
  void failureOfAHelperIsThatOfTheQueryAndNobodyReadsOn() {
    vector.failsAt = 5 * ParallelScan.PART + 3;

    assertThatThrownBy(() -> scan(threads)).hasMessage("series " + vector.failsAt);
    assertThat(vector.inside).hasValue(0);
  }

  @Test
  void stoppedQueryStopsItsHelpers() {
    ticket.cancel();

    assertThatThrownBy(() -> scan(threads))
        .isInstanceOfSatisfying(
            DeadlineExceededException.class, e -> assertThat(e.isCancelled()).isTrue());
    assertThat(vector.inside).hasValue(0);
  }
}
