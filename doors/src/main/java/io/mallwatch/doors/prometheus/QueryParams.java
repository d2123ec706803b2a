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
import java.util.function.Supplier;
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

  private static final int MAX_ORIGIN = 200;

  /// Past it there is no date that samples can have.
  private static final long MOST_SECONDS = 9_000_000_000_000L;

  private QueryParams() {}

  static RefusedException invalid(String name, String why) {
    return new RefusedException(Problem.bad("invalid parameter \"%s\": %s".formatted(name, why)));
  }

  /// A time that may be missing.
  static Instant time(Call call, String name, Instant absent) {
    return call.param(name)
        .map(text ->
            time(text)
                .orElseThrow(() -> noTime(name, "invalid time value for '" + name + "': ", text)))
        .orElse(absent);
  }

  /// A time that must be there.
  static Instant time(Call call, String name) {
    String text = call.param(name).orElse("");
    return time(text).orElseThrow(() -> noTime(name, "", text));
  }

  private static RefusedException noTime(String name, String before, String text) {
    return invalid(name, "%scannot parse %s to a valid timestamp".formatted(before, quoted(text)));
  }

  /// As Go's `%q`, for texts that people send.
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Optional<Instant> time(String text) {
    try {
      BigDecimal seconds = new BigDecimal(text);
      if (seconds.abs().compareTo(BigDecimal.valueOf(MOST_SECONDS)) < 0) {
        return Optional.of(
            Instant.ofEpochMilli(
                seconds.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact()));
      }
      return Optional.empty();
    } catch (NumberFormatException _) {
      return date(text);
    } catch (DateTimeException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  /// RFC 3339, or one of the two ends of time as clients write them.
  private static Optional<Instant> date(String text) {
    switch (text) {
      case "-292273086-05-16T16:47:06Z" -> {
        return Optional.of(FIRST);
      }
      case "292277025-08-18T07:12:54.999999999Z" -> {
        return Optional.of(LAST);
      }
      default -> {
        try {
          return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
          return Optional.empty();
        }
      }
    }
  }

  static Duration duration(Call call, String name) {
    String text = call.param(name).orElse("");
    try {
      return duration(text);
    } catch (IllegalArgumentException e) {
      throw invalid(name, String.valueOf(e.getMessage()));
    }
  }

  private static Duration duration(String text) {
    if (SECONDS.matcher(text).matches()) {
      double millis = Double.parseDouble(text) * 1000;
      if (Math.abs(millis) < 1e15) {
        return Duration.ofMillis((long) millis);
      }
      throw new IllegalArgumentException(
          "cannot parse %s to a valid duration. It overflows int64".formatted(quoted(text)));
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
    throw new IllegalArgumentException(
        "cannot parse %s to a valid duration".formatted(quoted(text)));
  }

  /// Deadline, lookback and limit of a query.
  static QueryOptions options(Call call) {
    Duration timeout = call.param("timeout").isPresent() ? duration(call, "timeout") : MAX_TIMEOUT;
    Duration allowed = timeout.compareTo(MAX_TIMEOUT) < 0 ? timeout : MAX_TIMEOUT;
    return new QueryOptions(
        Deadline.after(allowed),
        lookback(call),
        limit(call),
        QueryOptions.Priority.INTERACTIVE,
        origin(call));
  }

  private static @Nullable Duration lookback(Call call) {
    Optional<String> text = call.param("lookback_delta");
    if (text.isEmpty()) {
      return null;
    }
    try {
      Duration lookback = duration(text.get());
      return lookback.isPositive() ? lookback : null;
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          Problem.bad("error parsing lookback delta duration: " + e.getMessage()));
    }
  }

  /// Who asks, as far as the request tells.
  private static String origin(Call call) {
    String via = call.header("x-forwarded-for").orElse("");
    String program = call.header("user-agent").orElse("");
    String origin = (via + " " + program).strip();
    return origin.length() <= MAX_ORIGIN ? origin : origin.substring(0, MAX_ORIGIN);
  }

  /// The options of a look-up, which asks for one result too many so that cutting is noticed.
  static QueryOptions lookup(Call call) {
    QueryOptions options = options(call);
    int limit = options.limit();
    return new QueryOptions(
        options.deadline(),
        options.lookback(),
        limit > 0 && limit < Integer.MAX_VALUE ? limit + 1 : limit,
        options.priority(),
        options.origin());
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

  /// From `start` to `end`, both included; all time without them. Nothing, at `start`, when the end
  /// comes first.
  static TimeRange range(Call call) {
    Instant start = time(call, "start", FIRST);
    Instant end = time(call, "end", LAST);
    return new TimeRange(start, end.isBefore(start) ? start : end.plusMillis(1));
  }

  /// The selectors of `match[]`, each of which demands something.
  static List<List<Matcher>> selectors(Call call, PrometheusPorts.PromqlText promql) {
    List<List<Matcher>> selectors = new ArrayList<>();
    for (String text : call.params().all("match[]")) {
      List<Matcher> matchers = selector(text, promql);
      if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
        throw new RefusedException(
            Problem.bad("match[] must contain at least one non-empty matcher"));
      }
      selectors.add(matchers);
    }
    return selectors;
  }

  static List<Matcher> selector(String text, PrometheusPorts.PromqlText promql) {
    try {
      return promql.selector(text);
    } catch (BadQueryException e) {
      throw new RefusedException(Problem.bad(String.valueOf(e.getMessage())));
    }
  }

  /// What `work` returns, its refusals told as those of parameter `name`.
  static <T> T naming(String name, Supplier<T> work) {
    try {
      return work.get();
    } catch (RefusedException e) {
      throw invalid(name, e.problem().message());
    }
  }

  /// A truth value as Go reads it; empty when it is none.
  static Optional<Boolean> flag(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
      case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
