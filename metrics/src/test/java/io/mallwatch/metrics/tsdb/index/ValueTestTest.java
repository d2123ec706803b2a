package io.mallwatch.metrics.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.Gen;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTestTest {

  private static ValueTest regex(String regex) {
    return ValueTest.of(new Matcher(Matcher.Type.REGEX, "a", regex));
  }

  private record Case(String regex, String value) {}

  private static Gen<Case> cases() {
    List<String> parts =
        List.of(
            "a", "b", "ab", "|", ".*", ".+", ".", "(", ")", "(?:", "[ab]", "\\.", "^", "$", "é",
            "\n");
    List<String> letters = List.of("a", "b", "ab", ".", "é", "\n", "c");
    return random ->
        new Case(
            String.join("", Gen.lists(Gen.oneOf(parts), 6).next(random)),
            String.join("", Gen.lists(Gen.oneOf(letters), 5).next(random)));
  }

  @Test
  void shortcutsAnswerAsTheWholeExpressionWould() {
    Gen.forAll(
        60_000,
        cases(),
        one -> {
          Pattern whole;
          try {
            Matcher valid = new Matcher(Matcher.Type.REGEX, "a", one.regex());
            whole = Pattern.compile("^(?s:" + valid.value() + ")$");
          } catch (IllegalArgumentException e) {
            return;
          }
          ValueTest test = regex(one.regex());
          boolean expected = whole.matcher(one.value()).matches();
          assertThat(test.passes(one.value())).isEqualTo(expected);
          assertThat(test.passesEmpty()).isEqualTo(whole.matcher("").matches());
          if (!test.values().isEmpty()) {
            assertThat(test.values().contains(one.value())).isEqualTo(expected);
          }
        });
  }

  @Test
  void plainWordsNeedNoRegularExpression() {
    assertThat(regex("paid|failed").values()).containsExactlyInAnyOrder("paid", "failed");
    assertThat(regex("^(?:paid|fail(ed|ing))$").values())
        .containsExactlyInAnyOrder("paid", "failed", "failing");
    assertThat(regex("10\\.0\\.0\\.[123]:80").values()).hasSize(3).contains("10.0.0.2:80");
    assertThat(regex("5..|429").values()).isEmpty();
    assertThat(regex("a{3}").values()).isEmpty();
    assertThat(regex("(?i)paid").passes("PAID")).isTrue();
  }

  @Test
  void anExpressionThatWouldBlowUpDoesNotHang() {
    assertThat(regex("(a+)+b").passes("a".repeat(5000))).isFalse();
  }

  @Test
  void whatOnlyJavaKnowsIsRefused() {
    assertThatThrownBy(() -> regex("(?=a)a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(?=a)a");
  }

  @Test
  void eachOperatorHasItsMeaning() {
    assertThat(ValueTest.of(new Matcher(Matcher.Type.EQUAL, "a", "")).passesEmpty()).isTrue();
    assertThat(ValueTest.of(new Matcher(Matcher.Type.NOT_EQUAL, "a", "x")).passes("y")).isTrue();
    assertThat(ValueTest.of(new Matcher(Matcher.Type.NOT_REGEX, "a", "x|y")).passes("y")).isFalse();
    assertThat(ValueTest.of(new Matcher(Matcher.Type.NOT_REGEX, "a", "x|y")).values()).isEmpty();
  }
}
