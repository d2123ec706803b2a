package io.mallwatch.monitors.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForecastTest {

  private static final Instant NOW = Instant.parse("2026-11-02T02:20:00Z");

  /// Busy by day, quiet by night, half as much again at weekends.
  private static double turnover(Instant at) {
    var time = at.atZone(ZoneOffset.UTC);
    double day = 1000 + 900 * Math.sin(Math.PI * 2 * (time.getHour() - 8) / 24.0);
    return time.getDayOfWeek().getValue() >= 6 ? 1.5 * day : day;
  }

  @Test
  void aMallWithWeeklyHabitsIsForecastHourByHour() {
    Random random = new Random(1);
    Forecast forecast =
        new Forecast(
            new FakeMetrics((_, at) -> turnover(at) * (0.9 + 0.2 * random.nextDouble())), "");

    Forecast.Outlook outlook = forecast.outlook(NOW);

    assertThat(outlook.reason()).isNull();
    assertThat(outlook.error()).isLessThan(0.15);
    assertThat(outlook.hours()).hasSize(48);
    double actual = 0;
    for (int hour = 0; hour < 24; hour++) {
      actual += turnover(Instant.parse("2026-11-02T03:00:00Z").plus(Duration.ofHours(hour)));
    }
    assertThat(outlook.next24h()).isCloseTo(actual, within(0.1 * actual));
    assertThat(outlook.hours().getFirst().endMillis())
        .isEqualTo(Instant.parse("2026-11-02T03:00:00Z").toEpochMilli());
  }

  @Test
  void whatCouldNotHaveBeenForecastIsNotShown() {
    Random random = new Random(2);
    Forecast forecast =
        new Forecast(new FakeMetrics((_, _) -> random.nextInt(10) == 0 ? 5000.0 : 10.0), "");

    Forecast.Outlook outlook = forecast.outlook(NOW);

    assertThat(outlook.hours()).isEmpty();
    assertThat(outlook.next24h()).isNull();
    assertThat(outlook.error()).isGreaterThan(Forecast.MOST_ERROR);
    assertThat(outlook.reason()).contains("well enough");
  }

  @Test
  void aYoungMallHasAReasonInPlaceOfAForecast() {
    Instant opened = NOW.minus(Duration.ofDays(15));
    Forecast forecast =
        new Forecast(
            new FakeMetrics((_, at) -> at.isBefore(opened) ? Double.NaN : turnover(at)), "");

    assertThat(forecast.outlook(NOW).reason()).contains("three whole weeks");
    assertThat(forecast.outlook(NOW).error()).isNull();
  }

  @Test
  void nothingIsForecastBelowZero() {
    double[] falling = new double[3 * 168];
    for (int i = 0; i < falling.length; i++) {
      falling[i] = Math.max(0, 400 - i);
    }
    for (double hour : Forecast.forecast(falling, 100)) {
      assertThat(hour).isNotNegative();
    }
  }
}
