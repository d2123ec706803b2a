package io.mallwatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShippedRuleFilesTest {

  @Test
  void everyFileOfRulesIsLoaded() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../deploy/rules"))) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .map(path -> path.getFileName().toString())
                  .toList())
          .containsExactlyInAnyOrderElementsOf(AlertsWiring.SHIPPED_RULES);
    }
  }
}
