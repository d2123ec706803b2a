package io.mallwatch.alerts.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mallwatch.testkit.Gen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {

  private final Problems problems = new Problems("f.yml");

  private YamlMap map(String text) {
    return YamlValue.parse(text, problems).flatMap(YamlValue::asMap).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "15s, 15s",
    "1h30m, 1h30m",
    "90m, 1h30m",
    "1d, 1d",
    "7d, 1w",
    "365d, 1y",
    "1500ms, 1s500ms",
    "2w3d, 17d",
    "1y2w3d4h5m6s7ms, 382d4h5m6s7ms",
  })
  void durationsAreReadAndPrinted(String text, String printed) {
    assertThat(Durations.parse(text).map(Durations::print)).contains(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "5 s",
        "-5s",
        "1m1h",
        "1.5h",
        "99999999999y",
        "9999999999999999999999s"
      })
  void whatIsNoDurationIsRefused(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @Test
  void durationsAreReadBackAsTheyWere() {
    Gen.forAll(
        500,
        random -> Duration.ofMillis(random.nextLong(1, 100L * 365 * 86_400_000)),
        duration -> assertThat(Durations.parse(Durations.print(duration))).contains(duration));
  }

  @Test
  void readsEveryKindOfValue() {
    YamlMap map =
        map(
            """
            text: 中文
            number: 7
            yes: true
            wait: 1m
            list: [a, 1]
            texts: {b: x, a: 2}
            nothing:
            """);
    assertThat(map.text("text", "")).isEqualTo("中文");
    assertThat(map.number("number", 0)).isEqualTo(7);
    assertThat(map.bool("yes", false)).isTrue();
    assertThat(map.duration("wait", null)).isEqualTo(Duration.ofMinutes(1));
    assertThat(map.texts("list")).containsExactly("a", "1");
    assertThat(map.textMap("texts")).isEqualTo(Map.of("a", "2", "b", "x"));
    assertThat(map.text("nothing", "x")).isEmpty();
    assertThat(map.list("nothing")).isEmpty();
    assertThat(map.map("nothing")).isEmpty();
    assertThat(map.has("nothing")).isFalse();
    assertThat(map.text("missing", "otherwise")).isEqualTo("otherwise");
    map.refuseUnknown("thing");
    assertThat(problems.found()).isEmpty();
  }

  @Test
  void everyWrongKindIsAProblemWithItsPlace() {
    YamlMap map =
        map(
            """
            text: [a]
            number: -1
            many: 1e9
            yes: perhaps
            wait: long
            list: {a: b}
            map: [a]
            deep: {er: {list: [ok, {bad: []}]}}
            """);
    map.text("text", "");
    map.number("number", 0);
    map.number("many", 0);
    map.bool("yes", false);
    map.duration("wait", null);
    map.list("list");
    map.map("map");
    map.requiredText("gone");
    map.map("deep").flatMap(m -> m.map("er")).ifPresent(m -> m.texts("list"));

    assertThat(problems.found())
        .extracting(Problem::toString)
        .containsExactly(
            "f.yml:1: text: must be text, not a list",
            "f.yml:2: number: must be a whole number from 0 to 2147483647, not \"-1\"",
            "f.yml:3: many: must be a whole number from 0 to 2147483647, not \"1e9\"",
            "f.yml:4: yes: must be true or false, not \"perhaps\"",
            "f.yml:5: wait: not a valid duration string: \"long\"",
            "f.yml:6: list: must be a list, not a map",
            "f.yml:7: map: must be a map, not a list",
            "f.yml:1: has no gone",
            "f.yml:8: deep.er.list[1]: must be text, not a map");
    assertThatExceptionOfType(InvalidFileException.class)
        .isThrownBy(problems::throwIfAny)
        .satisfies(e -> assertThat(e.problems()).hasSize(9));
  }

  @Test
  void anythingThatIsNoYamlIsAProblemAndNothingElse() {
    Gen.forAll(
        500,
        Gen.text(80),
        text -> {
          Problems found = new Problems("x");
          Optional<YamlValue> value = YamlValue.parse(text, found);
          List<Problem> all = found.found();
          assertThat(value.isPresent() || !all.isEmpty() || text.isBlank() || text.contains("#"))
              .isTrue();
        });
  }
}
