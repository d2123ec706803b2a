package io.mallwatch.doors.jaeger;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.traces.TraceQuery;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the parameters of both generations.
final class JaegerParams {

  private static final Pattern PART = Pattern.compile("(\\d*\\.?\\d+)(ns|us|µs|μs|ms|s|m|h)");

  private JaegerParams() {}

  static RefusedException bad(String why) {
    return new RefusedException(Problem.bad(why));
  }

  /// A duration as Go writes it: `1.5s`, `1m30s`, `100us`.
  static @Nullable Duration duration(Call call, String name) {
    Optional<String> given = call.param(name);
    if (given.isEmpty()) {
      return null;
    }
    String text = given.get();
    Matcher part = PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    int at = 0;
    while (part.find() && part.start() == at) {
      nanos =
          nanos.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
      at = part.end();
    }
    if (at != text.length() || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw bad("unable to parse param '%s': time: invalid duration \"%s\"".formatted(name, text));
    }
    return Duration.ofNanos(nanos.longValue());
  }

  private static long unit(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs", "μs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      default -> 3_600_000_000_000L;
    };
  }

  /// Microseconds since the epoch.
  static Instant micros(Call call, String name, Instant absent) {
    return call.param(name)
        .map(text -> Instant.EPOCH.plus(whole(name, text), ChronoUnit.MICROS))
        .orElse(absent);
  }

  static long whole(String name, String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw bad("unable to parse param '%s': \"%s\" is not a whole number".formatted(name, text));
  }

  /// RFC 3339 with up to nanoseconds.
  static Instant time(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw bad("malformed parameter %s: \"%s\" is not an RFC 3339 time".formatted(name, text));
    }
  }

  static int limit(Call call, String name, int absent) {
    return call.param(name)
        .map(text -> {
          long value = whole(name, text);
          if (value < 1 || value > TraceQuery.MAX_LIMIT) {
            throw bad(
                "parameter '%s' is %d; 1 to %d are possible"
                    .formatted(name, value, TraceQuery.MAX_LIMIT));
          }
          return (int) value;
        })
        .orElse(absent);
  }

  /// `tag=key:value`, repeatable, and `tags={"key":"value"}`.
  static Map<String, String> tags(Call call) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String tag : call.params().all("tag")) {
      int colon = tag.indexOf(':');
      if (colon < 1) {
        throw bad("malformed 'tag' parameter, expecting key:value, received: " + tag);
      }
      tags.put(tag.substring(0, colon), tag.substring(colon + 1));
    }
    for (String json : call.params().all("tags")) {
      attributes("tags", json, tags);
    }
    return tags;
  }

  /// Adds the members of a JSON object of strings.
  static void attributes(String name, String json, Map<String, String> into) {
    Object value;
    try {
      value = Json.tree(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (RefusedException e) {
      throw bad("malformed '%s' parameter: %s".formatted(name, e.getMessage()));
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw bad("malformed '%s' parameter: a JSON object is needed".formatted(name));
    }
    map.forEach((key, member) -> into.put(String.valueOf(key), String.valueOf(member)));
  }

  static void checkDurations(@Nullable Duration min, @Nullable Duration max) {
    if (min != null && max != null && max.compareTo(min) < 0) {
      throw bad("'maxDuration' should be greater than 'minDuration'");
    }
  }

  /// 32 hex digits in lower case from 1 to 32.
  static String traceId(String text) {
    if (!text.matches("[0-9a-fA-F]{1,32}")) {
      throw bad("invalid trace id \"%s\": 1 to 32 hex digits are needed".formatted(text));
    }
    return "0".repeat(32 - text.length()) + text.toLowerCase(java.util.Locale.ROOT);
  }
}
