package io.mallwatch.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.promql.syntax.Feature;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Gen;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// A range query is by definition a row of instant queries; the engine computes columns instead, so
/// the two must agree on anything.
class EvaluationPropertyTest {

  private static final QueryOptions OPTIONS = QueryOptions.interactive(Deadline.NEVER);
  private static final long START = 120_000;
  private static final long END = 900_000;
  private static final long STEP = 52_000;

  private record Case(String query, long seed) {}

  @Test
  void rangeQueryIsARowOfInstantQueries() {
    compare(EngineOptions.DEFAULT);
  }

  @Test
  void rangeQueryIsARowOfInstantQueriesWithNamesRemovedAtTheEnd() {
    EngineOptions delayed =
        new EngineOptions(
            EngineOptions.DEFAULT.lookback(),
            EngineOptions.DEFAULT.subqueryStep(),
            new Semantics(true, false, false, Feature.ALL),
            QueryLimits.DEFAULT);
    compare(delayed);
  }

  private static void compare(EngineOptions options) {
    Gen<String> queries = RandomQueries.vectors();
    Gen.forAll(
        1000,
        random -> new Case(queries.next(random), random.nextLong()),
        tried -> {
          PromqlEngine engine =
              new PromqlEngine(store(tried.seed()), options, FakeClock.mondayMorning());
          Optional<Map<Labels, Map<Long, Double>>> rows = instants(engine, tried.query());
          Optional<Map<Labels, Map<Long, Double>>> columns = range(engine, tried.query());
          if (rows.isPresent()) {
            assertThat(columns).as(tried.query()).isEqualTo(rows);
          } else {
            assertThat(columns).as(tried.query()).isEmpty();
          }
        });
  }

  private static SampleStore store(long seed) {
    RandomGenerator random = new java.util.Random(seed);
    SampleStore store = new SampleStore();
    for (String name : new String[] {"a_total", "b", "h_bucket"}) {
      for (int series = 0; series < 4; series++) {
        Labels labels =
            Labels.of(
                "__name__",
                name,
                "x",
                String.valueOf(series % 2),
                "y",
                String.valueOf(series / 2),
                "le",
                name.equals("h_bucket") ? new String[] {"1", "2", "4", "+Inf"}[series] : "");
        fill(store, labels, name.equals("b"), random);
      }
    }
    return store;
  }

  private static void fill(
      SampleStore store, Labels labels, boolean gauge, RandomGenerator random) {
    double value = 0;
    for (long time = random.nextInt(90_000); time < END; time += 15_000 + random.nextInt(30_000)) {
      value = gauge ? random.nextInt(10) - 3 : value + random.nextInt(5);
      int chance = random.nextInt(40);
      if (chance == 0) {
        store.add(labels, time, Sample.staleNan());
        time += random.nextInt(400_000);
      } else if (chance == 1) {
        value = 0;
        store.add(labels, time, gauge ? Double.NaN : 0);
      } else {
        store.add(labels, time, value);
      }
    }
  }

  /// Empty when a step fails.
  private static Optional<Map<Labels, Map<Long, Double>>> instants(
      PromqlEngine engine, String query) {
    Map<Labels, Map<Long, Double>> rows = new TreeMap<>(Labels.ORDER);
    for (long time = START; time <= END; time += STEP) {
      QueryResult.Value value;
      try {
        value = engine.instant(query, Instant.ofEpochMilli(time), OPTIONS).value();
      } catch (BadQueryException e) {
        return Optional.empty();
      }
      for (QueryResult.VectorSample sample : ((QueryResult.Vector) value).samples()) {
        assertThat(sample.timestampMillis()).isEqualTo(time);
        rows.computeIfAbsent(sample.labels(), _ -> new TreeMap<>()).put(time, sample.value());
      }
    }
    return Optional.of(rows);
  }

  private static Optional<Map<Labels, Map<Long, Double>>> range(PromqlEngine engine, String query) {
    QueryResult.Value value;
    try {
      value =
          engine
              .range(
                  query,
                  Instant.ofEpochMilli(START),
                  Instant.ofEpochMilli(END),
                  Duration.ofMillis(STEP),
                  OPTIONS)
              .value();
    } catch (BadQueryException e) {
      return Optional.empty();
    }
    Map<Labels, Map<Long, Double>> columns = new TreeMap<>(Labels.ORDER);
    for (QueryResult.SeriesPoints series : ((QueryResult.Matrix) value).series()) {
      Map<Long, Double> points = new TreeMap<>();
      for (int i = 0; i < series.values().length; i++) {
        points.put(series.timestampsMillis()[i], series.values()[i]);
      }
      columns.put(series.labels(), points);
    }
    return Optional.of(columns);
  }
}
