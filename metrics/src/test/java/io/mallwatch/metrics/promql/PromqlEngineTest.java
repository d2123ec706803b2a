package io.mallwatch.metrics.promql;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.promql.syntax.FunctionSignature;
import io.mallwatch.metrics.promql.syntax.Functions;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromqlEngineTest {

  private static final Instant EPOCH = Instant.EPOCH;
  private static final QueryOptions OPTIONS = QueryOptions.interactive(Deadline.NEVER);

  private final SampleStore store = new SampleStore();
  private final FakeClock clock = FakeClock.mondayMorning();

  private PromqlEngine engine(QueryLimits limits) {
    EngineOptions defaults = EngineOptions.DEFAULT;
    return new PromqlEngine(
        store,
        new EngineOptions(
            defaults.lookback(), defaults.subqueryStep(), defaults.semantics(), limits),
        clock);
  }

  private PromqlEngine engine() {
    return engine(QueryLimits.DEFAULT);
  }

  private void addShops(int count) {
    for (int shop = 0; shop < count; shop++) {
      for (long time = 0; time <= 600_000; time += 60_000) {
        store.add(Labels.of("__name__", "paid", "shop", "s" + shop), time, shop);
      }
    }
  }

  @Test
  void textAndScalarCarryTheMomentOfTheQuery() {
    Instant at = EPOCH.plusSeconds(7);

    assertThat(engine().instant("\"支付\"", at, OPTIONS).value())
        .isEqualTo(new QueryResult.Text(7_000, "支付"));
    assertThat(engine().instant("time() + 1", at, OPTIONS).value())
        .isEqualTo(new QueryResult.Scalar(7_000, 8));
  }

  @Test
  void vectorSamplesCarryTheMomentOfTheQueryToo() {
    addShops(1);

    QueryResult.Value value = engine().instant("paid", EPOCH.plusSeconds(90), OPTIONS).value();

    assertThat(value)
        .isEqualTo(
            new QueryResult.Vector(
                List.of(
                    new QueryResult.VectorSample(
                        Labels.of("__name__", "paid", "shop", "s0"), 90_000, 0))));
  }

  @Test
  void statisticsTellWhatWasRead() {
    addShops(3);

    QueryResult.Stats stats =
        engine().instant("rate(paid[5m]) + paid", EPOCH.plusSeconds(600), OPTIONS).stats();

    assertThat(stats.seriesRead()).isEqualTo(6);
    assertThat(stats.samplesRead()).isEqualTo(3 * 5 + 3);
    assertThat(stats.elapsedNanos()).isNotNegative();
  }

  @Test
  void lookbackMayBeChosen() {
    addShops(1);
    QueryOptions shorter =
        new QueryOptions(
            Deadline.NEVER, Duration.ofSeconds(30), 0, QueryOptions.Priority.INTERACTIVE);

    assertThat(engine().instant("count(paid)", EPOCH.plusSeconds(640), shorter).value())
        .isEqualTo(new QueryResult.Vector(List.of()));
  }

  @Test
  void resultsPastTheLimitAreCutWithAWarning() {
    addShops(5);
    QueryOptions two = new QueryOptions(Deadline.NEVER, null, 2, QueryOptions.Priority.INTERACTIVE);

    QueryResult instant = engine().instant("paid", EPOCH, two);
    QueryResult range =
        engine().range("paid", EPOCH, EPOCH.plusSeconds(60), Duration.ofSeconds(30), two);

    assertThat(((QueryResult.Vector) instant.value()).samples()).hasSize(2);
    assertThat(((QueryResult.Matrix) range.value()).series()).hasSize(2);
    assertThat(instant.warnings()).containsExactly("results truncated due to limit");
    assertThat(engine().instant("paid and on (shop) paid{shop=\"s1\"}", EPOCH, two).warnings())
        .isEmpty();
  }

  @Test
  void rangeMustMakeSense() {
    assertThatThrownBy(() -> range("1", 0, 60, 0))
        .hasMessage(
            "zero or negative query resolution step widths are not accepted. Try a positive"
                + " integer");
    assertThatThrownBy(() -> range("1", 60, 0, 1))
        .hasMessage("end timestamp must not be before start time");
    assertThatThrownBy(() -> range("1", 0, 11_001, 1))
        .hasMessage(
            "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query"
                + " resolution (?step=XX)");
    assertThatThrownBy(() -> range("a[5m]", 0, 60, 1))
        .hasMessage(
            "invalid expression type \"range vector\" for range query, must be Scalar or instant"
                + " Vector");
    assertThatThrownBy(() -> range("\"a\"", 0, 60, 1)).isInstanceOf(BadQueryException.class);
  }

  private QueryResult range(String query, long from, long to, long step) {
    return engine()
        .range(
            query,
            EPOCH.plusSeconds(from),
            EPOCH.plusSeconds(to),
            Duration.ofSeconds(step),
            OPTIONS);
  }

  @Test
  void errorsTellWhetherTheQueryWasUnderstood() {
    addShops(2);

    assertThat(catchThrowableOfType(BadQueryException.class, () -> range("a[5m]", 0, 60, 1)))
        .returns(false, BadQueryException::failedWhileComputing);
    assertThat(catchThrowableOfType(BadQueryException.class, () -> range("a +", 0, 60, 1)))
        .returns(false, BadQueryException::failedWhileComputing);
    assertThat(
            catchThrowableOfType(
                BadQueryException.class, () -> range("paid * on () paid", 0, 60, 1)))
        .returns(true, BadQueryException::failedWhileComputing);
  }

  @Test
  void scalarsMakeARowWithoutLabels() {
    QueryResult.Matrix matrix = (QueryResult.Matrix) range("time()", 0, 65, 30).value();

    assertThat(matrix.series()).hasSize(1);
    assertThat(matrix.series().getFirst().labels()).isEqualTo(Labels.EMPTY);
    assertThat(matrix.series().getFirst().timestampsMillis()).containsExactly(0, 30_000, 60_000);
    assertThat(matrix.series().getFirst().values()).containsExactly(0, 30, 60);
  }

  @Test
  void queryThatReadsTooMuchIsRefused() {
    addShops(10);
    QueryLimits fewSamples = new QueryLimits(5, 100, 100, 1, 1, 1);
    QueryLimits fewSeries = new QueryLimits(1000, 9, 100, 1, 1, 1);

    assertThatThrownBy(() ->
            engine(fewSamples).instant("sum(rate(paid[10m]))", EPOCH.plusSeconds(600), OPTIONS))
        .isInstanceOf(BadQueryException.class)
        .hasMessage(
            "query processing would load too many samples into memory in query execution: more"
                + " than 5; select fewer series, a shorter time or a larger step");
    assertThatThrownBy(() -> engine(fewSeries).instant("paid", EPOCH, OPTIONS))
        .hasMessage(
            "the query reads more than 9 series; select fewer by their labels, or a shorter time");
    assertThatThrownBy(() ->
            engine(QueryLimits.DEFAULT.withMaxBytes(100)).instant("sum(paid)", EPOCH, OPTIONS))
        .hasMessageStartingWith("the query needs more memory than its share of 0 MiB");
    assertThatThrownBy(() ->
            engine(QueryLimits.DEFAULT.withMaxResultSeries(9)).instant("paid", EPOCH, OPTIONS))
        .hasMessage("the answer has more than 9 series; aggregate them or select fewer");
    assertThat(
            engine(QueryLimits.DEFAULT.withMaxResultSeries(9))
                .instant("count(paid)", EPOCH, OPTIONS)
                .value())
        .isInstanceOf(QueryResult.Vector.class);
  }

  @Test
  void costIsToldByPartWhenAsked() {
    addShops(3);

    QueryResult.Stats stats =
        engine()
            .range(
                "sum(rate(paid[5m])) / count(paid)",
                EPOCH.plusSeconds(300),
                EPOCH.plusSeconds(600),
                Duration.ofSeconds(60),
                OPTIONS.explained())
            .stats();

    assertThat(stats.queryablePerStep()).hasSize(6).containsOnly(3 * 5 + 3);
    assertThat(stats.queryableSamples()).isEqualTo(6 * 18);
    assertThat(stats.peakSamples()).isPositive();
    QueryResult.Cost whole = requireNonNull(stats.cost()).parts().getFirst();
    assertThat(whole.parts())
        .extracting(QueryResult.Cost::expression)
        .containsExactly("sum(rate(paid[5m]))", "count(paid)");
    QueryResult.Cost rate = whole.parts().getFirst().parts().getFirst();
    assertThat(rate.expression()).isEqualTo("rate(paid[5m])");
    assertThat(rate.series()).isEqualTo(3);
    assertThat(rate.points()).isEqualTo(3 * 6);
    assertThat(rate.parts().getFirst().samplesRead()).isEqualTo(3 * 10);
    assertThat(rate.nanos()).isPositive();
    assertThat(engine().instant("paid", EPOCH, OPTIONS).stats().cost()).isNull();
  }

  @Test
  void partsThatAreTheSameAreReadOnce() {
    addShops(3);
    Instant at = EPOCH.plusSeconds(600);

    assertThat(engine().instant("sum(paid) / sum(paid)", at, OPTIONS).stats().samplesRead())
        .isEqualTo(3);
    assertThat(
            engine().instant("sum(paid) / sum by (shop) (paid)", at, OPTIONS).stats().samplesRead())
        .isEqualTo(6);
  }

  @Test
  void largestAndSmallestAreRankedInAnInstantQuery() {
    addShops(5);

    assertThat(values("topk(2, paid)")).containsExactly(4.0, 3.0);
    assertThat(values("bottomk(3, paid)")).containsExactly(0.0, 1.0, 2.0);
    assertThat(values("topk(9, paid)")).containsExactly(4.0, 3.0, 2.0, 1.0, 0.0);
    assertThat(values("limitk(2, paid)")).containsExactly(0.0, 1.0);
    assertThat(values("topk(0, paid)")).isEmpty();
  }

  private List<Double> values(String query) {
    QueryResult.Value value = engine().instant(query, EPOCH.plusSeconds(600), OPTIONS).value();
    return ((QueryResult.Vector) value)
        .samples().stream().map(QueryResult.VectorSample::value).toList();
  }

  @Test
  void queryThatComputesTooMuchIsRefused() {
    QueryLimits limits = new QueryLimits(1000, 100, 100, 1, 1, 1);

    assertThatThrownBy(
            () -> engine(limits).instant("sum_over_time(vector(1)[1y:1ms])", EPOCH, OPTIONS))
        .isInstanceOf(BadQueryException.class)
        .hasMessage("the subquery has too many steps");
  }

  @Test
  void whatIsReadAndDoneWithDoesNotCount() {
    addShops(10);
    QueryLimits limits = new QueryLimits(200, 1000, 100, 1, 1, 1);
    String query = "sum(rate(paid[10m]))" + " + sum(rate(paid[10m]))".repeat(8);

    assertThat(engine(limits).instant(query, EPOCH.plusSeconds(600), OPTIONS).value())
        .isInstanceOf(QueryResult.Vector.class);
  }

  @Test
  void deadlineAndInterruptionStopAQuery() {
    addShops(1);
    QueryOptions late = QueryOptions.interactive(Deadline.after(Duration.ofNanos(1)));

    assertThatThrownBy(() -> engine().instant("paid", EPOCH, late))
        .isInstanceOf(DeadlineExceededException.class);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> engine().instant("paid", EPOCH, OPTIONS))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessage("was cancelled");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void parseErrorsHaveAPositionAndOthersHaveNone() {
    assertThatThrownBy(() -> engine().instant("sum(", EPOCH, OPTIONS))
        .isInstanceOfSatisfying(
            BadQueryException.class, e -> assertThat(e.position()).isEqualTo(4));
    addShops(2);
    assertThatThrownBy(() -> engine().instant("paid + on () paid", EPOCH, OPTIONS))
        .isInstanceOfSatisfying(
            BadQueryException.class, e -> assertThat(e.position()).isEqualTo(-1));
  }

  @Test
  void notesPastTenAreCounted() {
    StringBuilder query = new StringBuilder("vector(0)");
    for (int i = 0; i < 15; i++) {
      Labels gauge = Labels.of("__name__", "gauge" + i);
      store.add(gauge, 0, 1).add(gauge, 60_000, 2);
      query.append(" + rate(gauge").append(i).append("[5m])");
    }

    QueryResult result = engine().instant(query.toString(), EPOCH.plusSeconds(60), OPTIONS);

    assertThat(result.infos()).hasSize(11);
    assertThat(result.infos().getFirst()).endsWith("\"gauge0\" (1:18)");
    assertThat(result.infos().getLast()).isEqualTo("5 more info annotations omitted");
  }

  @Test
  void everyFunctionCanBeCalled() {
    addShops(2);
    for (String name : Functions.names()) {
      FunctionSignature function = Functions.find(name).orElseThrow();
      String args = function.args().stream().map(PromqlEngineTest::argument).collect(joining(", "));
      String query = name.equals("info") ? "info(paid, {shop=~\".+\"})" : name + "(" + args + ")";

      assertThatCode(() -> engine().instant(query, EPOCH.plusSeconds(600), OPTIONS))
          .as(query)
          .doesNotThrowAnyException();
    }
  }

  private static String argument(ValueType type) {
    return switch (type) {
      case SCALAR -> "0.5";
      case VECTOR -> "paid";
      case MATRIX -> "paid[5m]";
      case STRING -> "\"shop\"";
    };
  }
}
