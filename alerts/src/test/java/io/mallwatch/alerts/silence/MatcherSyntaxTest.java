package io.mallwatch.alerts.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherSyntaxTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "severity=critical; {severity=\"critical\"}",
        "severity = \"critical\" ; {severity=\"critical\"}",
        "{ a=b , c!=\"d\", }; {a=\"b\",c!=\"d\"}",
        "a=~\"x|y\",b!~z.*; {a=~\"x|y\",b!~\"z.*\"}",
        "\"中文 名\"=\"支付\"; {中文 名=\"支付\"}",
        "a=\"q\\\"\\\\d\"; {a=\"q\\\"\\\\d\"}",
        "a=; {a=\"\"}",
        "{}; {}",
      })
  void readsWhatAlertmanagerReads(String text, String printed) {
    assertThat(MatcherSyntax.print(MatcherSyntax.parse(text))).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "=b", "{a=b", "a=b}", "a=b c", "a=\"b", "a=~\"(\"", "a~b", "a=b,,c=d"})
  void refusesTheRest(String text) {
    assertThatExceptionOfType(BadQueryException.class)
        .isThrownBy(() -> MatcherSyntax.parse(text))
        .withMessageStartingWith("bad matcher format: ");
  }

  @Test
  void readsBackWhatItPrints() {
    Gen<List<Matcher>> gen =
        random -> {
          List<Matcher> matchers = new ArrayList<>();
          for (int i = 0; i < random.nextInt(4); i++) {
            String value = Gen.text(12).next(random);
            matchers.add(
                random.nextBoolean()
                    ? Matcher.equal("l" + i, value)
                    : new Matcher(Matcher.Type.NOT_EQUAL, "l" + i, value));
          }
          return matchers;
        };
    Gen.forAll(
        300,
        gen,
        matchers ->
            assertThat(MatcherSyntax.parse(MatcherSyntax.print(matchers))).isEqualTo(matchers));
  }
}
