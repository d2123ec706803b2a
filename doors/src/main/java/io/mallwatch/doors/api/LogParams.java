package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.http.Call;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.query.LogQueryParser;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Parameters that say which log entries are meant.
final class LogParams {

  private static final Duration DEFAULT_RANGE = Duration.ofDays(1);

  /// Fields with a parameter of their own.
  private static final List<String> FIELDS =
      List.of(
          "level", "service", "category", "action", "requestId", "userId", "traceId", "error.name");

  private LogParams() {}

  /// `q`, the fields, `from` and `to`, and more.
  static List<Parameter> described(Parameter... more) {
    List<Parameter> all = new ArrayList<>(filters());
    all.add(Parameter.optional("from", "RFC 3339 or epoch millis; default a day before `to`."));
    all.add(Parameter.optional("to", "RFC 3339 or epoch millis, exclusive; default now."));
    all.addAll(Arrays.asList(more));
    return all;
  }

  static List<Parameter> filters() {
    List<Parameter> all = new ArrayList<>();
    all.add(
        Parameter.optional(
            "q", "Words, \"phrases\", `field:value`, `field:>5`, `-word`, OR, parentheses."));
    for (String field : FIELDS) {
      all.add(Parameter.optional(field, "Only these values, separated by commas."));
    }
    return all;
  }

  /// What `q` and the fields ask for together.
  static LogFilter filter(Call call) {
    List<LogFilter> all = new ArrayList<>();
    LogFilter text = LogQueryParser.parse(call.param("q").orElse(""));
    if (!(text instanceof LogFilter.All)) {
      all.add(text);
    }
    for (String field : FIELDS) {
      List<String> values = ApiParams.list(call, field);
      if (!values.isEmpty()) {
        all.add(new LogFilter.In(field, values));
      }
    }
    return switch (all.size()) {
      case 0 -> new LogFilter.All();
      case 1 -> all.getFirst();
      default -> new LogFilter.And(all);
    };
  }

  /// From `from` to `to`, exclusive.
  static TimeRange range(Call call, InstantSource clock) {
    Instant to = ApiParams.time(call, "to").orElseGet(clock::instant);
    Instant from = ApiParams.time(call, "from").orElse(to.minus(DEFAULT_RANGE));
    if (to.isBefore(from)) {
      throw ApiParams.bad("to", "is before 'from'");
    }
    return new TimeRange(from, to);
  }
}
