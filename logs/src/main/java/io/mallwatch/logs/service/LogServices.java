package io.mallwatch.logs.service;

import io.mallwatch.logs.LogCounts;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.logs.LogStore;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers the mall's questions to its logs. Entries come newest first.
public final class LogServices {

  /// Category of what users do (R150).
  public static final String USER_ACTIVITY = "user_activity";

  /// Category of orders, payments, points (I-31).
  public static final String BUSINESS_TRANSACTION = "business_transaction";

  /// Category of logins, permission checks, accesses to data (I-31).
  public static final String SECURITY_AUDIT = "security_audit";

  private static final int MOST_VALUES = 10_000;
  private static final int MOST_POINTS = 20_000;
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final LogStore logs;
  private final String indexPattern;
  private final ZoneId zone;

  /// @param indexPattern names of the indices that hold the mall's logs
  /// @param zone in which days and weeks begin
  public LogServices(LogStore logs, String indexPattern, ZoneId zone) {
    this.logs = logs;
    this.indexPattern = indexPattern;
    this.zone = zone;
  }

  /// From when to when, both inclusive to the millisecond; null is open.
  public record Period(@Nullable Instant start, @Nullable Instant end) {

    /// @throws BadQueryException when it ends before it starts
    public Period {
      if (start != null && end != null && end.isBefore(start)) {
        throw new BadQueryException("the period ends before it starts");
      }
    }

    TimeRange range() {
      return new TimeRange(start == null ? FIRST : start, end == null ? LAST : end.plusMillis(1));
    }
  }

  /// Which part of the answer; together at most [LogQuery#MAX_WINDOW].
  public record Page(int limit, int offset) {
    /// What R153 takes when nothing is said.
    public static final Page DEFAULT = new Page(100, 0);
  }

  /// What a user did (R149 to R153).
  ///
  /// @param actions only these; empty for any
  public LogSearchResult userActivity(
      String userId, Period period, List<String> actions, Page page, Deadline deadline) {
    List<LogFilter> all = new ArrayList<>();
    all.add(new LogFilter.Equal("userId", userId));
    all.add(new LogFilter.Equal("category", USER_ACTIVITY));
    actions(actions, all);
    return find(all, period, page, deadline);
  }

  /// Which errors (R154 to R159); any may be left out.
  ///
  /// @param level default `error`
  /// @param search words in the message or the error's message
  public record Errors(
      @Nullable LogLevel level, @Nullable String service, @Nullable String search) {}

  /// Errors, or the entries of another level, by page (I-33).
  public LogSearchResult errors(Errors which, Period period, Page page, Deadline deadline) {
    List<LogFilter> all = new ArrayList<>();
    LogLevel level = which.level();
    all.add(new LogFilter.Equal("level", (level == null ? LogLevel.ERROR : level).text()));
    String service = which.service();
    if (service != null) {
      all.add(new LogFilter.Equal("service", service));
    }
    String search = which.search();
    if (search != null && !search.isBlank()) {
      all.add(new LogFilter.Words("", search));
    }
    return find(all, period, page, deadline);
  }

  /// Orders, payments and points, of one user as buyer, seller or doer or of all (I-31).
  public LogSearchResult transactions(
      @Nullable String userId, Period period, List<String> actions, Page page, Deadline deadline) {
    List<LogFilter> all = new ArrayList<>();
    all.add(new LogFilter.Equal("category", BUSINESS_TRANSACTION));
    if (userId != null) {
      all.add(
          new LogFilter.Or(
              List.of(
                  new LogFilter.Equal("userId", userId),
                  new LogFilter.Equal("data.buyerId", userId),
                  new LogFilter.Equal("data.sellerId", userId))));
    }
    actions(actions, all);
    return find(all, period, page, deadline);
  }

  /// What the security audit holds, of one user or of all (I-31).
  public LogSearchResult audit(
      @Nullable String userId, Period period, List<String> actions, Page page, Deadline deadline) {
    List<LogFilter> all = new ArrayList<>();
    all.add(new LogFilter.Equal("category", SECURITY_AUDIT));
    if (userId != null) {
      all.add(new LogFilter.Equal("userId", userId));
    }
    actions(actions, all);
    return find(all, period, page, deadline);
  }

  private static void actions(List<String> actions, List<LogFilter> all) {
    if (!actions.isEmpty()) {
      all.add(new LogFilter.In("action", actions));
    }
  }

  private LogSearchResult find(List<LogFilter> all, Period period, Page page, Deadline deadline) {
    return logs.search(
        new LogQuery(
            indexPattern,
            period.range(),
            new LogFilter.And(all),
            LogQuery.Order.NEWEST_FIRST,
            page.offset(),
            page.limit(),
            null,
            Integer.MAX_VALUE,
            deadline));
  }

  /// How much was logged from `start` to `end`, both inclusive (R160 to R165).
  public LogStatistics statistics(
      Instant start, Instant end, LogStatistics.Interval interval, Deadline deadline) {
    TimeRange range = new Period(start, end).range();
    Duration length = length(interval);
    if (range.length().dividedBy(length) > MOST_POINTS) {
      throw new BadQueryException(
          "the time series would have more than %d points".formatted(MOST_POINTS));
    }
    LogCounts.Result counted =
        new LogCounts(
                indexPattern,
                range,
                new LogFilter.All(),
                new LogCounts.Histogram(length, zone, ""),
                List.of("level", "service"),
                MOST_VALUES,
                deadline)
            .in(logs);
    Map<Instant, Long> byStart = new HashMap<>();
    counted
        .bars()
        .forEach(bar -> byStart.put(Instant.ofEpochMilli(bar.startMillis()), bar.count()));
    List<LogStatistics.Point> points = new ArrayList<>();
    if (!counted.bars().isEmpty()) {
      Instant at = Instant.ofEpochMilli(counted.bars().getFirst().startMillis());
      Instant last = Instant.ofEpochMilli(counted.bars().getLast().startMillis());
      for (; !at.isAfter(last); at = next(at, interval)) {
        points.add(new LogStatistics.Point(at, byStart.getOrDefault(at, 0L)));
      }
    }
    return new LogStatistics(
        counted.total(), points, values(counted, "level"), values(counted, "service"));
  }

  private static Duration length(LogStatistics.Interval interval) {
    return switch (interval) {
      case HOUR -> Duration.ofHours(1);
      case DAY -> Duration.ofDays(1);
      case WEEK -> Duration.ofDays(7);
    };
  }

  private Instant next(Instant start, LogStatistics.Interval interval) {
    LocalDate date = start.atZone(zone).toLocalDate();
    return switch (interval) {
      case HOUR -> start.plus(Duration.ofHours(1));
      case DAY -> date.plusDays(1).atStartOfDay(zone).toInstant();
      case WEEK -> date.plusDays(7).atStartOfDay(zone).toInstant();
    };
  }

  private static Map<String, Long> values(LogCounts.Result counted, String field) {
    Map<String, Long> values = new LinkedHashMap<>();
    LogCounts.Facet facet = counted.facets().get(field);
    if (facet != null) {
      facet.values().forEach(value -> values.put(value.value(), value.count()));
    }
    return values;
  }
}
