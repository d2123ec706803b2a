package io.mallwatch.metrics.promql.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.xxhash.XxHash64JavaHasher;
import io.mallwatch.model.Labels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SeriesHashTest {

  private static long hash(byte[] data) {
    return XxHash64JavaHasher.hash(data, 0, data.length, 0);
  }

  @Test
  void noLabelsHaveTheHashOfNothing() {
    assertThat(SeriesHash.of(Labels.EMPTY)).isEqualTo(0xEF46DB3751D8E999L);
    assertThat(SeriesHash.share(Labels.EMPTY)).isBetween(0.934, 0.935);
  }

  @Test
  void lengthsComeBeforeNamesAndValues() {
    assertThat(SeriesHash.of(Labels.of("b", "xy", "__name__", "up")))
        .isEqualTo(hash("\10__name__\2up\1b\2xy".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void longValuesHaveThreeBytesOfLength() {
    byte[] expected = new byte[2 + 4 + 300];
    expected[0] = 1;
    expected[1] = 'a';
    expected[2] = (byte) 255;
    expected[3] = (byte) (300 & 0xff);
    expected[4] = 1;
    java.util.Arrays.fill(expected, 6, 306, (byte) 'x');

    assertThat(SeriesHash.of(Labels.of("a", "x".repeat(300)))).isEqualTo(hash(expected));
  }
}
