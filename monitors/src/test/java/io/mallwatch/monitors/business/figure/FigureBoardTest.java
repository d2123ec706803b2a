package io.mallwatch.monitors.business.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.monitors.business.FakeMetrics;
import io.mallwatch.monitors.business.mall.MallAccess;
import io.mallwatch.monitors.business.mall.MallDatabase;
import io.mallwatch.monitors.business.mall.MallSchema;
import io.mallwatch.monitors.business.mall.TestMall;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FigureBoardTest {

  private static final Instant NOW = Instant.parse("2026-11-02T02:00:00Z");

  private final List<SeriesSamples> recorded = new ArrayList<>();

  private FigureBoard board(MallDatabase database, double fromMetrics) {
    return new FigureBoard(
        database,
        new MetricFigures(new FakeMetrics((_, _) -> fromMetrics), ""),
        batch -> {
          recorded.addAll(batch.series());
          return AppendResult.allAccepted(batch.size());
        });
  }

  private static FigureBoard.Shown shown(List<FigureBoard.Shown> all, String id) {
    return all.stream().filter(one -> one.figure().id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void thereAreTheTwentySevenOfThePaperEachDefinedWhole() {
    assertThat(Figures.ALL).hasSize(27);
    Set<String> requirements = new HashSet<>();
    Set<String> series = new HashSet<>();
    for (Figure figure : Figures.ALL) {
      assertThat(requirements.add(figure.requirement())).as(figure.id()).isTrue();
      assertThat(series.add(figure.series() + figure.labels())).as(figure.id()).isTrue();
      for (Words words :
          List.of(figure.name(), figure.formula(), figure.zero(), figure.missing())) {
        assertThat(words.zh()).as(figure.id()).containsPattern("\\p{IsHan}");
        assertThat(words.en()).as(figure.id()).hasSizeGreaterThan(2);
      }
      assertThat(figure.sql() != null || figure.promql() != null).as(figure.id()).isTrue();
    }
    assertThat(requirements).contains("R039", "R053", "R058", "R069");
  }

  @Test
  void bothWaysStandSideBySideAndTheirDifferenceIsRecorded() throws Exception {
    try (TestMall mall = new TestMall("board", TestMall.SAMPLE);
        MallDatabase database = mall.open(MallSchema.DEFAULT)) {
      mall.sql(
          "INSERT INTO purchase_orders VALUES (1, 1, 80, 'paid', 'card', '2026-11-02 00:00:00',"
              + " '2026-11-02 00:01:00')");
      FigureBoard board = board(database, 100);

      board.record(NOW);

      FigureBoard.Shown gmv = shown(board.figures(NOW, NOW.plusSeconds(20)), "dailyGMV");
      assertThat(gmv.source()).isEqualTo("database");
      assertThat(Objects.requireNonNull(gmv.best()).value()).isEqualTo(80);
      assertThat(gmv.difference()).isCloseTo(0.2, within(1e-9));
      assertThat(recorded)
          .filteredOn(s -> s.labels().metricName().equals("mall_business_daily_gmv"))
          .extracting(s -> s.labels().get("source") + s.values()[0])
          .containsExactly("database80.0", "metrics100.0");
      assertThat(recorded)
          .filteredOn(s -> s.labels().metricName().equals("mallwatch_business_database_up"))
          .allMatch(s -> s.values()[0] == 1);
    }
  }

  @Test
  void aDatabaseThatIsAwayLeavesMetricsAndIsSaidNeverZero() {
    try (MallDatabase database =
        new MallDatabase(
            () ->
                Optional.of(
                    new MallAccess("jdbc:mariadb://127.0.0.1:1/mall?password=hush", "u", "p")),
            MallSchema.DEFAULT,
            ZoneOffset.UTC,
            Duration.ofSeconds(1))) {
      FigureBoard board = board(database, 100);

      board.record(NOW);

      List<FigureBoard.Shown> all = board.figures(NOW, NOW);
      FigureBoard.Shown gmv = shown(all, "dailyGMV");
      assertThat(gmv.source()).isEqualTo("metrics");
      assertThat(Objects.requireNonNull(gmv.database()).reason())
          .isNotBlank()
          .doesNotContain("hush");
      FigureBoard.Shown churn = shown(all, "userChurnRate");
      assertThat(churn.source()).isEqualTo("none");
      assertThat(Objects.requireNonNull(churn.best()).value()).isNull();
      assertThat(recorded).noneMatch(s -> "database".equals(s.labels().get("source")));
      assertThat(recorded)
          .filteredOn(s -> s.labels().metricName().equals("mallwatch_business_database_up"))
          .allMatch(s -> s.values()[0] == 0);
      assertThat(board.isAnswered()).isFalse();
    }
  }

  @Test
  void withoutADatabaseFiguresComeFromMetricsAlone() {
    try (MallDatabase database =
        new MallDatabase(
            Optional::empty, MallSchema.DEFAULT, ZoneOffset.UTC, Duration.ofSeconds(1))) {
      FigureBoard board = board(database, 7);

      board.record(NOW);

      assertThat(shown(board.figures(NOW, NOW), "newUsersPerDay").source()).isEqualTo("metrics");
      assertThat(recorded)
          .noneMatch(s -> s.labels().metricName().equals("mallwatch_business_database_up"));
    }
  }

  @Test
  void thePastOfTheDatabaseIsWhatWasRecordedThen() {
    try (MallDatabase database =
        new MallDatabase(
            Optional::empty, MallSchema.DEFAULT, ZoneOffset.UTC, Duration.ofSeconds(1))) {
      FigureBoard board =
          new FigureBoard(
              database,
              new MetricFigures(
                  new FakeMetrics((query, _) ->
                      query.equals(
                              "last_over_time(mall_business_members{source=\"database\",level=\"vip\"}[5m])")
                          ? 42.0
                          : Double.NaN),
                  ""),
              batch -> AppendResult.allAccepted(batch.size()));

      FigureBoard.Shown vip = shown(board.figures(NOW.minus(Duration.ofDays(3)), NOW), "vip");

      assertThat(Objects.requireNonNull(vip.best()).value()).isEqualTo(42);
    }
  }
}
