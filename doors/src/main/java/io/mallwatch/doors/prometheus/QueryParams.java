package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the parameters of API v1 with Prometheus's rules and error texts.
final class QueryParams {

  /// Longest a query may run.
  static final Duration MAX_TIMEOUT = Duration.ofMinutes(2);

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  /// Not what Java takes for a double: there, `1d` is one.
  private static final Pattern SECONDS =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?");

  /// `1w2d3h4m5s6ms`, units in this order.
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

  private static final long[] UNIT_MILLIS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
  };

  private QueryParams() {}

  static RefusedException invalid(String name, String why) {
    return new RefusedException(Problem.bad("invalid parameter \"%s\": %s".formatted(name, why)));
  }

  static Instant time(Call call, String name, Instant absent) {
    return call.param(name).map(text -> time(text, name)).orElse(absent);
  }

  /// A time that must be there.
  static Instant time(Call call, String name) {
    return time(call.param(name).orElse(""), name);
  }

  private static Instant time(String text, String name) {
    try {
      BigDecimal seconds = new BigDecimal(text);
      if (seconds.abs().compareTo(BigDecimal.valueOf(1_000_000_000_000L)) < 0) {
        return Instant.ofEpochMilli(
            seconds.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact());
      }
    } catch (NumberFormatException _) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException e) {
        // told below
      }
    } catch (DateTimeException | ArithmeticException e) {
      // told below
    }
    throw invalid(name, "cannot parse \"%s\" to a valid timestamp".formatted(text));
  }

  static Duration duration(Call call, String name) {
    return duration(call.param(name).orElse(""), name);
  }

  private static Duration duration(String text, String name) {
    if (SECONDS.matcher(text).matches()) {
      double millis = Double.parseDouble(text) * 1000;
      if (Math.abs(millis) < 1e15) {
        return Duration.ofMillis((long) millis);
      }
      throw invalid(
          name, "cannot parse \"%s\" to a valid duration. It overflows int64".formatted(text));
    }
    var parts = DURATION.matcher(text);
    if (!text.isEmpty() && parts.matches()) {
      BigDecimal millis = BigDecimal.ZERO;
      for (int unit = 0; unit < UNIT_MILLIS.length; unit++) {
        String count = parts.group(unit + 1);
        if (count != null) {
          millis = millis.add(new BigDecimal(count).multiply(new BigDecimal(UNIT_MILLIS[unit])));
        }
      }
      if (millis.compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 1_000_000)) <= 0) {
        return Duration.ofMillis(millis.longValueExact());
      }
    }
    throw invalid(name, "cannot parse \"%s\" to a valid duration".formatted(text));
  }

  /// Deadline, lookback and limit of a query.
  static QueryOptions options(Call call) {
    Duration timeout =
        call.param("timeout").map(text -> duration(text, "timeout")).orElse(MAX_TIMEOUT);
    @Nullable Duration lookback =
        call.param("lookback_delta").map(text -> duration(text, "lookback_delta")).orElse(null);
    Duration allowed = timeout.compareTo(MAX_TIMEOUT) < 0 ? timeout : MAX_TIMEOUT;
    return new QueryOptions(
        Deadline.after(allowed), lookback, limit(call), QueryOptions.Priority.INTERACTIVE);
  }

  /// Most results wanted; 0 for all.
  static int limit(Call call) {
    return whole(call, "limit").orElse(0);
  }

  static Optional<Integer> whole(Call call, String name) {
    return call.param(name)
        .map(text -> {
          try {
            int value = Integer.parseInt(text);
            if (value >= 0) {
              return value;
            }
          } catch (NumberFormatException e) {
            throw invalid(name, "strconv.Atoi: parsing \"%s\": invalid syntax".formatted(text));
          }
          throw invalid(name, "%s must be non-negative".formatted(name));
        });
  }

  /// From `start` to `end`, both included; all time without them.
  static TimeRange range(Call call) {
    Instant start = time(call, "start", FIRST);
    Instant end = time(call, "end", LAST);
    if (end.isBefore(start)) {
      throw invalid("end", "end timestamp must not be before start time");
    }
    return new TimeRange(start, end.plusMillis(1));
  }

  static List<List<Matcher>> selectors(Call call, PrometheusPorts.PromqlText promql) {
    List<List<Matcher>> selectors = new ArrayList<>();
    for (String text : call.params().all("match[]")) {
      try {
        List<Matcher> matchers = promql.selector(text);
        if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
          throw invalid("match[]", "match[] must contain at least one non-empty matcher");
        }
        selectors.add(matchers);
      } catch (BadQueryException e) {
        throw invalid("match[]", String.valueOf(e.getMessage()));
      }
    }
    return selectors;
  }
}
