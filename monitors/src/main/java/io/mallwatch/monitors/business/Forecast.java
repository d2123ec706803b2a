package io.mallwatch.monitors.business;

import io.mallwatch.metrics.MetricQueries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What turnover is to be expected in the next two days, hour by hour, by additive Holt-Winters
/// over the hours of the week. Thread-safe.
///
/// A forecast is only shown when it would have been good before: the last week is forecast from the
/// weeks before it, and when the errors add up to more than [#MOST_ERROR] of what came in, there is
/// a reason in place of a forecast.
public final class Forecast {

  /// Largest share of error in the back-test with which a forecast is shown.
  public static final double MOST_ERROR = 0.3;

  private static final int SEASON = 7 * 24;
  private static final int WEEKS = 5;
  private static final int AHEAD = 48;
  private static final double LEVEL_STEP = 0.3;
  private static final double TREND_STEP = 0.02;
  private static final double SEASON_STEP = 0.2;
  private static final Duration HOUR = Duration.ofHours(1);

  private static final String HOURLY = "sum(increase(transaction_amount_total{$sel}[1h]))";

  private final Questions questions;

  /// @param selector PromQL matchers to limit the figures to, or empty
  public Forecast(MetricQueries metrics, String selector) {
    this.questions = new Questions(metrics, selector);
  }

  /// An hour that is to come.
  ///
  /// @param endMillis its end, milliseconds since the epoch
  /// @param value yuan in this hour, never below 0
  public record Hour(long endMillis, double value) {}

  /// @param hours empty when it is not shown
  /// @param next24h yuan of the next 24 hours; null when it is not shown
  /// @param error share of error in the back-test; null when there was too little to test with
  /// @param reason why it is not shown; null when it is
  public record Outlook(
      List<Hour> hours,
      @Nullable Double next24h,
      @Nullable Double error,
      @Nullable String reason,
      String query) {

    public Outlook {
      hours = List.copyOf(hours);
    }
  }

  /// The outlook from `at` on.
  public Outlook outlook(Instant at) {
    long hour = HOUR.toMillis();
    Instant end = Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), hour) * hour);
    SeriesLine line =
        questions.line(HOURLY, end.minus(HOUR.multipliedBy((long) SEASON * WEEKS)), end, HOUR);
    String query = questions.text(HOURLY);
    double[] history = whole(line, end);
    if (history.length < 3 * SEASON) {
      return new Outlook(List.of(), null, null, "three whole weeks of turnover are needed", query);
    }
    double error = backTest(history);
    if (!(error <= MOST_ERROR)) {
      return new Outlook(
          List.of(), null, error, "the last week could not have been forecast well enough", query);
    }
    double[] ahead = forecast(history, AHEAD);
    List<Hour> hours = new ArrayList<>();
    double next = 0;
    for (int i = 0; i < ahead.length; i++) {
      hours.add(new Hour(end.toEpochMilli() + (i + 1) * hour, ahead[i]));
      next += i < 24 ? ahead[i] : 0;
    }
    return new Outlook(hours, next, error, null, query);
  }

  /// The longest unbroken run of hours that ends at `end`, in whole weeks.
  private static double[] whole(SeriesLine line, Instant end) {
    int size = 0;
    long expected = end.toEpochMilli();
    for (int i = line.size() - 1; i >= 0 && line.timestampsMillis()[i] == expected; i--) {
      size++;
      expected -= HOUR.toMillis();
    }
    int weeks = size / SEASON * SEASON;
    return Arrays.copyOfRange(line.values(), line.size() - weeks, line.size());
  }

  /// Errors of the last week, forecast from what was before it, over what came in.
  static double backTest(double[] history) {
    double[] before = Arrays.copyOf(history, history.length - SEASON);
    double[] ahead = forecast(before, SEASON);
    double error = 0;
    double sum = 0;
    for (int i = 0; i < SEASON; i++) {
      double actual = history[before.length + i];
      error += Math.abs(actual - ahead[i]);
      sum += Math.abs(actual);
    }
    return sum == 0 ? Double.NaN : error / sum;
  }

  /// @param history at least two weeks, whole weeks
  static double[] forecast(double[] history, int hours) {
    double[] season = new double[SEASON];
    double first = mean(history, 0);
    double level = first;
    double trend = (mean(history, SEASON) - first) / SEASON;
    for (int i = 0; i < SEASON; i++) {
      season[i] = history[i] - first;
    }
    for (int i = SEASON; i < history.length; i++) {
      double usual = season[i % SEASON];
      double before = level;
      level = LEVEL_STEP * (history[i] - usual) + (1 - LEVEL_STEP) * (level + trend);
      trend = TREND_STEP * (level - before) + (1 - TREND_STEP) * trend;
      season[i % SEASON] = SEASON_STEP * (history[i] - level) + (1 - SEASON_STEP) * usual;
    }
    double[] ahead = new double[hours];
    for (int i = 0; i < hours; i++) {
      ahead[i] = Math.max(0, level + (i + 1) * trend + season[(history.length + i) % SEASON]);
    }
    return ahead;
  }

  private static double mean(double[] values, int from) {
    double sum = 0;
    for (int i = from; i < from + SEASON; i++) {
      sum += values[i];
    }
    return sum / SEASON;
  }
}
