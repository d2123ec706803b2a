package io.mallwatch.metrics.scrape;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations and sizes as Prometheus's configuration writes them.
public final class Durations {

  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {
    31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1000L, 1L
  };

  /// Years and weeks are written only when nothing is left over, as Prometheus does.
  private static final int WHOLE_ONLY = 2;

  private static final Pattern SIZE = Pattern.compile("(\\d+)(?:([KMGTPE]?)i?B)");

  private Durations() {}

  /// Such as `1m30s`.
  ///
  /// @throws IllegalArgumentException when it is no duration
  public static Duration parse(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (text.isEmpty() || !matcher.matches()) {
      throw new IllegalArgumentException("\"%s\" is no duration such as 15s".formatted(text));
    }
    try {
      long millis = 0;
      for (int i = 0; i < MILLIS.length; i++) {
        if (matcher.group(i + 1) != null) {
          long amount = Long.parseLong(matcher.group(i + 1));
          millis = Math.addExact(millis, Math.multiplyExact(amount, MILLIS[i]));
        }
      }
      return Duration.ofMillis(millis);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("\"%s\" is too long".formatted(text), e);
    }
  }

  /// The shortest text that [#parse(String)] reads as this duration, of whole milliseconds.
  public static String format(Duration duration) {
    long left = duration.toMillis();
    if (left == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < MILLIS.length; i++) {
      boolean fits = i >= WHOLE_ONLY || left % MILLIS[i] == 0;
      if (fits && left >= MILLIS[i]) {
        text.append(left / MILLIS[i]).append(UNITS[i]);
        left %= MILLIS[i];
      }
    }
    return text.toString();
  }

  /// Such as `10MB`; a K is 1024.
  ///
  /// @throws IllegalArgumentException when it is no size
  public static long bytes(String text) {
    if (text.equals("0")) {
      return 0;
    }
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("\"%s\" is no size such as 10MB".formatted(text));
    }
    String unit = matcher.group(2);
    int power = unit.isEmpty() ? 0 : "KMGTPE".indexOf(unit) + 1;
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("\"%s\" is too large".formatted(text), e);
    }
  }
}
