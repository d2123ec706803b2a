package io.mallwatch.doors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.testkit.Gen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class JsonTest {

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Object value(RandomGenerator random, int depth) {
    return switch (random.nextInt(depth > 4 ? 4 : 6)) {
      case 0 -> Gen.text(10).next(random);
      case 1 -> random.nextLong();
      case 2 -> random.nextBoolean();
      case 3 -> random.nextInt() + 0.5;
      case 4 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth + 1));
        }
        yield list;
      }
      default -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(Gen.text(5).next(random), value(random, depth + 1));
        }
        yield map;
      }
    };
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Gen.forAll(
        500,
        random -> value(random, 0),
        value -> assertThat(Json.tree(Json.write(out -> Json.any(out, value)))).isEqualTo(value));
  }

  @Test
  void wholeNumbersHaveNoFractionAndNoNumberIsNull() {
    List<Object> numbers = List.of(1.0, 2.5, -0.0, 1e300, Double.NaN, Double.POSITIVE_INFINITY, 7);
    assertThat(new String(Json.write(out -> Json.any(out, numbers)), StandardCharsets.UTF_8))
        .isEqualTo("[1,2.5,0,1.0E300,null,null,7]");
  }

  @Test
  void halfASurrogatePairDoesNotSpoilTheAnswer() {
    String half = "a" + (char) 0xD83D + "b";
    assertThat(new String(Json.write(out -> out.writeString(half)), StandardCharsets.UTF_8))
        .isEqualTo("\"a?b\"");
    assertThat(new String(Json.write(out -> out.writeString("🚀")), StandardCharsets.UTF_8))
        .isEqualTo("\"🚀\"");
  }

  @Test
  void badJsonIsRefusedWithItsPlace() {
    for (String bad : List.of("", "{", "{\"a\":}", "[1,]", "{} {}", "nul", "\"\\x\"")) {
      assertThatThrownBy(() -> Json.tree(utf8(bad)))
          .as(bad)
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.problem().status()).isEqualTo(400));
    }
    assertThatThrownBy(() -> Json.tree(utf8("{\n  \"a\": x\n}")))
        .hasMessageContaining("line 2, column 8");
  }

  @Test
  void depthIsBounded() {
    int most = Json.MAX_DEPTH;
    assertThat(Json.tree(utf8("[".repeat(most) + "]".repeat(most)))).isNotNull();
    assertThatThrownBy(() -> Json.tree(utf8("[".repeat(most + 1) + "]".repeat(most + 1))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("nesting depth");
  }
}
