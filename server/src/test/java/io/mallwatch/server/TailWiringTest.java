package io.mallwatch.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.tail.TailInput;
import io.mallwatch.logs.tail.TextEncoding;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailWiringTest {

  @TempDir private Path folder;

  private List<TailInput> inputs(String yaml) throws IOException {
    Path file = folder.resolve("mallwatch.yaml");
    Files.writeString(file, yaml);
    Config config = ConfigLoader.load(file, Map.of(), Map.of());
    return TailWiring.inputs(config.logs());
  }

  @Test
  void configuredInputsGoBeforePlainPaths() throws IOException {
    List<TailInput> inputs =
        inputs(
            """
            logs:
              tail:
                paths: [order=/var/log/order/*.log, /var/log/*.log]
                inputs:
                  - paths: [/var/log/order/gbk.log]
                    encoding: gbk
                    tags: [old]
            """);

    assertThat(inputs)
        .extracting(TailInput::name)
        .containsExactly("/var/log/order/gbk.log", "/var/log/order/*.log", "/var/log/*.log");
    assertThat(inputs)
        .extracting(TailInput::service)
        .containsExactly("unknown", "order", "unknown");
    assertThat(inputs.getFirst().encoding()).isEqualTo(TextEncoding.GB18030);
    assertThat(inputs.getFirst().given().tags()).containsExactly("old");
  }

  @Test
  void anExpressionThatIsNoneIsToldWithItsInput() {
    assertThatThrownBy(() ->
            inputs(
                "logs: {tail: {inputs: [{name: erp, paths: [/srv/erp.log], multiline: '(('}]}}\n"))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("logs.tail: erp:");
  }
}
