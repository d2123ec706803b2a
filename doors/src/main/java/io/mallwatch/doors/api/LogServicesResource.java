package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.http.Call;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.logs.service.LogServices;
import io.mallwatch.logs.service.LogStatistics;
import io.mallwatch.model.LogLevel;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The mall's own questions to its logs (R149 to R165) under `/api/logs`.
final class LogServicesResource {

  private static final int MAX_LIMIT = 1_000;

  private final LogServices services;

  LogServicesResource(LogServices services) {
    this.services = services;
  }

  List<Endpoint> endpoints() {
    Parameter start = Parameter.optional("startDate", "RFC 3339 or epoch millis, inclusive.");
    Parameter end = Parameter.optional("endDate", "RFC 3339 or epoch millis, inclusive.");
    Parameter limit = Parameter.integer("limit", "Most entries; 0 to 1000, default 100.");
    Parameter offset = Parameter.integer("offset", "Entries to leave out; limit + offset ≤ 10000.");
    Parameter actions = Parameter.optional("actions", "Only these, separated by commas.");
    Parameter user = Parameter.optional("userId", "Only this user's.");
    return List.of(
        Endpoint.get(
            "/api/logs/user-activity",
            "What a user did, newest first.",
            List.of(Parameter.required("userId", "The user."), start, end, actions, limit, offset),
            LogShapes.FOUND,
            this::userActivity),
        Endpoint.get(
            "/api/logs/errors",
            "Error logs, newest first.",
            List.of(
                Parameter.optional("level", "Another level than `error`."),
                Parameter.optional("service", "Only this service's."),
                Parameter.optional("search", "Words in the message or the error's message."),
                start,
                end,
                limit,
                offset),
            LogShapes.FOUND,
            this::errors),
        Endpoint.get(
            "/api/logs/transactions",
            "Orders, payments and points; with `userId` those it bought, sold or did.",
            List.of(user, start, end, actions, limit, offset),
            LogShapes.FOUND,
            call ->
                services.transactions(
                    call.param("userId").orElse(null),
                    period(call),
                    ApiParams.list(call, "actions"),
                    page(call),
                    call.deadline())),
        Endpoint.get(
            "/api/logs/audit",
            "The security audit: logins, permission checks, accesses to data.",
            List.of(user, start, end, actions, limit, offset),
            LogShapes.FOUND,
            call ->
                services.audit(
                    call.param("userId").orElse(null),
                    period(call),
                    ApiParams.list(call, "actions"),
                    page(call),
                    call.deadline())),
        Endpoint.get(
            "/api/logs/statistics",
            "How much was logged: over time, by level, by service; exact.",
            List.of(
                Parameter.required("startDate", "RFC 3339 or epoch millis, inclusive."),
                Parameter.required("endDate", "RFC 3339 or epoch millis, inclusive."),
                Parameter.optional("interval", "`hour`, `day` (default) or `week`.")),
            LogShapes.STATISTICS,
            this::statistics));
  }

  private LogSearchResult userActivity(Call call) {
    String userId = call.param("userId").orElseThrow(() -> ApiParams.bad("userId", "is missing"));
    return services.userActivity(
        userId, period(call), ApiParams.list(call, "actions"), page(call), call.deadline());
  }

  private LogSearchResult errors(Call call) {
    LogServices.Errors which =
        new LogServices.Errors(
            level(call), call.param("service").orElse(null), call.param("search").orElse(null));
    return services.errors(which, period(call), page(call), call.deadline());
  }

  private static @Nullable LogLevel level(Call call) {
    String text = call.param("level").orElse("");
    if (text.isEmpty()) {
      return null;
    }
    return Arrays.stream(LogLevel.values())
        .filter(level -> level.text().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            ApiParams.bad(
                "level",
                "is '%s'; %s are possible"
                    .formatted(
                        text, Arrays.stream(LogLevel.values()).map(LogLevel::text).toList())));
  }

  private LogStatistics statistics(Call call) {
    Instant start =
        ApiParams.time(call, "startDate")
            .orElseThrow(() -> ApiParams.bad("startDate", "is missing"));
    Instant end =
        ApiParams.time(call, "endDate").orElseThrow(() -> ApiParams.bad("endDate", "is missing"));
    LogStatistics.Interval interval =
        switch (call.param("interval").orElse("day")) {
          case "hour" -> LogStatistics.Interval.HOUR;
          case "day" -> LogStatistics.Interval.DAY;
          case "week" -> LogStatistics.Interval.WEEK;
          default -> throw ApiParams.bad("interval", "must be hour, day or week");
        };
    return services.statistics(start, end, interval, call.deadline());
  }

  private static LogServices.Period period(Call call) {
    return new LogServices.Period(
        ApiParams.time(call, "startDate").orElse(null),
        ApiParams.time(call, "endDate").orElse(null));
  }

  private static LogServices.Page page(Call call) {
    int limit = ApiParams.integer(call, "limit", 100, 0, MAX_LIMIT);
    return new LogServices.Page(
        limit, ApiParams.integer(call, "offset", 0, 0, LogQuery.MAX_WINDOW - limit));
  }
}
