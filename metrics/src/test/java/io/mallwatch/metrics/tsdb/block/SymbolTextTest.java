package io.mallwatch.metrics.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.Gen;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymbolTextTest {

  private static int compare(String left, String right) {
    return Integer.signum(
        SymbolText.compare(
            left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void bytesCompareAsTheirTextsDo() {
    Gen.forAll(
        2000,
        r -> List.of(Gen.text(4).next(r), Gen.text(4).next(r)),
        both -> {
          String left = both.getFirst();
          String right = both.getLast();
          assertThat(compare(left, right)).isEqualTo(Integer.signum(left.compareTo(right)));
        });
  }

  @Test
  void whatTakesTwoUnitsComesBeforePrivateUseAndFullWidth() {
    List<String> texts = List.of("", "a", "é", "中", "\uD7FF", "🚀", "\uE000", "\uFF21", "\uFFFD");
    for (String left : texts) {
      for (String right : texts) {
        assertThat(compare(left, right)).isEqualTo(Integer.signum(left.compareTo(right)));
      }
    }
  }
}
