package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.logs.LogCounts;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogSort;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/logs`: search with histogram and facets, surrounding lines, live tail.
final class LogsResource {

  /// Fields whose values are counted.
  static final List<String> FACETS = List.of("level", "service", "category", "action");

  static final int FACET_SIZE = 20;
  private static final int MAX_LIMIT = 1_000;
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  /// Widths of a histogram's bars; the first that gives at most [#MAX_BARS] is taken.
  private static final List<Duration> INTERVALS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1));

  private static final int MAX_BARS = 96;

  private final LogStore logs;
  private final ZoneId zone;
  private final InstantSource clock;

  LogsResource(LogStore logs, ZoneId zone, InstantSource clock) {
    this.logs = logs;
    this.zone = zone;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    List<Parameter> search =
        LogParams.described(
            Parameter.integer("limit", "Most entries; 0 to 1000, default 100."),
            Parameter.optional("before", "Cursor `next` of the page before."),
            Parameter.optional("order", "`newest` (default) or `oldest` first."),
            Parameter.optional(
                "sort",
                "Field that comes before the time, such as `durationMillis:desc`; entries without"
                    + " it come last."),
            Parameter.optional(
                "counts",
                "`false` leaves out histogram and facets, as further pages want it; `total` is then"
                    + " the page's."));
    List<Parameter> tail = new ArrayList<>(LogParams.filters());
    tail.add(
        Parameter.integer(
            "rate", "Most entries a second; 1 to 1000, default 200; others dropped."));
    return List.of(
        Endpoint.get(
            "/api/logs",
            "Entries with a histogram by level and facets.",
            search,
            LogShapes.PAGE,
            this::search),
        Endpoint.get(
            "/api/logs/context",
            "The lines around one, oldest first, itself included.",
            List.of(
                Parameter.required("id", "Id of the entry."),
                Parameter.integer("before", "Lines before it; 0 to 500, default 20."),
                Parameter.integer("after", "Lines after it; 0 to 500, default 20."),
                Parameter.optional(
                    "same",
                    "Fields whose value must be the entry's, separated by commas, such as"
                        + " `service,requestId`; default `service`, `none` for every line.")),
            LogShapes.ROWS,
            this::context),
        new Endpoint(
            "GET",
            "/api/logs/tail",
            "New entries as server-sent events, each a LogRow; event `dropped` counts lost ones.",
            tail,
            List.of(),
            new Endpoint.Answer(200, "text/event-stream", Shape.STRING),
            this::tail));
  }

  private LogShapes.Page search(Call call) {
    long began = System.nanoTime();
    LogFilter filter = LogParams.filter(call);
    TimeRange range = LogParams.range(call, clock);
    int limit = ApiParams.integer(call, "limit", 100, 0, MAX_LIMIT);
    @Nullable String before = call.param("before").orElse(null);
    List<LogHit> hits =
        logs.search(
                new LogQuery(
                    "*",
                    range,
                    filter,
                    sorting(call),
                    order(call),
                    0,
                    limit,
                    before,
                    1,
                    call.deadline()))
            .hits();
    Duration interval = interval(range);
    boolean counted = isCounted(call);
    LogCounts.Result counts =
        counted
            ? new LogCounts(
                    "*",
                    range,
                    filter,
                    new LogCounts.Histogram(interval, zone, "level"),
                    FACETS,
                    FACET_SIZE,
                    call.deadline())
                .in(logs)
            : new LogCounts.Result(hits.size(), List.of(), Map.of());
    return new LogShapes.Page(
        hits,
        counts.total(),
        counted,
        interval.toMillis(),
        counts,
        limit > 0 && hits.size() == limit ? hits.getLast().cursor() : null,
        (System.nanoTime() - began) / 1_000_000);
  }

  private static LogQuery.Order order(Call call) {
    return switch (call.param("order").orElse("newest")) {
      case "newest" -> LogQuery.Order.NEWEST_FIRST;
      case "oldest" -> LogQuery.Order.OLDEST_FIRST;
      default -> throw ApiParams.bad("order", "must be newest or oldest");
    };
  }

  private static LogQuery.Sorting sorting(Call call) {
    String text = call.param("sort").orElse("");
    if (text.isEmpty()) {
      return LogQuery.Sorting.BY_TIME;
    }
    boolean descending = text.endsWith(":desc");
    String field =
        descending || text.endsWith(":asc") ? text.substring(0, text.lastIndexOf(':')) : text;
    return LogQuery.Sorting.by(List.of(new LogSort(LogFields.canonical(field), descending, false)));
  }

  private static boolean isCounted(Call call) {
    return switch (call.param("counts").orElse("true")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ApiParams.bad("counts", "must be true or false");
    };
  }

  static Duration interval(TimeRange range) {
    for (Duration interval : INTERVALS) {
      if (range.length().dividedBy(interval) <= MAX_BARS) {
        return interval;
      }
    }
    return INTERVALS.getLast();
  }

  private List<LogHit> context(Call call) {
    String id = call.param("id").orElseThrow(() -> ApiParams.bad("id", "is missing"));
    int before = ApiParams.integer(call, "before", 20, 0, 500);
    int after = ApiParams.integer(call, "after", 20, 0, 500);
    LogHit middle =
        logs.find("*", id)
            .orElseThrow(() ->
                new RefusedException(Problem.notFound("there is no log entry '%s'".formatted(id))));
    Instant at = middle.entry().timestamp();
    LogFilter same = same(call, middle.entry());
    List<LogHit> lines = new ArrayList<>();
    lines.addAll(
        around(
                call,
                new TimeRange(Instant.EPOCH, at.plusNanos(1)),
                same,
                LogQuery.Order.NEWEST_FIRST,
                before,
                middle)
            .reversed());
    lines.add(middle);
    lines.addAll(
        around(call, new TimeRange(at, LAST), same, LogQuery.Order.OLDEST_FIRST, after, middle));
    return lines;
  }

  /// The fields that must be as in the entry in the middle; one that it lacks is left out.
  private static LogFilter same(Call call, LogEntry middle) {
    List<String> fields = ApiParams.list(call, "same");
    List<LogFilter> all = new ArrayList<>();
    for (String name : fields.isEmpty() ? List.of("service") : fields) {
      if (!name.equals("none")) {
        String field = LogFields.canonical(name);
        LogFields.values(middle, field)
            .forEach(value -> all.add(new LogFilter.Equal(field, value)));
      }
    }
    return new LogFilter.And(all);
  }

  private List<LogHit> around(
      Call call,
      TimeRange range,
      LogFilter filter,
      LogQuery.Order order,
      int limit,
      LogHit middle) {
    if (limit == 0) {
      return List.of();
    }
    LogQuery query =
        new LogQuery("*", range, filter, order, 0, limit, middle.cursor(), 1, call.deadline());
    return logs.search(query).hits();
  }

  private Reply tail(Call call) {
    int rate = ApiParams.integer(call, "rate", 200, 1, 1_000);
    LogFilter filter = LogParams.filter(call);
    return new Reply.Stream(
        200, "text/event-stream; charset=utf-8", Map.of(), new LogTail(logs, filter, rate, clock));
  }
}
