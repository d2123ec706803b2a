package io.mallwatch.alerts.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.Gen;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever people write, a template prints or says what is wrong with it.
class TemplateFuzzTest {

  private static final List<String> PIECES =
      List.of(
          "{{",
          "}}",
          "{{-",
          "-}}",
          " ",
          "if",
          "else",
          "end",
          "range",
          "with",
          "$x",
          ":=",
          "=",
          ",",
          ".",
          ".Labels",
          ".Value",
          "$",
          "|",
          "(",
          ")",
          "\"a\"",
          "`b`",
          "'c'",
          "1",
          "-1.5",
          "0x1f",
          "printf",
          "\"%d %s\"",
          "len",
          "index",
          "slice",
          "eq",
          "lt",
          "and",
          "or",
          "not",
          "nil",
          "true",
          "define",
          "template",
          "block",
          "\"t\"",
          "break",
          "continue",
          "text",
          "\n",
          "/*",
          "*/",
          "humanize",
          "query",
          "first",
          "value",
          "label",
          "reReplaceAll",
          "toTime",
          "tmpl",
          "args",
          "%",
          "\\",
          "\"",
          "支付");

  private static String source(RandomGenerator random) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < random.nextInt(25); i++) {
      out.append(Gen.oneOf(PIECES).next(random)).append(random.nextBoolean() ? " " : "");
    }
    return out.toString();
  }

  /// Begins and ends well more often than chance would.
  private static String action(RandomGenerator random) {
    StringBuilder out = new StringBuilder("{{ ");
    for (int i = 0; i <= random.nextInt(5); i++) {
      out.append(Gen.oneOf(PIECES.subList(11, PIECES.size())).next(random)).append(' ');
    }
    return out.append("}}").toString();
  }

  @Test
  void nothingButTemplateExceptionsComeOut() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Labels", new GoStrings(Map.of("job", "b"), false));
    fields.put("Value", 1.5);
    fields.put("Nothing", null);
    GoStruct data = new GoStruct("data", fields, Map.of());
    Map<String, Template.Function> functions = RuleFunctions.all(_ -> List.of(), Instant.EPOCH, "");
    int[] rendered = {0};
    Gen<String> gen = random -> random.nextBoolean() ? source(random) : action(random);
    Gen.forAll(
        20_000,
        gen,
        text -> {
          try {
            Template.parse("t", text, RuleFunctions.names())
                .render(data, functions, Template.Escape.HTML);
            rendered[0]++;
          } catch (TemplateException e) {
            assertThat(e.getMessage()).startsWith("template: t:");
          }
        });
    assertThat(rendered[0]).isGreaterThan(500);
  }

  @Test
  void plainTextComesOutAsItWentIn() {
    Gen.forAll(
        500,
        Gen.text(60),
        text -> {
          if (!text.contains("{{")) {
            assertThat(
                    Template.parse("t", text, RuleFunctions.names())
                        .render(null, Map.of(), Template.Escape.NONE))
                .isEqualTo(text);
          }
        });
  }

  @Test
  void shortestNumbersReadBackAsTheyWere() {
    Gen.forAll(
        5_000,
        random -> Double.longBitsToDouble(random.nextLong()),
        number -> {
          if (!Double.isNaN(number) && !Double.isInfinite(number)) {
            assertThat(Double.parseDouble(GoNumber.print(number))).isEqualTo(number);
            assertThat(Double.parseDouble(GoNumber.plain(number))).isEqualTo(number);
            assertThat(Double.parseDouble(GoNumber.format(number, 'e', 17))).isEqualTo(number);
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2006-01-02T15:04:05.000Z07:00; 2026-07-04T21:05:09.012+08:00",
        "Mon Jan _2 15:04:05 MST 2006; Sat Jul  4 21:05:09 CST 2026",
        "3:04PM 3:4pm 03; 9:05PM 9:5pm 09",
        "06/1/2 002; 26/7/4 185",
        ".999999999 .99 .000000; .012 .01 .012000",
        "-07:00:00 -0700 -07 Z0700 Z07; +08:00:00 +0800 +08 +0800 +08",
        "January Monday; July Saturday",
      })
  void timesPrintInGosLayouts(String layout, String printed) {
    Instant at = Instant.parse("2026-07-04T13:05:09.012Z");
    assertThat(new GoTime(at, ZoneId.of("Asia/Shanghai")).format(layout)).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ns",
    "1500, 1.5µs",
    "2000000, 2ms",
    "1500000000, 1.5s",
    "61000000000, 1m1s",
    "3600000000000, 1h0m0s",
    "-90000000000, -1m30s",
  })
  void durationsPrintAsGoPrintsThem(long nanos, String printed) {
    assertThat(new GoDuration(nanos).print()).isEqualTo(printed);
  }
}
