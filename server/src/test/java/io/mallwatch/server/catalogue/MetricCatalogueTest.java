package io.mallwatch.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Json;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.monitors.business.figure.Figure;
import io.mallwatch.monitors.business.figure.Figures;
import io.mallwatch.server.catalogue.Catalogue.Metric;
import io.mallwatch.testkit.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Every metric is named once in `deploy/metrics.yaml`; starter, monitors, rules, dashboards and
/// docs are held to it.
class MetricCatalogueTest {

  private static final Path RULES = Path.of("../deploy/rules");
  private static final Path DASHBOARDS = Path.of("../deploy/dashboards");

  /// What a running sample mall answers under `/metrics`.
  private static final Path MALL = Path.of("src/test/resources/dashboards/mall-metrics.txt");

  /// Names of ours and of the tools whose names we use, as they stand in sources.
  private static final Pattern EMITTED =
      Pattern.compile(
          "\"((?:mallwatch|mall_business|node|probe|baseline:\\w+|traces)[:_][\\w:]*\\w)\"");

  private static final Pattern METER =
      Pattern.compile(
          "(?:Counter\\.builder|Timer\\.builder|Gauge\\.builder|counter|register)\\(\\s*\"([a-z]+(?:[._][a-z]+)+)\"");

  private final Catalogue catalogue = Catalogue.read();

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyMetricIsNamedOnceAndExplained() {
    Set<String> names = new HashSet<>();
    String requirements = text(Path.of("../docs/requirements.md"));
    for (Metric metric : catalogue.metrics()) {
      assertThat(names.add(metric.name())).as("twice: " + metric.name()).isTrue();
      assertThat(metric.type()).as(metric.name()).isIn("counter", "gauge", "histogram", "summary");
      assertThat(metric.from()).as(metric.name()).isIn(Catalogue.allSources());
      assertThat(metric.zh()).as(metric.name()).containsPattern("\\p{IsHan}");
      assertThat(metric.en()).as(metric.name()).hasSizeGreaterThan(3);
      for (String id : metric.ids()) {
        assertThat(id).as(metric.name()).matches("R\\d{3}|I-\\d{2}");
        assertThat(requirements).as(metric.name()).containsPattern("(?m)^\\| " + id + " ");
      }
    }
    assertThat(catalogue.metrics()).hasSizeGreaterThan(200);
  }

  @Test
  void whatRulesAskForAndRecordIsListed() {
    Set<String> unknown = new TreeSet<>();
    Set<String> recorded = new TreeSet<>();
    for (Path file : files(RULES, ".rules.yml")) {
      for (Map<?, ?> rule : rules(file)) {
        if (rule.get("record") instanceof String name) {
          recorded.add(name);
        }
        note(unknown, file, String.valueOf(rule.get("expr")));
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(recorded)
        .isEqualTo(
            new TreeSet<>(
                catalogue.metrics().stream()
                    .filter(metric -> metric.from().equals("rules"))
                    .map(Metric::name)
                    .toList()));
  }

  private static List<Map<?, ?>> rules(Path file) {
    List<Map<?, ?>> rules = new ArrayList<>();
    Map<?, ?> root =
        (Map<?, ?>)
            Objects.requireNonNull(
                new Load(LoadSettings.builder().build()).loadFromString(text(file)));
    for (Object group : (List<?>) Objects.requireNonNull(root.get("groups"))) {
      for (Object rule : (List<?>) Objects.requireNonNull(((Map<?, ?>) group).get("rules"))) {
        rules.add((Map<?, ?>) rule);
      }
    }
    return rules;
  }

  private void note(Set<String> unknown, Path file, String query) {
    for (Expr.VectorSelector selector : Exprs.selectors(PromqlParser.parse(query))) {
      String name = selector.name();
      if (name != null && !name.isEmpty() && !catalogue.knows(name)) {
        unknown.add(file.getFileName() + ": " + name);
      }
    }
  }

  @Test
  void whatDashboardsAskForIsListed() throws IOException {
    Set<String> unknown = new TreeSet<>();
    for (Path file : files(DASHBOARDS, ".json")) {
      collect(Objects.requireNonNull(Json.tree(Files.readAllBytes(file))), file, unknown);
    }
    assertThat(unknown).isEmpty();
  }

  private void collect(Object node, Path file, Set<String> unknown) {
    switch (node) {
      case Map<?, ?> map -> {
        if (map.get("expr") instanceof String expr) {
          note(unknown, file, expr.replace("$__rate_interval", "5m").replaceAll("\\$\\w+", ".*"));
        }
        map.values().stream().filter(Objects::nonNull).forEach(v -> collect(v, file, unknown));
      }
      case List<?> list ->
          list.stream().filter(Objects::nonNull).forEach(item -> collect(item, file, unknown));
      default -> {}
    }
  }

  @Test
  void whatAMallEmitsIsListed() throws IOException {
    assertThat(Files.readAllLines(MALL)).filteredOn(name -> !catalogue.knows(name)).isEmpty();
  }

  /// Meters are named with dots; on the page they have underscores, and counters `_total`.
  @Test
  void everyMeterOfTheStarterIsListed() {
    Set<String> unknown = new TreeSet<>();
    int found = 0;
    for (Path file : files(Path.of("../starter/src/main/java"), ".java")) {
      Matcher meter = METER.matcher(text(file));
      while (meter.find()) {
        found++;
        String name = meter.group(1).replace('.', '_');
        if (Stream.of("", "_total", "_seconds", "_bytes")
            .noneMatch(suffix -> catalogue.knows(name + suffix))) {
          unknown.add(file.getFileName() + ": " + name);
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(found).isGreaterThan(20);
  }

  @Test
  void whatMonitorsAndTheServerItselfEmitIsListed() {
    Set<String> unknown = new TreeSet<>();
    for (String module : List.of("monitors", "server", "doors")) {
      for (Path file : files(Path.of("..", module, "src/main/java"), ".java")) {
        Matcher emitted = EMITTED.matcher(text(file));
        while (emitted.find()) {
          String name = emitted.group(1);
          if (!catalogue.knows(name) && !isBeginning(name)) {
            unknown.add(file.getFileName() + ": " + name);
          }
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  /// Some names are put together from a beginning and an end.
  private boolean isBeginning(String name) {
    String beginning = name.endsWith("_") ? name : name + "_";
    return catalogue.metrics().stream().anyMatch(metric -> metric.name().startsWith(beginning));
  }

  @Test
  void everyFigureOfTheBusinessIsListedWithItsRequirement() {
    for (Figure figure : Figures.ALL) {
      assertThat(catalogue.metrics())
          .as(figure.id())
          .anyMatch(metric ->
              metric.name().equals(figure.series())
                  && metric.ids().contains(figure.requirement())
                  && metric.labels().contains("source"));
    }
  }

  @Test
  void thePageIsWrittenFromTheList() {
    Golden.assertText("../../../../docs/metrics.md", catalogue.markdown());
  }
}
