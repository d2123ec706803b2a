package io.mallwatch.doors.tempo;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.model.TimeRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads Tempo's parameters.
final class TempoParams {

  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h)");
  private static final Pattern TAG =
      Pattern.compile("\\s*([^\\s=]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S*))");
  private static final Duration DEFAULT_LOOKBACK = Duration.ofDays(7);

  private TempoParams() {}

  static RefusedException bad(String why) {
    return new RefusedException(Problem.bad(why));
  }

  /// A duration as Go writes it; null when it is none.
  static @Nullable Duration duration(String text) {
    Matcher part = PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    int at = 0;
    while (part.find() && part.start() == at) {
      BigDecimal unit = BigDecimal.valueOf(unit(part.group(2)));
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
      at = part.end();
    }
    boolean whole = at == text.length() && at > 0;
    return whole && nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
        ? Duration.ofNanos(nanos.longValue())
        : null;
  }

  private static long unit(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      default -> 3_600_000_000_000L;
    };
  }

  static @Nullable Duration duration(Call call, String name) {
    return call.param(name)
        .map(text -> {
          Duration given = duration(text);
          if (given == null) {
            throw bad("invalid %s: '%s'".formatted(name, text));
          }
          return given;
        })
        .orElse(null);
  }

  static long number(Call call, String name, long absent) {
    return call.param(name)
        .map(text -> {
          try {
            return Long.parseLong(text);
          } catch (NumberFormatException e) {
            throw bad("invalid %s: '%s' is not a whole number".formatted(name, text));
          }
        })
        .orElse(absent);
  }

  /// Seconds since the epoch, as Tempo has them.
  static TimeRange range(Call call, Instant now) {
    long end = number(call, "end", now.getEpochSecond() + 1);
    long start = number(call, "start", end - DEFAULT_LOOKBACK.toSeconds());
    if (end < start) {
      throw bad("invalid start: it is after end");
    }
    return new TimeRange(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end + 1));
  }

  /// `key=value key="two words"`.
  static Map<String, String> logfmt(String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    Matcher tag = TAG.matcher(text);
    int at = 0;
    while (at < text.length() && !text.substring(at).isBlank()) {
      if (!tag.find(at) || tag.start() != at) {
        throw bad("invalid tags: key=value is expected at %d of '%s'".formatted(at, text));
      }
      String quoted = tag.group(2);
      tags.put(
          tag.group(1),
          quoted != null ? quoted.replace("\\\"", "\"").replace("\\\\", "\\") : tag.group(3));
      at = tag.end();
    }
    return tags;
  }
}
