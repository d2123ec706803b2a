package io.mallwatch.metrics.promql.function;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/// Functions that read a timestamp, in seconds since the epoch, as a date and time of day, in UTC.
public final class CalendarFunctions {

  /// The Gregorian calendar repeats after 400 years.
  private static final long CYCLE_SECONDS = 146_097L * 86_400;

  /// Where Go's time begins, which Prometheus's is: a whole number of cycles before the year 1.
  private static final long FIRST_CYCLES = 730_692_556;

  private static final long YEAR_ONE_TO_EPOCH = 62_135_596_800L;

  private static final Map<String, ToDoubleFunction<Moment>> BY_NAME =
      Map.of(
          "days_in_month", moment -> moment.inCycle().toLocalDate().lengthOfMonth(),
          "day_of_month", moment -> moment.inCycle().getDayOfMonth(),
          "day_of_week", moment -> moment.inCycle().getDayOfWeek().getValue() % 7,
          "day_of_year", moment -> moment.inCycle().getDayOfYear(),
          "hour", moment -> moment.inCycle().getHour(),
          "minute", moment -> moment.inCycle().getMinute(),
          "month", moment -> moment.inCycle().getMonthValue(),
          "year", moment -> moment.inCycle().getYear() + moment.yearsBefore());

  private CalendarFunctions() {}

  /// @param inCycle the same moment in the years 1 to 400
  private record Moment(LocalDateTime inCycle, double yearsBefore) {}

  /// The function of that name.
  public static Optional<DoubleUnaryOperator> find(String name) {
    ToDoubleFunction<Moment> field = BY_NAME.get(name);
    return field == null
        ? Optional.empty()
        : Optional.of(seconds -> field.applyAsDouble(moment(seconds)));
  }

  /// Rounded towards the epoch. What is no time at all, such as NaN, is what Go makes of it: the
  /// least number, and that a moment far in the future.
  private static Moment moment(double seconds) {
    boolean fits = seconds >= Long.MIN_VALUE && seconds < 0x1p63;
    long whole = fits ? (long) seconds : Long.MIN_VALUE;
    long sinceFirst = whole + YEAR_ONE_TO_EPOCH + FIRST_CYCLES * CYCLE_SECONDS;
    long cycles = Long.divideUnsigned(sinceFirst, CYCLE_SECONDS) - FIRST_CYCLES;
    long rest = Long.remainderUnsigned(sinceFirst, CYCLE_SECONDS);
    return new Moment(LocalDateTime.of(1, 1, 1, 0, 0).plusSeconds(rest), cycles * 400.0);
  }
}
