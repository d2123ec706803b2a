package io.mallwatch.doors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.testkit.Gen;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParamsTest {

  @Test
  void namesMayRepeatAndValuesMayBeMissing() {
    Params params = Params.parse("a=1&b&a=&&c=x=y&a=%E6%94%AF");
    assertThat(params.all("a")).containsExactly("1", "", "支");
    assertThat(params.first("b")).hasValue("");
    assertThat(params.first("c")).hasValue("x=y");
    assertThat(params.has("d")).isFalse();
    assertThat(params.list()).hasSize(5);
    assertThat(Params.parse("").list()).isEmpty();
  }

  @Test
  void brokenEscapesStayAsTheyAre() {
    assertThat(Params.parse("a=100%&b=%zz&c=%4").list())
        .extracting(Params.Param::value)
        .containsExactly("100%", "%zz", "%4");
  }

  @Test
  void whatIsEncodedIsReadBack() {
    Gen.forAll(
        500,
        Gen.lists(Gen.text(20), 5),
        values -> {
          String query =
              values.stream()
                  .map(v -> "k=" + URLEncoder.encode(v, StandardCharsets.UTF_8))
                  .reduce("", (left, right) -> left + "&" + right);
          assertThat(Params.parse(query).all("k")).isEqualTo(values);
        });
  }

  @Test
  void tooManyAreRefused() {
    assertThatThrownBy(() -> Params.parse("a&".repeat(Params.MAX_COUNT + 1)))
        .isInstanceOf(RefusedException.class)
        .hasMessage("there are more than 2000 parameters");
  }

  @Test
  void formsComeAfterTheQuery() {
    Params both = Params.parse("a=1").and(Params.parse("a=2"));
    assertThat(both.all("a")).isEqualTo(List.of("1", "2"));
  }
}
