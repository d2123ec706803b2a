package io.mallwatch.metrics.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import org.jspecify.annotations.Nullable;

/// Compares samples bit for bit.
public final class SampleAssert {

  private SampleAssert() {}

  /// All of `actual` must be what `expected` has in `[from, to)`.
  public static void assertSame(SampleColumns actual, SampleColumns expected, int from, int to) {
    assertThat(actual.size()).isEqualTo(to - from);
    for (int i = 0; i < to - from; i++) {
      assertSameSample(actual, i, expected, from + i);
    }
  }

  public static void assertSame(SampleColumns actual, SampleColumns expected) {
    assertSame(actual, expected, 0, expected.size());
  }

  private static void assertSameSample(SampleColumns actual, int i, SampleColumns expected, int j) {
    boolean same =
        actual.times()[i] == expected.times()[j]
            && Double.doubleToRawLongBits(actual.values()[i])
                == Double.doubleToRawLongBits(expected.values()[j])
            && start(actual, i) == start(expected, j)
            && java.util.Objects.equals(histogram(actual, i), histogram(expected, j));
    if (!same) {
      assertThat(text(actual, i)).as("sample %d", i).isEqualTo(text(expected, j));
      throw new AssertionError("sample %d differs in its bits".formatted(i));
    }
  }

  private static long start(SampleColumns samples, int i) {
    long[] starts = samples.starts();
    return starts == null ? 0 : starts[i];
  }

  private static @Nullable NativeHistogram histogram(SampleColumns samples, int i) {
    NativeHistogram[] histograms = samples.histograms();
    return histograms == null ? null : histograms[i];
  }

  private static String text(SampleColumns samples, int i) {
    return "%d %s %d %s"
        .formatted(
            samples.times()[i], samples.values()[i], start(samples, i), histogram(samples, i));
  }
}
