package io.mallwatch.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

  @TempDir Path dir;

  @Test
  void defaultsAreComplete() {
    Config config = ConfigLoader.load(null, Map.of(), Map.of());

    assertThat(config.server().port()).isEqualTo(7600);
    assertThat(config.server().isLoopback()).isTrue();
    assertThat(config.metrics().retention()).isEqualTo(Duration.ofDays(90));
  }

  @Test
  void theEnvironmentBeatsTheFileAndFlagsBeatBoth() throws IOException {
    Path file = file("server:\n  port: 1\n  data: /a\nalerts:\n  webhooks: [http://a, http://b]\n");

    Config config =
        ConfigLoader.load(
            file,
            Map.of("MALLWATCH_SERVER_PORT", "2", "MALLWATCH_SERVER_DATA", "/b"),
            Map.of("server.port", "3"));

    assertThat(config.server().port()).isEqualTo(3);
    assertThat(config.server().data()).isEqualTo(Path.of("/b"));
    assertThat(config.alerts().webhooks()).containsExactly("http://a", "http://b");
  }

  @Test
  void allProblemsAreNamedAtOnceWithLineAndPath() throws IOException {
    Path file =
        file(
            "server:\n  prot: 1\n  port: 99999\nmetrics:\n  retention: ninety\nnonsense: {a: 1}\n");

    assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
        .isInstanceOfSatisfying(
            BadConfigException.class,
            e ->
                assertThat(e.problems())
                    .containsExactlyInAnyOrder(
                        file + ":2: server.prot: there is no such key; did you mean server.port?",
                        file
                            + ":3: server.port: '99999' is not allowed; give a whole number from 0 to 65535",
                        file
                            + ":5: metrics.retention: 'ninety' is not allowed; give a duration such as 15s, 1h30m or 30d",
                        file + ":6: nonsense: there is no such key"));
  }

  @Test
  void brokenYamlNamesItsLine() throws IOException {
    Path file = file("server:\n  port: [1\n");

    assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
        .hasMessageContaining(file + ":3: is not YAML");
  }

  @Test
  void openBindingWithoutATokenIsRefused() {
    assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), Map.of("server.bind", "0.0.0.0")))
        .hasMessageContaining("server.admin_token_file");
  }

  @Test
  void secretsAreNotPrinted() {
    Config config =
        ConfigLoader.load(null, Map.of("MALLWATCH_ALERTS_EMAIL_PASSWORD", "hunter2"), Map.of());

    assertThat(config.alerts().email().password().reveal()).isEqualTo("hunter2");
    assertThat(config.toString()).doesNotContain("hunter2");
  }

  @Test
  void theReferencePageIsUpToDate() {
    Golden.assertText("../../../../docs/config.md", ConfigReference.markdown());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(dir.resolve("mallwatch.yaml"), text);
  }
}
