package io.mallwatch.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.tail.TailInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailInputSettingsTest {

  @TempDir private Path folder;

  private Config.LogsPart load(String yaml) throws IOException {
    Path file = folder.resolve("mallwatch.yaml");
    Files.writeString(file, yaml);
    return ConfigLoader.load(file, Map.of(), Map.of()).logs();
  }

  @Test
  void eachInputSaysWhatIsItsOwnAndTheRestIsAsForAll() throws IOException {
    Config.LogsPart logs =
        load(
            """
            logs:
              tail:
                multiline: java
                excludes: /var/log/old/*
                inputs:
                  - name: erp
                    paths:
                      - /srv/erp/*.log
                      - /srv/erp/{a,b}.txt
                    excludes: /srv/erp/debug.log
                    service: erp
                    encoding: gbk
                    multiline: '^\\d{4}-\\d\\d'
                    ignore_older: 2h
                    max_line: 64KiB
                    pipeline: erp-lines
                    fields:
                      env: prod
                      "site": "上海, 浦东"
                    tags: [legacy, gbk]
                  - paths: [/var/log/nginx/*.log]
                    format: access
                    from: end
            """);

    assertThat(logs.tailInputs()).hasSize(2);
    Config.TailInputPart erp = logs.tailInputs().getFirst();
    assertThat(erp.name()).isEqualTo("erp");
    assertThat(erp.reading())
        .isEqualTo(
            new Config.TailPart(
                List.of("/srv/erp/*.log", "/srv/erp/{a,b}.txt"),
                List.of("/srv/erp/debug.log", "/var/log/old/*"),
                "erp",
                "auto",
                "gbk",
                "^\\d{4}-\\d\\d",
                "beginning",
                Duration.ofHours(2),
                64 << 10));
    assertThat(erp.given())
        .isEqualTo(
            new TailInput.Given(
                "erp-lines", Map.of("env", "prod", "site", "上海, 浦东"), List.of("legacy", "gbk")));
    Config.TailInputPart nginx = logs.tailInputs().getLast();
    assertThat(nginx.name()).isEqualTo("/var/log/nginx/*.log");
    assertThat(nginx.reading().multiline()).isEqualTo("java");
    assertThat(nginx.reading().format()).isEqualTo("access");
    assertThat(nginx.reading().from()).isEqualTo("end");
    assertThat(nginx.given()).isEqualTo(TailInput.Given.NOTHING);
  }

  @Test
  void everyProblemIsToldWithItsPlace() {
    assertThatThrownBy(() ->
            load(
                """
                logs:
                  tail:
                    inputs:
                      - path: /srv/*.log
                      - paths: /srv/*.log
                        format: xml
                      - /srv/plain.log
                """))
        .isInstanceOfSatisfying(
            BadConfigException.class,
            e ->
                assertThat(e.problems())
                    .satisfiesExactlyInAnyOrder(
                        one ->
                            assertThat(one)
                                .contains(
                                    ":4: logs.tail.inputs[0].path: there is no such key; did you"
                                        + " mean logs.tail.inputs[].paths?"),
                        one ->
                            assertThat(one)
                                .contains(":6: logs.tail.inputs[1].format: 'xml' is not allowed"),
                        one -> assertThat(one).contains("logs.tail.inputs[2]: a mapping is needed"),
                        one -> assertThat(one).contains("logs.tail.inputs[0]: paths are missing"),
                        one -> assertThat(one).contains("logs.tail.inputs[2]: paths are missing")));
  }

  @Test
  void aPlainValueIsNoListOfInputs() {
    assertThatThrownBy(() -> load("logs:\n  tail:\n    inputs: /var/log/*.log\n"))
        .hasMessageContaining("logs.tail.inputs: a list of mappings is needed");
  }

  @Test
  void withoutInputsThereAreNone() throws IOException {
    assertThat(load("logs:\n  tail:\n    inputs:\n").tailInputs()).isEmpty();
  }
}
