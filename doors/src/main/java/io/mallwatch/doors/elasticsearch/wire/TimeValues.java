package io.mallwatch.doors.elasticsearch.wire;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as Elasticsearch writes them: `30s`, `5m`, `7d`.
public final class TimeValues {

  private static final Pattern TIME = Pattern.compile("(\\d{1,15})(nanos|micros|ms|s|m|h|d)|0|-1");

  private TimeValues() {}

  /// @throws io.mallwatch.doors.http.RefusedException when it is none
  public static Duration parse(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw ElasticErrors.illegal(
          "failed to parse [%s] as a time value: unit is missing or unrecognized".formatted(text));
    }
    if (matcher.group(1) == null) {
      return Duration.ZERO;
    }
    long count = Long.parseLong(matcher.group(1));
    try {
      return switch (matcher.group(2)) {
        case "nanos" -> Duration.ofNanos(count);
        case "micros" -> Duration.ofNanos(Math.multiplyExact(count, 1_000L));
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    } catch (ArithmeticException e) {
      throw ElasticErrors.illegal("[%s] is too long a time".formatted(text));
    }
  }
}
