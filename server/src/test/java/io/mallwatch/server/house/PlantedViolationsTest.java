package io.mallwatch.server.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A rule that cannot fail holds nothing: each is shown a class that breaks it.
class PlantedViolationsTest {

  private static final Map<String, List<String>> PLANTED =
      Map.ofEntries(
          Map.entry("inwards", List.of("logs.planted.KnowsAnotherSignal")),
          Map.entry("port.metrics", port("metrics", "Metrics")),
          Map.entry("port.logs", port("logs", "Logs")),
          Map.entry("port.traces", port("traces", "Traces")),
          Map.entry("port.alerts", port("alerts", "Alerts")),
          Map.entry(
              "doors",
              List.of("doors.planted.DoorKnowsAnEngine", "logs.lucene.planted.PlantedStore")),
          Map.entry(
              "engines",
              List.of(
                  "monitors.planted.MonitorBuildsAnEngine", "logs.lucene.planted.PlantedStore")),
          Map.entry("cycles", List.of("ops.planted.left.Left", "ops.planted.right.Right")),
          Map.entry("lucene", List.of("traces.planted.UsesLucene")),
          Map.entry("jdbc", List.of("alerts.planted.UsesJdbc")),
          Map.entry("http", List.of("ops.planted.UsesTheHttpServer")),
          Map.entry("clock", List.of("ops.planted.TakesTheClock")),
          Map.entry("names", List.of("ops.planted.PlantedManager")));

  private static List<String> port(String room, String capital) {
    return List.of(
        room + ".Port" + capital + "KnowsItsEngine", room + ".planted." + capital + "Engine");
  }

  static Stream<String> rules() {
    return HouseRules.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleFailsOnItsPlantedViolation(String name) throws ClassNotFoundException {
    JavaClasses planted = planted(Objects.requireNonNull(PLANTED.get(name)));

    assertThatThrownBy(() ->
            Objects.requireNonNull(HouseRules.all().get(name))
                .allowEmptyShould(true)
                .check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("was violated");
  }

  @Test
  void everyRuleHasItsPlantedViolation() {
    assertThat(PLANTED.keySet()).isEqualTo(HouseRules.all().keySet());
  }

  private static JavaClasses planted(List<String> names) throws ClassNotFoundException {
    Class<?>[] classes = new Class<?>[names.size()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = Class.forName("io.mallwatch." + names.get(i));
    }
    return new ClassFileImporter().importClasses(classes);
  }
}
