package io.mallwatch.metrics.promql.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.promql.EngineOptions;
import io.mallwatch.metrics.promql.PromqlEngine;
import io.mallwatch.metrics.promql.SampleStore;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Gen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Generated and handwritten queries give what the Prometheus of this machine gives; its version 2
/// differs only in what the samples and queries avoid.
class PrometheusDifferentialTest {

  /// Two seconds past a multiple of five. Windows, offsets and steps are multiples of five seconds,
  /// so that no window begins where a subquery is evaluated.
  static final long START = 1_700_000_007_000L;

  private static final long END = START + 1_200_000;
  private static final long AT = START + 900_000;
  private static final long STEP = 95_000;
  private static final QueryOptions OPTIONS = QueryOptions.interactive(Deadline.NEVER);

  @TempDir static Path folder;
  private static SampleStore store = new SampleStore();
  private static RealPrometheus prometheus;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(RealPrometheus.isInstalled(), "no Prometheus in /usr/bin");
    StringBuilder openMetrics = new StringBuilder();
    RandomGenerator random = new java.util.Random(42);
    for (String name : List.of("orders_total", "stock", "wait_bucket")) {
      openMetrics.append("# TYPE ").append(name).append(" unknown\n");
      for (int series = 0; series < 12; series++) {
        fill(name, series, openMetrics, random);
      }
    }
    prometheus = RealPrometheus.start(openMetrics.append("# EOF\n").toString(), folder);
  }

  /// Counters begin high, so that no rate is cut at zero.
  private static void fill(
      String name, int series, StringBuilder openMetrics, RandomGenerator random) {
    boolean bucket = name.equals("wait_bucket");
    String bound = List.of("0.1", "1", "10", "+Inf").get(series % 4);
    Labels labels =
        Labels.of(
            "__name__",
            name,
            "shop",
            String.valueOf(bucket ? series / 4 : series % 4),
            "kind",
            bucket ? "" : String.valueOf(series / 4),
            "le",
            bucket ? bound : "");
    double value = bucket ? 1000.0 * (series % 4 + 1) : 10_000;
    long time = START - 600_000 + 1 + random.nextInt(14_000);
    for (; time < END; time += 15_000) {
      boolean gone = name.equals("stock") && random.nextInt(30) == 0;
      time += gone ? 15_000L * random.nextInt(30) : 0;
      value = next(name, value, series, random);
      long jittered = time % 1000 == 0 ? time + 1 : time;
      store.add(labels, jittered, value);
      openMetrics.append(text(labels)).append(' ').append(value);
      openMetrics.append(" %d.%03d\n".formatted(jittered / 1000, jittered % 1000));
    }
  }

  private static double next(String name, double value, int series, RandomGenerator random) {
    return switch (name) {
      case "stock" -> random.nextInt(40) == 0 ? Double.NaN : random.nextInt(10_000) / 8.0 - 300;
      case "wait_bucket" -> value + (series % 4 + 1) * 2;
      default -> random.nextInt(50) == 0 ? 10_000 : value + random.nextInt(50);
    };
  }

  private static String text(Labels labels) {
    StringJoiner out = new StringJoiner(",", labels.metricName() + "{", "}");
    for (Label label : labels.without(Labels.METRIC_NAME)) {
      out.add(label.name() + "=\"" + label.value() + "\"");
    }
    return out.toString();
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  private static PromqlEngine engine() {
    return new PromqlEngine(store, EngineOptions.DEFAULT, FakeClock.mondayMorning());
  }

  private static Answer answer(Supplier<Answer> query) {
    try {
      return query.get();
    } catch (BadQueryException e) {
      return new Answer(true, String.valueOf(e.getMessage()), java.util.Map.of());
    }
  }

  /// What is different, or the empty string.
  private static String difference(String query) {
    Instant at = Instant.ofEpochMilli(AT);
    Answer instant = answer(() -> Answer.of(engine().instant(query, at, OPTIONS).value()));
    String problem = instant.difference(prometheus.instant(query, AT));
    if (!problem.isEmpty()) {
      return problem;
    }
    Answer range =
        answer(() ->
            Answer.of(
                engine()
                    .range(
                        query,
                        Instant.ofEpochMilli(START),
                        Instant.ofEpochMilli(END),
                        Duration.ofMillis(STEP),
                        OPTIONS)
                    .value()));
    return range.difference(prometheus.range(query, START, END, STEP));
  }

  @Test
  void generatedQueriesGiveTheSame() {
    Gen.forAll(
        1500, SharedQueries.vectors(), query -> assertThat(difference(query)).as(query).isEmpty());
  }

  @Test
  void handwrittenQueriesGiveTheSame() throws IOException {
    List<String> problems = new ArrayList<>();
    List<String> queries =
        Files.readAllLines(Path.of("src/test/resources/promql/differential.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    for (String query : queries) {
      String problem = difference(query);
      if (!problem.isEmpty()) {
        problems.add(query + " -> " + problem);
      }
    }
    assertThat(problems).isEmpty();
    assertThat(queries).hasSizeGreaterThan(250);
  }
}
