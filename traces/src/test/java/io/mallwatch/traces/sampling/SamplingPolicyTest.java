package io.mallwatch.traces.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SamplingPolicyTest {

  private static SamplingPolicy share(double share) {
    return new SamplingPolicy(share, true, Duration.ZERO, 0, Duration.ZERO);
  }

  @Test
  void theShareOfRandomIdsIsWhatWasAskedFor() {
    SplittableRandom random = new SplittableRandom(7);
    for (double share : new double[] {0, 0.01, 0.1, 0.5, 0.99, 1}) {
      SamplingPolicy policy = share(share);
      int kept = 0;
      for (int i = 0; i < 100_000; i++) {
        kept += policy.isOfShare(random.nextLong()) ? 1 : 0;
      }
      assertThat(kept / 100_000d).isCloseTo(share, within(0.005));
    }
  }

  @Test
  void aSmallerShareIsPartOfALargerOne() {
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 10_000; i++) {
      long id = random.nextLong();
      if (share(0.1).isOfShare(id)) {
        assertThat(share(0.3).isOfShare(id)).isTrue();
      }
    }
  }

  @Test
  void theLast56BitsDecideAsOpenTelemetrySays() {
    // half: threshold 0x80000000000000; the first byte of the eight has no say
    assertThat(share(0.5).isOfShare(0xff7fffffffffffffL)).isFalse();
    assertThat(share(0.5).isOfShare(0x0080000000000000L)).isTrue();
  }

  @Test
  void slowBeginsAtTheThresholdAndZeroMeansNever() {
    SamplingPolicy policy = new SamplingPolicy(0, false, Duration.ofMillis(5), 0, Duration.ZERO);
    assertThat(policy.isSlow(4_999_999)).isFalse();
    assertThat(policy.isSlow(5_000_000)).isTrue();
    assertThat(share(0).isSlow(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void partsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> share(1.5)).hasMessageContaining("0..1");
    assertThatThrownBy(() -> share(Double.NaN)).hasMessageContaining("0..1");
    assertThatThrownBy(() -> new SamplingPolicy(0, true, Duration.ZERO, -1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SamplingPolicy.OFF.isOff()).isTrue();
  }

  @Test
  void ratesCountByOperationAndMinute() {
    OperationRates rates = new OperationRates(2);
    long minute = 60_000_000_000L;
    assertThat(rates.take(1, minute)).isTrue();
    assertThat(rates.take(1, minute + 5)).isTrue();
    assertThat(rates.take(1, 2 * minute - 1)).isFalse();
    assertThat(rates.take(2, minute)).isTrue();
    assertThat(rates.take(1, 2 * minute)).isTrue();
    assertThat(new OperationRates(0).take(1, 0)).isFalse();
  }

  @Test
  void operationsBeyondTheBoundShareOneCount() {
    OperationRates rates = new OperationRates(1);
    int taken = 0;
    for (int operation = 1; operation <= 5_000; operation++) {
      taken += rates.take(operation, 0) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(OperationRates.MAX_OPERATIONS + 1);
  }

  @Test
  void oldMinutesAreForgotten() {
    OperationRates rates = new OperationRates(1);
    for (int minute = 0; minute <= OperationRates.MAX_MINUTES; minute++) {
      assertThat(rates.take(1, minute * 60_000_000_000L)).isTrue();
    }
    assertThat(rates.take(1, 0)).isTrue(); // its count is gone
    assertThat(rates.take(1, 60_000_000_000L * OperationRates.MAX_MINUTES)).isFalse();
  }
}
