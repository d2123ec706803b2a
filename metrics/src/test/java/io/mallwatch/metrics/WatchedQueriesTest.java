package io.mallwatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.promql.EngineOptions;
import io.mallwatch.metrics.promql.PromqlQueries;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchedQueriesTest {

  private static final QueryOptions FROM_GRAFANA =
      new QueryOptions(
          Deadline.after(Duration.ofMinutes(1)),
          null,
          0,
          QueryOptions.Priority.INTERACTIVE,
          "10.0.0.7 Grafana/12");

  private final FakeClock clock = FakeClock.mondayMorning();

  /// Finds nothing, and that only when it is let go.
  private final CountDownLatch never = new CountDownLatch(1);

  private final PromqlQueries engine =
      new PromqlQueries(
          new SeriesSource() {
            @Override
            public SeriesSet select(
                List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline) {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                deadline.check();
              }
              throw new IllegalStateException("nobody stopped it");
            }

            @Override
            public List<Labels> labels(List<Matcher> matchers, long fromMillis, long toMillis) {
              return List.of();
            }
          },
          new io.mallwatch.metrics.promql.MetadataSource() {
            @Override
            public List<Exemplar> exemplars(
                List<List<Matcher>> selectors, long fromMillis, long toMillis) {
              return List.of();
            }

            @Override
            public List<MetricMetadata> metadata(String family) {
              return List.of();
            }
          },
          new MetricCapabilities(false, false, false, false, false),
          EngineOptions.DEFAULT,
          clock,
          Thread.ofPlatform().daemon().factory());

  private final WatchedQueries queries = new WatchedQueries(engine, clock);

  @AfterEach
  void close() {
    never.countDown();
    engine.close();
  }

  @Test
  void whatRunsIsListedAndCanBeStopped() throws InterruptedException {
    AtomicReference<Throwable> end = new AtomicReference<>();
    AtomicBoolean interrupted = new AtomicBoolean(true);
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                queries.instant("sum(paid)", Instant.EPOCH, FROM_GRAFANA);
              } catch (DeadlineExceededException e) {
                end.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    Await.until("it runs", () -> !queries.running().isEmpty());
    RunningQueries.Running running = queries.running().getFirst();
    assertThat(running.query()).isEqualTo("sum(paid)");
    assertThat(running.since()).isEqualTo(clock.instant());
    assertThat(running.origin()).isEqualTo("10.0.0.7 Grafana/12");
    assertThat(queries.cancel(running.id() + 1)).isFalse();
    assertThat(queries.cancel(running.id())).isTrue();
    caller.join();
    assertThat(end.get())
        .isInstanceOfSatisfying(
            DeadlineExceededException.class, e -> assertThat(e.isCancelled()).isTrue())
        .hasMessage("query was canceled in expression evaluation");
    assertThat(interrupted).isFalse();
    assertThat(queries.running()).isEmpty();
    assertThat(queries.cancel(running.id())).isFalse();
  }

  @Test
  void whatFailsIsNoLongerListed() {
    assertThatThrownBy(() -> queries.instant("sum(", Instant.EPOCH, FROM_GRAFANA))
        .hasMessageContaining("parse error");
    assertThat(queries.running()).isEmpty();
  }
}
