package io.mallwatch.logs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.testkit.Gen;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

  private static final Map<String, Object> LINE =
      Map.of(
          "level",
          "error",
          "service",
          "pay",
          "http",
          Map.of("status", 503, "path", "/api/orders"),
          "tags",
          List.of("slow", "retry"),
          "paid",
          true,
          "@timestamp",
          "2026-11-02");

  private static boolean holds(String condition) {
    return Condition.parse(condition).holds(Document.of("mall", null, LINE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ctx.level == 'error'",
        "ctx['level'] == \"error\"",
        "ctx.http.status >= 500 && ctx.http.status < 600",
        "ctx?.http?.status == 503.0",
        "ctx.http['path'].startsWith('/api')",
        "ctx.nothing == null",
        "ctx.nothing?.deeper == null",
        "ctx.level != null",
        "!(ctx.level == 'info')",
        "!ctx.nothing.contains('x')",
        "ctx.tags.contains('slow')",
        "ctx.tags.size() == 2",
        "ctx.http.containsKey('status')",
        "ctx.level.toUpperCase() == 'ERROR'",
        "ctx.service == 'cart' || ctx.service == 'pay' && ctx.paid",
        "ctx.paid == true",
        "return ctx.level == 'error';",
        "ctx._index == 'mall'",
        "ctx['@timestamp'].endsWith('-02')",
        "'it\\'s'.length() == 4",
        "-1 < 0"
      })
  void whatIsTrueHolds(String condition) {
    assertThat(holds(condition)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ctx.level == 'ERROR'",
        "ctx.nothing > 5",
        "ctx.nothing.startsWith('a')",
        "ctx.level > 3",
        "ctx.level",
        "ctx.paid == 'true'",
        "false || null",
        "(ctx.service == 'cart' || ctx.service == 'pay') && !ctx.paid"
      })
  void doesNotHold(String condition) {
    assertThat(holds(condition)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ctx.a ==",
        "ctx.a == 'x",
        "(ctx.a",
        "ctx.a = 1",
        "ctx.a =~ /x/",
        "params.x == 1",
        "for (x in y) {}",
        "ctx.a.matches('x')",
        "ctx.a instanceof String",
        "ctx.a + 1 > 2",
        "ctx['a'",
        "1.2.3 == 1",
        "ctx.a == 1; ctx.b = 2"
      })
  void whatGoesBeyondIsRefusedWithItsPlace(String condition) {
    assertThatThrownBy(() -> Condition.parse(condition))
        .isInstanceOf(BadPipelineException.class)
        .hasMessageContaining("condition \"" + condition + "\", character ");
  }

  @Test
  void nestingIsBounded() {
    assertThatThrownBy(() -> Condition.parse("(".repeat(10_000)))
        .isInstanceOf(BadPipelineException.class);
    assertThatThrownBy(() -> Condition.parse("!".repeat(10_000) + "true"))
        .isInstanceOf(BadPipelineException.class);
  }

  @Test
  void anyTextIsReadOrRefused() {
    Gen<String> pieces =
        Gen.oneOf(
            List.of(
                "ctx", ".a", "?.b", "['c']", "==", "!=", "'x'", "5", "&&", "||", "!", "(", ")", " ",
                "null", ".size()"));
    Gen.forAll(
        5_000,
        random -> String.join("", Gen.lists(pieces, 8).next(random)),
        text -> {
          try {
            boolean _ = Condition.parse(text).holds(Document.of("i", null, LINE));
          } catch (BadPipelineException e) {
            assertThat(e).hasMessageContaining("character");
          }
        });
  }
}
