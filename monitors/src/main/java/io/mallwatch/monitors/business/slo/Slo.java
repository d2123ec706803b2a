package io.mallwatch.monitors.business.slo;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A service level objective over [#WINDOW], counted in events, so that busy hours weigh more.
///
/// @param name lower case letters, digits, `_`
/// @param objective share of events that must go well, such as 0.995
/// @param first selector of a counter: what goes wrong, or what goes well
/// @param counts whether `first` counts what goes wrong
/// @param total selector of the counter of all events
public record Slo(String name, double objective, String first, Counts counts, String total) {

  /// What the first counter counts.
  public enum Counts {
    BAD,
    GOOD
  }

  /// The time that a budget is for.
  public static final String WINDOW = "30d";

  private static final Pattern LINE =
      Pattern.compile(
          "([a-z][a-z0-9_]{0,39}) (\\d{1,2}(?:\\.\\d{1,4})?) ?% (\\S.*?) (over|of) (\\S.*)");

  /// What is promised unless the configuration says otherwise.
  public static final List<Slo> DEFAULT =
      List.of(
          parse("checkout 98% transaction_success_total of transaction_attempts_total"),
          parse("api 99.5% http_requests_total{status=~\"5..\"} over http_requests_total"),
          parse(
              "latency 95% http_request_duration_seconds_bucket{le=\"0.5\"} of"
                  + " http_request_duration_seconds_count"),
          parse(
              "points_transfer 99% points_transfer_failures_total over points_transfer_attempts_total"),
          parse("upgrade 95% user_upgrade_failures_total over user_upgrade_attempts_total"));

  /// Reads `NAME OBJECTIVE% BAD over TOTAL` or `NAME OBJECTIVE% GOOD of TOTAL`.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static Slo parse(String line) {
    Matcher matcher = LINE.matcher(line.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + line
              + "' is not `NAME OBJECTIVE% BAD over TOTAL` or `NAME OBJECTIVE% GOOD of TOTAL`");
    }
    double objective = Double.parseDouble(matcher.group(2)) / 100;
    if (objective <= 0) {
      throw new IllegalArgumentException("'" + line + "': an objective is above 0 %");
    }
    return new Slo(
        matcher.group(1),
        objective,
        matcher.group(3).strip(),
        matcher.group(4).equals("over") ? Counts.BAD : Counts.GOOD,
        matcher.group(5).strip());
  }

  /// Share of events that may go wrong.
  public double budget() {
    return 1 - objective;
  }

  /// PromQL for the share of events of the last `window` that went wrong; nothing without events.
  public String errors(String window) {
    String all = "sum(increase(%s[%s]))".formatted(total, window);
    String counted = "sum(increase(%s[%s]))".formatted(first, window);
    return switch (counts) {
      case BAD -> "(%s or vector(0)) / (%s > 0)".formatted(counted, all);
      case GOOD -> "clamp_min(1 - %s / (%s > 0), 0)".formatted(counted, all);
    };
  }

  /// PromQL for the events of the last `window`.
  public String events(String window) {
    return "sum(increase(%s[%s]))".formatted(total, window);
  }
}
