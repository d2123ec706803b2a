package io.mallwatch.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the project's own scripts and, where they are at hand, those that Prometheus publishes.
class PromqlScriptsTest {

  private static final Path OWN = Path.of("src/test/resources/promql");
  private static final Path PUBLISHED =
      Path.of(System.getProperty("promqltest.dir", "../../shared/data/promqltest"));

  /// Prometheus runs its suite with names removed at the end.
  private static final EngineOptions AS_PUBLISHED =
      new EngineOptions(
          EngineOptions.DEFAULT.lookback(),
          EngineOptions.DEFAULT.subqueryStep(),
          true,
          QueryLimits.DEFAULT);

  static List<Path> ownScripts() throws IOException {
    return scripts(OWN);
  }

  static List<Path> publishedScripts() throws IOException {
    return Files.isDirectory(PUBLISHED) ? scripts(PUBLISHED) : List.of(PUBLISHED);
  }

  private static List<Path> scripts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("ownScripts")
  void ownScriptPasses(Path file) throws IOException {
    assertThat(failures(file, EngineOptions.DEFAULT)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ownScripts")
  void ownScriptPassesWithNamesRemovedAtTheEnd(Path file) throws IOException {
    assertThat(failures(file, AS_PUBLISHED)).isEmpty();
  }

  private static List<String> failures(Path file, EngineOptions options) throws IOException {
    Script script = Script.parse(Files.readString(file));
    return new ScriptRunner(options)
        .run(script).stream()
            .filter(outcome -> !outcome.passed())
            .map(outcome -> describe(file, outcome))
            .toList();
  }

  private static String describe(Path file, ScriptRunner.Outcome outcome) {
    return "%s:%d %s -> %s"
        .formatted(file.getFileName(), outcome.line(), outcome.query(), outcome.problem());
  }

  @ParameterizedTest
  @MethodSource("publishedScripts")
  void publishedScriptPassesButForKnownGaps(Path file) throws IOException {
    assumeTrue(Files.isRegularFile(file), "Prometheus's scripts are not at hand: " + file);
    KnownGaps gaps = KnownGaps.load();
    String name = file.getFileName().toString();
    assumeTrue(!gaps.coversFile(name), "not supported yet: " + gaps.reasons().get(name + ":*"));
    List<String> newFailures = new ArrayList<>();
    List<String> closedGaps = new ArrayList<>();
    int known = 0;
    for (ScriptRunner.Outcome outcome :
        new ScriptRunner(AS_PUBLISHED).run(Script.parse(Files.readString(file)))) {
      boolean listed = gaps.contains(name, outcome.line());
      known += listed ? 1 : 0;
      if (!outcome.passed() && !listed) {
        newFailures.add(describe(file, outcome));
      }
      if (outcome.passed() && listed) {
        closedGaps.add(name + ":" + outcome.line());
      }
    }
    assertThat(newFailures).isEmpty();
    assertThat(closedGaps).as("cases that pass and must leave known-gaps.txt").isEmpty();
    assertThat(known).as("gaps that name no case").isEqualTo((int) gaps.count(name));
  }

  @Test
  void everyGapSaysWhy() {
    assertThat(KnownGaps.load().reasons().values()).allMatch(reason -> reason.length() > 10);
  }
}
