package io.mallwatch.logs.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFieldsTest {

  private static final LogEntry ENTRY =
      LogEntry.builder(Instant.parse("2026-11-02T02:00:00Z"), LogLevel.WARN, "pay", "m")
          .userId("u")
          .tags(List.of("a", "b"))
          .durationMillis(-0.0)
          .data("n", List.of(1L, 2.5, "3"))
          .data("o", Map.of("deep", Map.of("x", true)))
          .data("dotted.key", "v")
          .build();

  @ParameterizedTest
  @CsvSource({
    "log.level, level",
    "service.name, service",
    "trace_id, traceId",
    "user.id, userId",
    "@timestamp, timestamp",
    "duration, durationMillis",
    "error, error.name",
    "error.stack_trace, error.stack",
    "city, data.city",
    "data.city, data.city",
    "level, level"
  })
  void namesOfTheFieldsTurnIntoOurs(String name, String expected) {
    assertThat(LogFields.canonical(name)).isEqualTo(expected);
  }

  @Test
  void valuesAreText() {
    assertThat(LogFields.values(ENTRY, "level")).containsExactly("warn");
    assertThat(LogFields.values(ENTRY, "tags")).containsExactly("a", "b");
    assertThat(LogFields.values(ENTRY, "requestId")).isEmpty();
    assertThat(LogFields.values(ENTRY, "data.n")).containsExactly("1", "2.5", "3");
    assertThat(LogFields.values(ENTRY, "data.o.deep.x")).containsExactly("true");
    assertThat(LogFields.values(ENTRY, "data.dotted.key")).containsExactly("v");
    assertThat(LogFields.values(ENTRY, "timestamp")).containsExactly("2026-11-02T02:00:00Z");
    assertThat(LogFields.values(ENTRY, "nonsense")).isEmpty();
  }

  @Test
  void numbersAreOnlyWhatIsANumber() {
    assertThat(LogFields.numbers(ENTRY, "data.n")).containsExactly(1.0, 2.5);
    assertThat(LogFields.numbers(ENTRY, "durationMillis")).containsExactly(0.0);
    assertThat(LogFields.numbers(ENTRY, "data.o.deep.x")).isEmpty();
    assertThat(LogFields.numbers(ENTRY, "level")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"5.0, 5", "5.5, 5.5", "-0.0, 0", "1e20, 1.0E20", "123456789012, 123456789012"})
  void wholeNumbersAreWrittenWithoutFraction(double number, String expected) {
    assertThat(LogFields.numberText(number)).isEqualTo(expected);
  }

  @Test
  void leavesAreFoundToABoundedDepth() {
    Map<String, Object> deep = Map.of("k", "v");
    for (int i = 0; i < 100; i++) {
      deep = Map.of("k", deep);
    }
    List<String> paths = new ArrayList<>();
    LogFields.leaves(deep, (path, _) -> paths.add(path));

    assertThat(paths).hasSize(1);
    assertThat(paths.getFirst().split("\\.")).hasSize(LogFields.MAX_DEPTH);
  }
}
