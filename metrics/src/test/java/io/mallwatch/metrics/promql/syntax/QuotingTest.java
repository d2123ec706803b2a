package io.mallwatch.metrics.promql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.Gen;
import org.junit.jupiter.api.Test;

class QuotingTest {

  @Test
  void escapesAreThoseOfGo() {
    assertThat(Quoting.quote("a\"b\\c\n\t\u0007\u0001é支"))
        .isEqualTo("\"a\\\"b\\\\c\\n\\t\\a\\x01é支\"");
    assertThat(Quoting.quote('\'')).isEqualTo("'\\''");
    assertThat(Quoting.quote('"')).isEqualTo("'\"'");
  }

  @Test
  void escapesAreRead() {
    assertThat(Quoting.unquote("\"\\x41\\102\\u0043\\U00000044\\v\\'\"")).isEqualTo("ABCD\u000b'");
    assertThat(Quoting.unquote("`\\n`")).isEqualTo("\\n");
  }

  @Test
  void bytesThatAreNoUtf8SurviveAndAreTold() {
    String text = Quoting.unquote("\"a\\xc5z\"");

    assertThat(Quoting.isUtf8(text)).isFalse();
    assertThat(Quoting.quote(text)).isEqualTo("\"a\\xc5z\"");
    assertThat(Quoting.unquote("\"\\xe6\\x94\\xaf\"")).isEqualTo("支");
  }

  @Test
  void anyTextComesBack() {
    Gen.forAll(
        1000,
        Gen.text(30),
        text -> assertThat(Quoting.unquote(Quoting.quote(text))).isEqualTo(text));
  }
}
