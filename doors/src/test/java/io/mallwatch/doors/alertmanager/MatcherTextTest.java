package io.mallwatch.doors.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.model.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTextTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "a=b, EQUAL, a, b",
        "'a = \"b c\"', EQUAL, a, b c",
        "'a!=\"b\"', NOT_EQUAL, a, b",
        "a=~b.*|c, REGEX, a, b.*|c",
        "a!~b, NOT_REGEX, a, b",
        "'\"服务 名\"=\"订单\"', EQUAL, 服务 名, 订单",
        "'a=\"q\\\"uo\\\\te\\n\"', EQUAL, a, 'q\"uo\\te\n'",
        "a=, EQUAL, a, ''",
        "'a=\"\"', EQUAL, a, ''",
        "a==b, EQUAL, a, =b",
      })
  void matchersAreReadInBothForms(String text, Matcher.Type type, String name, String value) {
    assertThat(MatcherText.parse(text)).isEqualTo(new Matcher(type, name, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bad", "=x", "a=\"open", "{a=b}", "a=~("})
  void whatIsNoMatcherIsRefused(String text) {
    assertThatThrownBy(() -> MatcherText.parse(text)).isInstanceOf(RefusedException.class);
  }

  @Test
  void whatAMatcherPrintsIsReadBack() {
    Matcher matcher = new Matcher(Matcher.Type.NOT_REGEX, "服务", "a\"b\\\\c|d");
    assertThat(MatcherText.parse(matcher.toString())).isEqualTo(matcher);
  }
}
