package io.mallwatch.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricCapabilities;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryOptions.Priority;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.RunningQueries;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PromqlQueriesTest {

  private static final TimeRange FIRST_MINUTE =
      new TimeRange(Instant.EPOCH, Instant.ofEpochSecond(60));
  private static final QueryOptions OPTIONS = QueryOptions.interactive(Deadline.NEVER);
  private static final QueryLimits ONE_AT_ONCE = new QueryLimits(1000, 1000, 100, 1, 1, 1);
  private static final ThreadFactory THREADS =
      Thread.ofPlatform().name("mallwatch-test-query-", 0).daemon().factory();

  private final SampleStore store =
      new SampleStore()
          .add(Labels.of("__name__", "paid", "shop", "a"), 0, 1)
          .add(Labels.of("__name__", "paid", "shop", "b"), 30_000, 2)
          .add(Labels.of("__name__", "stock", "shop", "c"), 60_000, 3);
  private final KeptMetadata metadata = new KeptMetadata();
  private final Gate gate = new Gate(store);
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final PromqlQueries queries =
      new PromqlQueries(
          gate,
          metadata,
          new MetricCapabilities(true, true, false, false, false),
          new EngineOptions(
              Duration.ofMinutes(5), Duration.ofMinutes(1), Semantics.DEFAULT, ONE_AT_ONCE),
          FakeClock.mondayMorning(),
          THREADS);

  /// Holds every read until it is opened.
  private static final class Gate implements SeriesSource {
    private final SeriesSource inner;
    private final AtomicInteger waiting = new AtomicInteger();
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile Thread last = Thread.currentThread();

    Gate(SeriesSource inner) {
      this.inner = inner;
    }

    @Override
    public SeriesSet select(
        List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline) {
      last = Thread.currentThread();
      if (closed) {
        waiting.incrementAndGet();
        try {
          opened.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          deadline.check();
        } finally {
          waiting.decrementAndGet();
        }
      }
      return inner.select(matchers, fromMillis, toMillis, deadline);
    }

    @Override
    public List<Labels> labels(List<Matcher> matchers, long fromMillis, long toMillis) {
      return inner.labels(matchers, fromMillis, toMillis);
    }
  }

  /// Remembers what it was asked.
  private static final class KeptMetadata implements MetadataSource {
    private final List<List<List<Matcher>>> asked = new ArrayList<>();
    private final List<Exemplar> exemplars = new ArrayList<>();

    @Override
    public List<Exemplar> exemplars(List<List<Matcher>> selectors, long fromMillis, long toMillis) {
      asked.add(selectors);
      return exemplars.stream()
          .filter(e -> e.timestampMillis() >= fromMillis && e.timestampMillis() <= toMillis)
          .toList();
    }

    @Override
    public List<MetricMetadata> metadata(String family) {
      return List.of(new MetricMetadata(family, "counter", "", ""));
    }
  }

  @AfterEach
  void close() {
    gate.opened.countDown();
    callers.close();
    queries.close();
  }

  private QueryResult ask(Priority priority, Deadline deadline) {
    return queries.instant(
        "sum(paid)", Instant.ofEpochSecond(30), new QueryOptions(deadline, null, 0, priority));
  }

  private void holdOneQuery() {
    gate.closed = true;
    var _ = callers.submit(() -> ask(Priority.INTERACTIVE, Deadline.NEVER));
    Await.until("a query runs", () -> gate.waiting.get() == 1);
  }

  @Test
  void queriesAreAnswered() {
    assertThat(ask(Priority.INTERACTIVE, Deadline.NEVER).value())
        .isEqualTo(
            new QueryResult.Vector(List.of(new QueryResult.VectorSample(Labels.EMPTY, 30_000, 3))));
    QueryResult range =
        queries.range(
            "paid", Instant.EPOCH, Instant.ofEpochSecond(60), Duration.ofSeconds(30), OPTIONS);
    assertThat(((QueryResult.Matrix) range.value()).series()).hasSize(2);
  }

  @Test
  void errorsReachTheCallerAsTheyAre() {
    assertThatThrownBy(() -> queries.instant("sum(", Instant.EPOCH, OPTIONS))
        .isInstanceOf(BadQueryException.class)
        .hasMessage("1:5: parse error: unclosed left parenthesis");
  }

  @Test
  void tooManyQueriesAreRefused() throws Exception {
    holdOneQuery();
    List<Future<QueryResult>> more = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      more.add(callers.submit(() -> ask(Priority.INTERACTIVE, Deadline.NEVER)));
    }
    Await.until("two are refused", () -> more.stream().filter(Future::isDone).count() == 2);
    gate.opened.countDown();

    for (Future<QueryResult> query : more) {
      try {
        assertThat(query.get().value()).isInstanceOf(QueryResult.Vector.class);
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(StoreOverloadedException.class);
      }
    }
    assertThat(more.stream().filter(query -> query.state() == Future.State.FAILED)).hasSize(2);
  }

  @Test
  void queryThatGivesUpWaitingLeavesTheQueue() {
    holdOneQuery();

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> ask(Priority.INTERACTIVE, Deadline.after(Duration.ofMillis(1))))
          .isInstanceOf(DeadlineExceededException.class);
    }
  }

  @Test
  void rulesAreAnsweredWhilePeopleWait() {
    holdOneQuery();
    gate.closed = false;

    assertThat(ask(Priority.RULE, Deadline.NEVER).value()).isInstanceOf(QueryResult.Vector.class);
    assertThat(gate.waiting).hasValue(1);
  }

  @Test
  void deadlineEndsAQueryThatHangs() {
    gate.closed = true;

    assertThatThrownBy(() -> ask(Priority.INTERACTIVE, Deadline.after(Duration.ofMillis(10))))
        .isInstanceOf(DeadlineExceededException.class);
    Await.until("the query is stopped", () -> gate.waiting.get() == 0);
  }

  @Test
  void queryOfACallerThatGoesAwayIsStopped() {
    gate.closed = true;
    Future<QueryResult> answer = callers.submit(() -> ask(Priority.INTERACTIVE, Deadline.NEVER));
    Await.until("a query runs", () -> gate.waiting.get() == 1);

    answer.cancel(true);

    Await.until("the query is stopped", () -> gate.waiting.get() == 0);
  }

  @Test
  void runningQueryIsListedAndCanBeStopped() {
    gate.closed = true;
    Future<QueryResult> answer = callers.submit(() -> ask(Priority.INTERACTIVE, Deadline.NEVER));
    Await.until("a query runs", () -> gate.waiting.get() == 1);

    RunningQueries.Running running = queries.running().getFirst();
    assertThat(running.query()).isEqualTo("sum(paid)");
    assertThat(queries.cancel(running.id())).isTrue();

    assertThatThrownBy(answer::get)
        .cause()
        .isInstanceOfSatisfying(
            DeadlineExceededException.class, e -> assertThat(e.isCancelled()).isTrue());
    Await.until("the query is stopped", () -> gate.waiting.get() == 0);
    assertThat(queries.running()).isEmpty();
    assertThat(queries.totals().refused()).containsEntry(Refusal.CANCELLED, 1L);
  }

  @Test
  void queryThatWasSmallIsComputedWhereItIsAsked() {
    QueryResult first = ask(Priority.INTERACTIVE, Deadline.NEVER);
    assertThat(gate.last.getName()).startsWith("mallwatch-test-query-");

    QueryResult second = ask(Priority.INTERACTIVE, Deadline.NEVER);

    assertThat(gate.last).isEqualTo(Thread.currentThread());
    assertThat(second.value()).isEqualTo(first.value());
    assertThat(second.stats().samplesRead()).isEqualTo(first.stats().samplesRead());
  }

  @Test
  void smallQueryFindsAThreadWhenAnotherOneRunsWhereItWasAsked() {
    var _ = ask(Priority.INTERACTIVE, Deadline.NEVER);
    holdOneQuery();
    gate.closed = false;

    assertThat(ask(Priority.INTERACTIVE, Deadline.NEVER).value())
        .isInstanceOf(QueryResult.Vector.class);

    assertThat(gate.last.getName()).startsWith("mallwatch-test-query-");
  }

  @Test
  void queryIsStoppedWhereItWasAsked() {
    var _ = ask(Priority.INTERACTIVE, Deadline.NEVER);
    gate.closed = true;
    Future<Boolean> interrupted =
        callers.submit(() -> {
          assertThatThrownBy(() -> ask(Priority.INTERACTIVE, Deadline.NEVER))
              .isInstanceOfSatisfying(
                  DeadlineExceededException.class, e -> assertThat(e.isCancelled()).isTrue());
          return Thread.interrupted();
        });
    Await.until("a query runs", () -> gate.waiting.get() == 1);
    assertThat(gate.last.isVirtual()).isTrue();

    assertThat(queries.cancel(queries.running().getFirst().id())).isTrue();

    Await.until("the query is stopped", interrupted::isDone);
    assertThat(interrupted.resultNow()).isFalse();
    assertThat(queries.running()).isEmpty();
  }

  @Test
  void queryThatIsStuckInTheStoreEndsByItsDeadlineWhereItWasAsked() {
    var _ = ask(Priority.INTERACTIVE, Deadline.NEVER);
    gate.closed = true;
    Deadline soon = Deadline.after(Duration.ofMillis(20));

    assertThatThrownBy(() -> ask(Priority.INTERACTIVE, soon))
        .isInstanceOfSatisfying(
            DeadlineExceededException.class, e -> assertThat(e.isCancelled()).isFalse());

    assertThat(gate.last).isEqualTo(Thread.currentThread());
    assertThat(Thread.interrupted()).isFalse();
    assertThat(queries.totals().refused()).containsEntry(Refusal.TIMEOUT, 1L);
  }

  @Test
  void queryThatGrewMovesToAThreadOfItsOwn() {
    for (int shop = 0; shop < 300; shop++) {
      store.add(Labels.of("__name__", "grown", "shop", "s" + shop), shop, shop);
    }
    try (PromqlQueries roomy =
        new PromqlQueries(
            gate,
            metadata,
            new MetricCapabilities(true, true, false, false, false),
            EngineOptions.DEFAULT,
            FakeClock.mondayMorning(),
            THREADS)) {
      Instant end = Instant.ofEpochSecond(4_000);
      var _ = roomy.range("sum(grown)", Instant.EPOCH, end, Duration.ofMinutes(15), OPTIONS);
      var _ = roomy.range("sum(grown)", Instant.EPOCH, end, Duration.ofMinutes(15), OPTIONS);
      assertThat(gate.last).isEqualTo(Thread.currentThread());

      QueryResult grown =
          roomy.range("sum(grown)", Instant.EPOCH, end, Duration.ofSeconds(1), OPTIONS);

      assertThat(gate.last.getName()).startsWith("mallwatch-test-query-");
      assertThat(grown.stats().samplesRead()).isEqualTo(300);
    }
  }

  @Test
  void refusedQueriesAreCountedByReason() {
    holdOneQuery();
    var _ = callers.submit(() -> ask(Priority.INTERACTIVE, Deadline.NEVER));
    Await.until("another waits", () -> queries.running().size() == 2);

    assertThatThrownBy(() -> ask(Priority.INTERACTIVE, Deadline.NEVER))
        .isInstanceOf(StoreOverloadedException.class)
        .hasMessage("too many queries are running: 1 run and 1 wait; try again later");
    assertThatThrownBy(() -> ask(Priority.INTERACTIVE, Deadline.after(Duration.ofMillis(1))))
        .isInstanceOf(RuntimeException.class);
    assertThat(queries.totals().refused().get(Refusal.QUEUE_FULL)).isGreaterThanOrEqualTo(1);
  }

  @Test
  void largeQueryHasTheSameAnswerWithHelp() {
    for (int shop = 0; shop < 300; shop++) {
      Labels labels = Labels.of("__name__", "large_total", "shop", "s" + shop);
      for (int i = 0; i < 40; i++) {
        store.add(labels, i * 100_000L, Math.sqrt(shop + i * 7.0));
      }
    }
    EngineOptions options = EngineOptions.DEFAULT;
    PromqlEngine alone = new PromqlEngine(store, options, FakeClock.mondayMorning());
    Instant end = Instant.ofEpochSecond(4_000);
    try (PromqlQueries helped =
        new PromqlQueries(
            store,
            metadata,
            new MetricCapabilities(true, true, false, false, false),
            options,
            FakeClock.mondayMorning(),
            THREADS)) {
      for (String query : List.of("sum(rate(large_total[5m]))", "topk(3, large_total)")) {
        QueryResult.Matrix one =
            (QueryResult.Matrix)
                alone.range(query, Instant.EPOCH, end, Duration.ofSeconds(1), OPTIONS).value();
        QueryResult.Matrix other =
            (QueryResult.Matrix)
                helped.range(query, Instant.EPOCH, end, Duration.ofSeconds(1), OPTIONS).value();
        assertThat(other.series()).hasSameSizeAs(one.series());
        for (int i = 0; i < one.series().size(); i++) {
          assertThat(other.series().get(i).labels()).isEqualTo(one.series().get(i).labels());
          assertThat(other.series().get(i).values()).isEqualTo(one.series().get(i).values());
        }
      }
    }
  }

  @Test
  void closingLetsWaitingCallersGo() {
    holdOneQuery();
    Future<QueryResult> waiting =
        callers.submit(() -> ask(Priority.INTERACTIVE, Deadline.after(Duration.ofMinutes(5))));

    queries.close();

    assertThatThrownBy(waiting::get).hasCauseInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> ask(Priority.RULE, Deadline.NEVER))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void seriesAndLabelsAreThoseInTheRange() {
    List<List<Matcher>> all = List.of();
    List<List<Matcher>> paid = List.of(List.of(Matcher.equal("__name__", "paid")));
    List<List<Matcher>> twice = List.of(paid.getFirst(), List.of(Matcher.equal("shop", "a")));

    assertThat(queries.series(twice, FIRST_MINUTE, OPTIONS))
        .containsExactly(
            Labels.of("__name__", "paid", "shop", "a"), Labels.of("__name__", "paid", "shop", "b"));
    assertThat(queries.labelNames(all, FIRST_MINUTE, OPTIONS)).containsExactly("__name__", "shop");
    assertThat(queries.labelValues("shop", all, FIRST_MINUTE, OPTIONS)).containsExactly("a", "b");
    assertThat(queries.labelValues("__name__", paid, FIRST_MINUTE, OPTIONS))
        .containsExactly("paid");
    assertThat(queries.labelValues("nothing", all, FIRST_MINUTE, OPTIONS)).isEmpty();
  }

  @Test
  void listsAreCutAtTheLimit() {
    QueryOptions one = new QueryOptions(Deadline.NEVER, null, 1, Priority.INTERACTIVE);

    assertThat(queries.labelValues("shop", List.of(), FIRST_MINUTE, one)).containsExactly("a");
  }

  @Test
  void exemplarsAreThoseOfTheSelectorsInAQuery() {
    Labels series = Labels.of("__name__", "paid");
    metadata.exemplars.add(new Exemplar(series, Labels.of("trace_id", "2"), 1, 2_000));
    metadata.exemplars.add(new Exemplar(series, Labels.of("trace_id", "1"), 1, 1_000));
    metadata.exemplars.add(new Exemplar(series, Labels.of("trace_id", "9"), 1, 60_000));

    List<Exemplar> found =
        queries.exemplars("rate(paid[5m]) / stock{shop=\"c\"}", FIRST_MINUTE, OPTIONS);

    assertThat(found).extracting(Exemplar::timestampMillis).containsExactly(1_000L, 2_000L);
    assertThat(metadata.asked)
        .containsExactly(
            List.of(
                List.of(Matcher.equal("__name__", "paid")),
                List.of(Matcher.equal("shop", "c"), Matcher.equal("__name__", "stock"))));
  }

  @Test
  void metadataAndCapabilitiesAreThoseOfTheStore() {
    assertThat(queries.metadata("paid"))
        .extracting(MetricMetadata::type)
        .containsExactly("counter");
    assertThat(queries.capabilities().exemplars()).isTrue();
  }
}
