package io.mallwatch.alerts.yaml;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Prometheus and Alertmanager write them: `1h30m`, `15s`, `2w`, `500ms`, `0`.
public final class Durations {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

  private static final long[] UNIT_MILLIS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
  };

  private static final String[] UNIT_NAMES = {"y", "w", "d", "h", "m", "s", "ms"};

  private Durations() {}

  /// The duration that `text` writes; empty when it writes none or one of more than 292 years.
  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher parts = FORM.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      return Optional.empty();
    }
    long millis = 0;
    try {
      for (int i = 0; i < UNIT_MILLIS.length; i++) {
        String amount = parts.group(i + 1);
        if (amount != null) {
          millis =
              Math.addExact(millis, Math.multiplyExact(Long.parseLong(amount), UNIT_MILLIS[i]));
        }
      }
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(millis));
  }

  /// The shortest form that [#parse] reads back; parts of milliseconds are dropped.
  public static String print(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < UNIT_MILLIS.length; i++) {
      boolean calendar = i < 2; // years and weeks only when they come out even
      if (calendar && millis % UNIT_MILLIS[i] != 0) {
        continue;
      }
      long amount = millis / UNIT_MILLIS[i];
      if (amount > 0) {
        out.append(amount).append(UNIT_NAMES[i]);
        millis -= amount * UNIT_MILLIS[i];
      }
    }
    return out.toString();
  }
}
