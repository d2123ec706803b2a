package io.mallwatch.doors.api.pattern;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.logs.LogPatterns;
import io.mallwatch.logs.LogPatterns.Order;
import io.mallwatch.logs.LogPatterns.Page;
import io.mallwatch.logs.LogPatterns.Query;
import io.mallwatch.logs.LogPatterns.Seen;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `/api/logs/patterns` and `/api/logs/patterns/{id}`.
public final class PatternsResource {

  private static final Duration DEFAULT_RANGE = Duration.ofDays(1);
  private static final Duration FRESH = Duration.ofDays(1);
  private static final int MAX_LIMIT = 1_000;
  private static final int MAX_POINTS = 1_440;

  /// @param now decides what is fresh
  private record Row(Seen seen, Instant since, Instant now) {

    /// First seen within a day, and not because watching had only begun.
    boolean isNew() {
      Instant first = seen.pattern().firstSeen();
      return first.isAfter(now.minus(FRESH)) && first.isAfter(since.plus(Duration.ofHours(1)));
    }
  }

  private record Rows(Page page, List<Row> rows) {}

  private static final Shape<Row> ROW =
      Shape.<Row>object("LogPattern")
          .field("id", Shape.STRING, row -> row.seen().pattern().id())
          .field("formerIds", Shape.list(Shape.STRING), row -> row.seen().pattern().formerIds())
          .field("service", Shape.STRING, row -> row.seen().pattern().service())
          .field(
              "level",
              Shape.oneOf("error", "warn", "info", "debug", "trace"),
              row -> row.seen().pattern().level().text())
          .field("template", Shape.STRING, row -> row.seen().pattern().template())
          .field("example", Shape.STRING, row -> row.seen().pattern().example())
          .field("count", Shape.LONG, row -> row.seen().count())
          .field("total", Shape.LONG, row -> row.seen().pattern().total())
          .field("firstSeen", Shape.INSTANT, row -> row.seen().pattern().firstSeen())
          .field("lastSeen", Shape.INSTANT, row -> row.seen().pattern().lastSeen())
          .field("new", Shape.BOOLEAN, Row::isNew)
          .field("trend", Shape.list(Shape.LONG), row -> row.seen().trend());

  private static final Shape<Rows> ROWS =
      Shape.<Rows>object("LogPatterns")
          .field("patterns", Shape.list(ROW), Rows::rows)
          .field("total", Shape.INTEGER, rows -> rows.page().total())
          .field("since", Shape.INSTANT, rows -> rows.page().since());

  private final LogPatterns patterns;
  private final InstantSource clock;

  public PatternsResource(LogPatterns patterns, InstantSource clock) {
    this.patterns = patterns;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    Parameter from =
        Parameter.optional("from", "RFC 3339 or epoch millis; default a day before `to`.");
    Parameter to = Parameter.optional("to", "RFC 3339 or epoch millis, exclusive; default now.");
    Parameter points =
        Parameter.integer("points", "Equal parts of the range in `trend`; 1 to 1440, default 48.");
    return List.of(
        Endpoint.get(
            "/api/logs/patterns",
            "Lines that say the same with other values, as one pattern each; `data._pattern` of a"
                + " line is its pattern's id or one of its former ids.",
            List.of(
                from,
                to,
                Parameter.optional("service", "Only these services, separated by commas."),
                Parameter.optional("level", "Only these levels, separated by commas."),
                Parameter.optional("q", "Only patterns with this text."),
                Parameter.optional("sort", "`count` (default) or `new`, the latest first seen."),
                Parameter.integer("limit", "Most patterns; 1 to 1000, default 100."),
                points),
            ROWS,
            this::list),
        Endpoint.get(
            "/api/logs/patterns/{id}",
            "One pattern, by its id or a former one, with its lines over time.",
            List.of(from, to, points),
            ROW,
            this::one));
  }

  private Rows list(Call call) {
    Order order =
        switch (call.param("sort").orElse("count")) {
          case "count" -> Order.COUNT;
          case "new" -> Order.NEW;
          default -> throw bad("sort", "must be count or new");
        };
    Page page =
        patterns.patterns(
            new Query(
                range(call),
                new HashSet<>(list(call, "service")),
                levels(call),
                call.param("q").orElse(""),
                order,
                integer(call, "limit", 100, MAX_LIMIT),
                integer(call, "points", 48, MAX_POINTS)));
    Instant now = clock.instant();
    return new Rows(
        page, page.patterns().stream().map(seen -> new Row(seen, page.since(), now)).toList());
  }

  private Row one(Call call) {
    String id = call.path("id");
    TimeRange range = range(call);
    Seen seen =
        patterns
            .history(id, range, integer(call, "points", 48, MAX_POINTS))
            .orElseThrow(() ->
                new RefusedException(Problem.notFound("there is no pattern '%s'".formatted(id))));
    return new Row(seen, patterns.since(), clock.instant());
  }

  private TimeRange range(Call call) {
    Instant to = time(call, "to", clock.instant());
    Instant from = time(call, "from", to.minus(DEFAULT_RANGE));
    if (to.isBefore(from)) {
      throw bad("to", "is before 'from'");
    }
    return new TimeRange(from, to);
  }

  private static Instant time(Call call, String name, Instant absent) {
    String text = call.param(name).orElse("");
    try {
      return text.isEmpty()
          ? absent
          : text.matches("-?\\d{1,15}")
              ? Instant.ofEpochMilli(Long.parseLong(text))
              : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw bad(name, "is '%s'; an RFC 3339 time or epoch milliseconds is needed".formatted(text));
    }
  }

  private static Set<LogLevel> levels(Call call) {
    Set<LogLevel> levels = EnumSet.noneOf(LogLevel.class);
    for (String level : list(call, "level")) {
      try {
        levels.add(LogLevel.valueOf(level.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw bad("level", "is '%s'; error, warn, info, debug or trace is needed".formatted(level));
      }
    }
    return levels;
  }

  private static List<String> list(Call call, String name) {
    return call.param(name).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static int integer(Call call, String name, int absent, int most) {
    String text = call.param(name).orElse("");
    if (text.isEmpty()) {
      return absent;
    }
    if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
      throw bad(name, "is '%s'; a whole number from 1 to %d is needed".formatted(text, most));
    }
    return Integer.parseInt(text);
  }

  private static RefusedException bad(String name, String why) {
    return new RefusedException(Problem.bad("parameter '%s' %s".formatted(name, why)));
  }
}
