package io.mallwatch.logs.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.LogFilter;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.testkit.Gen;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogQueryParserTest {

  private static LogFilter words(String text) {
    return new LogFilter.Words("", text);
  }

  private static LogFilter and(LogFilter... filters) {
    return new LogFilter.And(List.of(filters));
  }

  private static LogFilter or(LogFilter... filters) {
    return new LogFilter.Or(List.of(filters));
  }

  private static LogFilter not(LogFilter filter) {
    return new LogFilter.Not(filter);
  }

  private static LogFilter equal(String field, String value) {
    return new LogFilter.Equal(field, value);
  }

  @Test
  void termsSideBySideAreJoinedByAndWhichBindsTighterThanOr() {
    assertThat(LogQueryParser.parse("")).isEqualTo(new LogFilter.All());
    assertThat(LogQueryParser.parse("  *  ")).isEqualTo(new LogFilter.All());
    assertThat(LogQueryParser.parse("支付失败")).isEqualTo(words("支付失败"));
    assertThat(LogQueryParser.parse("a b")).isEqualTo(and(words("a"), words("b")));
    assertThat(LogQueryParser.parse("a AND b OR c && d || e"))
        .isEqualTo(or(and(words("a"), words("b")), and(words("c"), words("d")), words("e")));
    assertThat(LogQueryParser.parse("a (b OR c)"))
        .isEqualTo(and(words("a"), or(words("b"), words("c"))));
  }

  @Test
  void termsAreTakenAwayByMinusAndNot() {
    assertThat(LogQueryParser.parse("-a NOT b !c"))
        .isEqualTo(and(not(words("a")), not(words("b")), not(words("c"))));
    assertThat(LogQueryParser.parse("NOT (a b)")).isEqualTo(not(and(words("a"), words("b"))));
    assertThat(LogQueryParser.parse("-level:error")).isEqualTo(not(equal("level", "error")));
    assertThat(LogQueryParser.parse("order-service ORDER NOTE"))
        .isEqualTo(and(words("order-service"), words("ORDER"), words("NOTE")));
  }

  @Test
  void fieldsGoByAnyOfTheirNames() {
    assertThat(LogQueryParser.parse("level:ERROR")).isEqualTo(equal("level", "error"));
    assertThat(LogQueryParser.parse("trace_id:abc")).isEqualTo(equal("traceId", "abc"));
    assertThat(LogQueryParser.parse("service.name:a")).isEqualTo(equal("service", "a"));
    assertThat(LogQueryParser.parse("city:上海")).isEqualTo(equal("data.city", "上海"));
    assertThat(LogQueryParser.parse("data.city:\"上 海\"")).isEqualTo(equal("data.city", "上 海"));
    assertThat(LogQueryParser.parse("msg:\"a b\""))
        .isEqualTo(new LogFilter.Phrase("message", "a b"));
    assertThat(LogQueryParser.parse("service:(a OR \"b c\" OR -d)"))
        .isEqualTo(or(equal("service", "a"), equal("service", "b c"), not(equal("service", "d"))));
  }

  @Test
  void numbersHaveRanges() {
    assertThat(LogQueryParser.parse("duration:>500"))
        .isEqualTo(new LogFilter.Range("durationMillis", 500.0, false, null, false));
    assertThat(LogQueryParser.parse("data.n:<=-2.5"))
        .isEqualTo(new LogFilter.Range("data.n", null, false, -2.5, true));
    assertThat(LogQueryParser.parse("data.n:[1 TO 5}"))
        .isEqualTo(new LogFilter.Range("data.n", 1.0, true, 5.0, false));
    assertThat(LogQueryParser.parse("data.n:{* TO 5] a"))
        .isEqualTo(and(new LogFilter.Range("data.n", null, false, 5.0, true), words("a")));
  }

  @Test
  void starsAskForPrefixesAndExistence() {
    assertThat(LogQueryParser.parse("SF1000*")).isEqualTo(new LogFilter.Prefix("", "SF1000"));
    assertThat(LogQueryParser.parse("service:ord*"))
        .isEqualTo(new LogFilter.Prefix("service", "ord"));
    assertThat(LogQueryParser.parse("data.coupon:*"))
        .isEqualTo(new LogFilter.Exists("data.coupon"));
    assertThat(LogQueryParser.parse("_exists_:trace_id"))
        .isEqualTo(new LogFilter.Exists("traceId"));
  }

  @Test
  void whatLooksLikeAFieldButIsNoneIsAWord() {
    assertThat(LogQueryParser.parse("http://mall/api")).isEqualTo(words("http://mall/api"));
    assertThat(LogQueryParser.parse("12:30:45")).isEqualTo(words("12:30:45"));
    assertThat(LogQueryParser.parse("a\\:b")).isEqualTo(words("a:b"));
    assertThat(LogQueryParser.parse("a\\*")).isEqualTo(words("a*"));
    assertThat(LogQueryParser.parse("\\OR")).isEqualTo(words("OR"));
  }

  @ParameterizedTest
  @CsvSource({
    "(a, 0",
    "a), 1",
    "\"a, 0",
    "a AND, 5",
    "level:, 6",
    "a*b, 0",
    "data.n:[1 5], 10",
    "data.n:[1 TO 5, 7",
    "data.n:>x, 8",
    "duration:x, 9",
    "duration:1*, 9",
    "OR, 0",
    "NOT, 3",
    "-, 1"
  })
  void mistakesAreNamedWithTheirPlace(String text, int position) {
    assertThatThrownBy(() -> LogQueryParser.parse(text))
        .isInstanceOfSatisfying(
            BadQueryException.class, e -> assertThat(e.position()).isEqualTo(position));
  }

  @Test
  void endlessQueriesAreRefused() {
    assertThatThrownBy(() -> LogQueryParser.parse("(".repeat(5_000)))
        .isInstanceOf(BadQueryException.class);
    assertThatThrownBy(() -> LogQueryParser.parse("-".repeat(5_000)))
        .isInstanceOf(BadQueryException.class);
    assertThatThrownBy(() -> LogQueryParser.parse("a ".repeat(4_000)))
        .isInstanceOf(BadQueryException.class);
    assertThatThrownBy(() -> LogQueryParser.parse("a".repeat(20_000)))
        .isInstanceOf(BadQueryException.class);
  }

  @Test
  void anyTextIsReadOrRefusedButNeverCrashes() {
    Gen.forAll(
        3_000,
        Gen.text(30),
        text -> {
          try {
            LogQueryParser.parse(text);
          } catch (BadQueryException e) {
            assertThat(e.position()).isBetween(0, text.length());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "支付失败",
        "a b",
        "a OR b",
        "(a OR b) c",
        "NOT (a b)",
        "level:error service:(a OR b)",
        "data.n:[1 TO 5}",
        "durationMillis:>500",
        "SF1000*",
        "data.coupon:*",
        "message:\"a \\\"b\\\" c\"",
        "NOT *"
      })
  void printingGivesTheTextBack(String text) {
    LogFilter filter = LogQueryParser.parse(text);
    assertThat(LogQueryParser.parse(LogFilters.text(filter))).isEqualTo(filter);
  }
}
