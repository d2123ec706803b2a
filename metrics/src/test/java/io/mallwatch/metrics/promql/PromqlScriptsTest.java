package io.mallwatch.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mallwatch.metrics.promql.syntax.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the project's own scripts and, where they are at hand, those that Prometheus publishes.
class PromqlScriptsTest {

  private static final Path OWN = Path.of("src/test/resources/promql");
  private static final Path PUBLISHED =
      Path.of(System.getProperty("promqltest.dir", "../../shared/data/promqltest"));

  /// Prometheus runs its suite with names removed at the end and start times heeded.
  private static final EngineOptions AS_PUBLISHED =
      new EngineOptions(
          EngineOptions.DEFAULT.lookback(),
          EngineOptions.DEFAULT.subqueryStep(),
          new Semantics(true, true, false, Feature.ALL),
          QueryLimits.DEFAULT);

  static List<Path> ownScripts() throws IOException {
    return scripts(OWN);
  }

  static List<Path> flaggedScripts() throws IOException {
    return scripts(OWN.resolve("flagged"));
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
  @MethodSource({"ownScripts", "flaggedScripts"})
  void ownScriptPassesWithFlags(Path file) throws IOException {
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
  void publishedScriptPasses(Path file) throws IOException {
    assumeTrue(Files.isRegularFile(file), "Prometheus's scripts are not at hand: " + file);
    assertThat(failures(file, AS_PUBLISHED)).isEmpty();
  }
}
