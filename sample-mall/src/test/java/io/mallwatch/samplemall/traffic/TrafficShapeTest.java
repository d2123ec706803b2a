package io.mallwatch.samplemall.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mallwatch.samplemall.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrafficShapeTest {
  private static final TrafficShape SHAPE = new TrafficShape(Action.REFERENCE_RATE);

  private static Instant local(String time) {
    return LocalDateTime.parse(time).atZone(TrafficShape.ZONE).toInstant();
  }

  @Test
  void thursdayNoonIsTheMeasure() {
    Instant noon = local("2025-11-20T12:00:00");

    assertThat(TrafficShape.factor(noon)).isEqualTo(1);
    assertThat(SHAPE.perMinute(Action.ORDER, noon)).isEqualTo(12);
    assertThat(new TrafficShape(16).perMinute(Action.ORDER, noon)).isEqualTo(24);
  }

  @Test
  void atNoonAllRequestsTogetherAreAboutTheRate() {
    Instant noon = local("2025-11-20T12:00:00");
    double actions =
        Arrays.stream(Action.values()).mapToDouble(action -> SHAPE.perMinute(action, noon)).sum();
    double more = // orders are paid, orders are looked for before they are looked at
        SHAPE.perMinute(Action.ORDER, noon) + SHAPE.perMinute(Action.VIEW_ORDER, noon);

    assertThat((actions + more) / 60).isCloseTo(8, within(0.5));
  }

  @Test
  void nightsAreQuietEveningsAndWeekendsBusy() {
    assertThat(TrafficShape.factor(local("2025-11-20T04:00:00"))).isLessThan(0.1);
    assertThat(TrafficShape.factor(local("2025-11-20T20:30:00"))).isGreaterThan(1.1);
    assertThat(TrafficShape.factor(local("2025-11-22T12:00:00"))).isEqualTo(1.2);
  }

  @Test
  void withinADayItNeverJumps() {
    Instant start = local("2025-11-20T00:00:00");
    for (int minute = 0; minute < 24 * 60 - 1; minute++) {
      Instant at = start.plus(Duration.ofMinutes(minute));
      assertThat(TrafficShape.factor(at.plusSeconds(60)))
          .isCloseTo(TrafficShape.factor(at), within(0.01));
    }
  }

  @Test
  void weeksRepeat() {
    Instant one = local("2025-11-18T15:47:11");

    assertThat(TrafficShape.factor(one.plus(Duration.ofDays(7))))
        .isEqualTo(TrafficShape.factor(one));
  }

  @Test
  void drawsHaveTheExpectedMeanAndSpread() {
    for (double mean : new double[] {0.01, 0.8, 12, 29.9, 60}) {
      var random = new SplittableRandom(7);
      double sum = 0;
      double squares = 0;
      int draws = 20_000;
      for (int i = 0; i < draws; i++) {
        int drawn = Poisson.draw(mean, random);
        sum += drawn;
        squares += (double) drawn * drawn;
      }
      double average = sum / draws;
      assertThat(average).isCloseTo(mean, within(5 * Math.sqrt(mean / draws)));
      assertThat(squares / draws - average * average).isCloseTo(mean, within(0.1 * mean + 0.01));
    }
    assertThat(Poisson.draw(0, new SplittableRandom(1))).isZero();
  }

  @Test
  void aFaultGetsTheTrafficItNeedsAlsoAtNight() {
    Instant night = local("2025-11-20T04:00:00");
    var calm = new Demand(SHAPE, fault -> false);
    var failing = new Demand(SHAPE, fault -> fault == Fault.POINTS_TRANSFER_FAILURES);

    assertThat(calm.perMinute(Action.TRANSFER, night)).isLessThan(1);
    assertThat(failing.perMinute(Action.TRANSFER, night)).isGreaterThanOrEqualTo(60);
    assertThat(failing.perMinute(Action.ORDER, night))
        .isEqualTo(calm.perMinute(Action.ORDER, night));
  }

  @Test
  void nobodyAttacksWithoutAFault() {
    Instant noon = local("2025-11-20T12:00:00");
    var calm = new Demand(SHAPE, fault -> false);
    var attacked =
        new Demand(
            SHAPE, fault -> fault == Fault.LOGIN_BRUTE_FORCE || fault == Fault.SQL_INJECTION);

    assertThat(calm.perMinute(Action.GUESS_PASSWORD, noon)).isZero();
    assertThat(calm.perMinute(Action.INJECT_SQL, noon)).isZero();
    assertThat(attacked.perMinute(Action.GUESS_PASSWORD, noon)).isPositive();
    assertThat(attacked.perMinute(Action.INJECT_SQL, noon)).isPositive();
  }
}
