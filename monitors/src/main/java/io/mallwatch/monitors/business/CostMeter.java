package io.mallwatch.monitors.business;

import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.monitors.business.calendar.DayCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What a time of trouble costs: the turnover that the same hours of earlier weeks let expect, less
/// what came in. Thread-safe.
///
/// Expected is the median of the same hours in the five weeks before, times how the day before the
/// trouble compares with the days before those hours (between a half and three); the band is three
/// scaled median absolute deviations wide, at least a tenth. There is a loss only when less came in
/// than the band's lower end, so that common scatter costs nothing.
public final class CostMeter {

  private static final int WEEKS = 5;
  private static final int LEAST_WEEKS = 2;
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration LEAST = Duration.ofMinutes(1);
  private static final double MAD_TO_SIGMA = 1.4826;
  private static final double BAND_SIGMAS = 3;
  private static final double LEAST_BAND = 0.1;

  private static final String AMOUNT = "sum(increase(transaction_amount_total{$sel}[%ds]))";

  private final Questions questions;
  private final DayCalendar calendar;

  /// @param selector PromQL matchers to limit the figures to, or empty
  /// @param calendar weeks whose day was of another sort are left out
  public CostMeter(MetricQueries metrics, String selector, DayCalendar calendar) {
    this.calendar = calendar;
    this.questions = new Questions(metrics, selector);
  }

  /// The bill. Amounts are yuan of paid orders between `from` and `to`.
  ///
  /// @param actual what came in; null when unknown
  /// @param expected what was to be expected; null when too few weeks are known
  /// @param lower the least that would have been usual
  /// @param upper the most that would have been usual
  /// @param loss expected less actual where actual is below `lower`, else 0; null when unknown
  /// @param lostOrders the same in orders, by the usual worth of one; null when unknown
  /// @param perMinute the loss a minute; null when unknown
  /// @param weeks what came in at the same hours one, two, ... weeks before; only those known
  /// @param growth the day before the trouble over the days before those hours
  /// @param reason why there is no bill; null when there is
  /// @param query what was asked for `actual`
  public record Bill(
      Instant from,
      Instant to,
      @Nullable Double actual,
      @Nullable Double expected,
      @Nullable Double lower,
      @Nullable Double upper,
      @Nullable Double loss,
      @Nullable Double lostOrders,
      @Nullable Double perMinute,
      List<Double> weeks,
      double growth,
      @Nullable String reason,
      String query) {

    public Bill {
      weeks = List.copyOf(weeks);
    }
  }

  /// What the time from `from` to `to` cost.
  public Bill bill(Instant from, Instant to) {
    Instant end = to.isBefore(from.plus(LEAST)) ? from.plus(LEAST) : to;
    long seconds = Duration.between(from, end).toSeconds();
    String query = AMOUNT.formatted(seconds);
    OptionalDouble actual = questions.number(query, end);
    List<Double> weeks = new ArrayList<>();
    List<Double> growths = new ArrayList<>();
    double dayBefore = questions.number(AMOUNT.formatted(86_400), from).orElse(0);
    for (int week = 1; week <= WEEKS; week++) {
      Duration back = WEEK.multipliedBy(week);
      if (!calendar.isAlike(from, from.minus(back))) {
        continue;
      }
      OptionalDouble then = questions.number(query, end.minus(back));
      if (then.isPresent()) {
        weeks.add(then.getAsDouble());
        double day = questions.number(AMOUNT.formatted(86_400), from.minus(back)).orElse(0);
        if (day > 0 && dayBefore > 0) {
          growths.add(dayBefore / day);
        }
      }
    }
    String shown = questions.text(query);
    if (actual.isEmpty() || weeks.size() < LEAST_WEEKS) {
      String reason =
          actual.isEmpty()
              ? "no turnover is measured in this time"
              : "fewer than two earlier weeks are known";
      return new Bill(
          from,
          end,
          actual.isPresent() ? actual.getAsDouble() : null,
          null,
          null,
          null,
          null,
          null,
          null,
          weeks,
          1,
          reason,
          shown);
    }
    return bill(from, end, actual.getAsDouble(), weeks, growths, shown);
  }

  private Bill bill(
      Instant from,
      Instant end,
      double actual,
      List<Double> weeks,
      List<Double> growths,
      String query) {
    double growth = growths.isEmpty() ? 1 : Math.clamp(median(growths), 0.5, 3.0);
    double median = median(weeks);
    double deviation = median(weeks.stream().map(value -> Math.abs(value - median)).toList());
    double expected = median * growth;
    double half = Math.max(BAND_SIGMAS * MAD_TO_SIGMA * deviation * growth, LEAST_BAND * expected);
    double lower = Math.max(0, expected - half);
    double loss = actual < lower ? expected - actual : 0;
    double minutes = Math.max(1, Duration.between(from, end).toMillis() / 60_000.0);
    OptionalDouble amount = questions.number(AMOUNT.formatted(7 * 86_400), from);
    OptionalDouble orders =
        questions.number("sum(increase(transaction_count_total{$sel}[7d]))", from);
    Double lostOrders = null;
    if (amount.isPresent()
        && orders.isPresent()
        && orders.getAsDouble() > 0
        && amount.getAsDouble() > 0) {
      lostOrders = loss / (amount.getAsDouble() / orders.getAsDouble());
    }
    return new Bill(
        from,
        end,
        actual,
        expected,
        lower,
        expected + half,
        loss,
        lostOrders,
        loss / minutes,
        weeks,
        growth,
        null,
        query);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return Arrays.stream(sorted, sorted.length % 2 == 1 ? middle : middle - 1, middle + 1)
        .average()
        .orElse(0);
  }
}
