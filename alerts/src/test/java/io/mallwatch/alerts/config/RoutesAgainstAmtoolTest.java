package io.mallwatch.alerts.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.route.Route;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.Gen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random trees of routes send random alerts where the real Alertmanager would send them.
class RoutesAgainstAmtoolTest {

  private static final Path AMTOOL = Path.of("/usr/bin/amtool");

  record Case(String yaml, List<String> labels) {}

  private static void routes(RandomGenerator random, StringBuilder out, String indent, int depth) {
    out.append(indent).append("routes:\n");
    for (int i = 0; i < random.nextInt(1, 4); i++) {
      out.append(indent).append("  - receiver: r").append(random.nextInt(5)).append('\n');
      String inner = indent + "    ";
      out.append(inner).append("matchers: ['").append(label(random));
      out.append(Gen.oneOf(List.of("=", "!=", "=~", "!~")).next(random)).append('"');
      out.append(Gen.oneOf(List.of("a", "b", "a|b", "[bc]", "", ".*", "a.?")).next(random));
      out.append("\"']\n");
      if (random.nextBoolean()) {
        out.append(inner).append("continue: true\n");
      }
      if (depth < 3 && random.nextBoolean()) {
        routes(random, out, inner, depth + 1);
      }
    }
  }

  private static String label(RandomGenerator random) {
    return Gen.oneOf(List.of("x", "y", "z")).next(random);
  }

  private static Case next(RandomGenerator random) {
    StringBuilder out = new StringBuilder("route:\n  receiver: r0\n");
    routes(random, out, "  ", 0);
    out.append("receivers: [{name: r0}, {name: r1}, {name: r2}, {name: r3}, {name: r4}]\n");
    List<String> labels = new ArrayList<>();
    for (String name : List.of("x", "y", "z")) {
      if (random.nextInt(3) > 0) {
        labels.add(name + "=" + Gen.oneOf(List.of("a", "b", "c", "ab")).next(random));
      }
    }
    return new Case(out.toString(), labels);
  }

  @Test
  void alertsGoWhereAlertmanagerSendsThem(@TempDir Path folder) {
    Assumptions.assumeTrue(Files.isExecutable(AMTOOL), "amtool is not here");
    Gen.forAll(
        60,
        RoutesAgainstAmtoolTest::next,
        test -> {
          Labels labels = Labels.EMPTY;
          for (String label : test.labels()) {
            labels = labels.with(label.substring(0, 1), label.substring(2));
          }
          List<String> ours =
              AlertmanagerYaml.parse(Path.of("am.yml"), test.yaml()).root().match(labels).stream()
                  .map(Route::options)
                  .map(Route.Options::receiver)
                  .toList();
          assertThat(String.join(",", ours)).isEqualTo(amtool(folder, test));
        });
  }

  private static String amtool(Path folder, Case test) {
    try {
      Path file = Files.writeString(folder.resolve("am.yml"), test.yaml());
      List<String> command =
          new ArrayList<>(
              List.of(AMTOOL.toString(), "config", "routes", "test", "--config.file=" + file));
      command.addAll(test.labels());
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.lines()
          .filter(line -> !line.startsWith("Warning:"))
          .reduce("", String::concat)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
