package io.mallwatch.logs.ingest;

import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts named values into the entry's fields, by any name that loggers use for them; what has no
/// field of its own goes into the data. The first value of a field wins. Not thread-safe.
final class EntryFields {

  /// Objects whose members may be fields of ours: `{"log":{"level":"warn"}}`.
  private static final Set<String> GROUPS =
      Set.of(
          "log", "service", "trace", "span", "user", "event", "error", "err", "exception", "http");

  private final ZoneId zone;
  private @Nullable Instant timestamp;
  private @Nullable LogLevel level;
  private @Nullable String service;
  private @Nullable String message;
  private @Nullable String category;
  private @Nullable String action;
  private @Nullable String requestId;
  private @Nullable String userId;
  private @Nullable String traceId;
  private @Nullable String spanId;
  private @Nullable String errorName;
  private @Nullable String errorMessage;
  private @Nullable String errorStack;
  private @Nullable Double duration;
  private final List<String> tags = new ArrayList<>();
  private final Map<String, Object> data = new LinkedHashMap<>();
  private final SentShape.@Nullable Notes shape;

  /// @param zone of timestamps that name none
  /// @param shape notes how the members stood; null when nobody sent an object
  EntryFields(ZoneId zone, SentShape.@Nullable Notes shape) {
    this.zone = zone;
    this.shape = shape;
  }

  /// Takes one member of the outermost object.
  void put(String name, Object value) {
    put(name, name, value);
  }

  private void put(String path, String name, Object value) {
    switch (value) {
      case Map<?, ?> map when path.equals("data") -> {
        map.forEach((key, inner) -> keep(String.valueOf(key), inner));
        if (shape != null) {
          shape.data();
        }
      }
      case Map<?, ?> map when path.equals("fields") ->
          map.forEach((key, inner) -> {
            if (inner != null) {
              put("fields\t" + key, String.valueOf(key), inner);
            }
          });
      case Map<?, ?> map when GROUPS.contains(name) -> putGroup(path, name, map);
      default -> {
        if (assign(name, value)) {
          note(name, path, value);
        } else {
          keepBeside(path, name, value);
        }
      }
    }
  }

  private void putGroup(String path, String name, Map<?, ?> group) {
    Map<String, Object> left = new LinkedHashMap<>();
    String prefix = name.equals("err") || name.equals("exception") ? "error" : name;
    group.forEach((key, inner) -> {
      String full = prefix + "." + key;
      if (inner == null) {
        return;
      }
      if (assign(full, inner)) {
        note(full, path + "\t" + key, inner);
      } else {
        left.put(String.valueOf(key), inner);
      }
    });
    if (!left.isEmpty()) {
      keepBeside(path, name, left);
    }
  }

  private void keepBeside(String path, String name, Object value) {
    keep(name, value);
    if (shape != null) {
      shape.beside(path);
    }
  }

  /// Notes how the field that was just given a value stood.
  private void note(String name, String path, Object value) {
    if (shape == null) {
      return;
    }
    switch (name) {
      case "@timestamp", "timestamp", "time", "ts", "datetime", "eventTime" ->
          shape.time(path, value, Objects.requireNonNull(timestamp));
      case "level", "severity", "log.level", "loglevel", "lvl", "levelname", "severity_text" ->
          shape.field('l', path, value, Objects.requireNonNull(level).text());
      case "service", "service.name", "service_name", "app", "application", "appName" ->
          shape.field('s', path, value, String.valueOf(service));
      case "message", "msg", "body" -> shape.field('m', path, value, String.valueOf(message));
      case "category", "event.category" -> shape.field('c', path, value, String.valueOf(category));
      case "action", "event.action" -> shape.field('a', path, value, String.valueOf(action));
      case "tags" -> shape.field('g', path, value, List.copyOf(tags));
      case "duration",
          "duration_ms",
          "durationMs",
          "durationMillis",
          "elapsed_ms",
          "event.duration" ->
          shape.field('d', path, value, String.valueOf(duration));
      case "requestId", "request_id", "request.id", "reqId", "http.request.id", "x-request-id" ->
          shape.field('r', path, value, String.valueOf(requestId));
      case "userId", "user_id", "user.id", "enduser.id", "uid" ->
          shape.field('u', path, value, String.valueOf(userId));
      case "traceId", "trace_id", "trace.id", "traceid" ->
          shape.field('x', path, value, String.valueOf(traceId));
      case "spanId", "span_id", "span.id", "spanid" ->
          shape.field('p', path, value, String.valueOf(spanId));
      case "error.name", "error.type", "error.class", "exception.type", "exception_class" ->
          shape.field('n', path, value, String.valueOf(errorName));
      case "error", "err", "exception", "error.message", "exception.message", "error.msg" ->
          shape.field('e', path, value, String.valueOf(errorMessage));
      default -> shape.field('k', path, value, String.valueOf(errorStack));
    }
  }

  private @Nullable String shape() {
    if (shape == null) {
      return null;
    }
    if (level == null) {
      shape.missing('l');
    }
    if (service == null) {
      shape.missing('s');
    }
    if (message == null) {
      shape.missing('m');
    }
    if (errorName == null && (errorMessage != null || errorStack != null)) {
      shape.missing('n');
    }
    if (errorMessage == null && (errorName != null || errorStack != null)) {
      shape.missing('e');
    }
    return shape.shape();
  }

  private void keep(String name, @Nullable Object value) {
    if (value != null) {
      data.put(name, value);
    }
  }

  /// Gives the value to the field of that name; false when there is none, or it has one already.
  private boolean assign(String name, Object value) {
    return switch (name) {
      case "@timestamp", "timestamp", "time", "ts", "datetime", "eventTime" -> assignTime(value);
      case "level", "severity", "log.level", "loglevel", "lvl", "levelname", "severity_text" ->
          assignLevel(value);
      case "service", "service.name", "service_name", "app", "application", "appName" -> {
        boolean free = service == null && value instanceof String;
        service = free ? (String) value : service;
        yield free;
      }
      case "message", "msg", "body" -> {
        boolean free = message == null && !(value instanceof Map || value instanceof List);
        message = free ? LogFields.text(value) : message;
        yield free;
      }
      case "category", "event.category" -> {
        boolean free = category == null && isScalar(value);
        category = free ? LogFields.text(value) : category;
        yield free;
      }
      case "action", "event.action" -> {
        boolean free = action == null && isScalar(value);
        action = free ? LogFields.text(value) : action;
        yield free;
      }
      case "tags" -> assignTags(value);
      case "duration", "duration_ms", "durationMs", "durationMillis", "elapsed_ms" ->
          assignDuration(value, 1);
      case "event.duration" -> assignDuration(value, 1e-6);
      default -> assignIdentifier(name, value) || assignError(name, value);
    };
  }

  private boolean assignIdentifier(String name, Object value) {
    if (!isScalar(value)) {
      return false;
    }
    String text = LogFields.text(value);
    return switch (name) {
      case "requestId", "request_id", "request.id", "reqId", "http.request.id", "x-request-id" -> {
        boolean free = requestId == null;
        requestId = free ? text : requestId;
        yield free;
      }
      case "userId", "user_id", "user.id", "enduser.id", "uid" -> {
        boolean free = userId == null;
        userId = free ? text : userId;
        yield free;
      }
      case "traceId", "trace_id", "trace.id", "traceid" -> {
        boolean free = traceId == null;
        traceId = free ? text.toLowerCase(Locale.ROOT) : traceId;
        yield free;
      }
      case "spanId", "span_id", "span.id", "spanid" -> {
        boolean free = spanId == null;
        spanId = free ? text.toLowerCase(Locale.ROOT) : spanId;
        yield free;
      }
      default -> false;
    };
  }

  private boolean assignError(String name, Object value) {
    if (!(value instanceof String text)) {
      return false;
    }
    return switch (name) {
      case "error.name", "error.type", "error.class", "exception.type", "exception_class" -> {
        boolean free = errorName == null;
        errorName = free ? text : errorName;
        yield free;
      }
      case "error", "err", "exception", "error.message", "exception.message", "error.msg" -> {
        boolean free = errorMessage == null;
        errorMessage = free ? text : errorMessage;
        yield free;
      }
      case "error.stack",
          "error.stack_trace",
          "error.stacktrace",
          "exception.stacktrace",
          "stack_trace",
          "stacktrace",
          "stack" -> {
        boolean free = errorStack == null;
        errorStack = free ? text : errorStack;
        yield free;
      }
      default -> false;
    };
  }

  private boolean assignTime(Object value) {
    if (timestamp != null) {
      return false;
    }
    timestamp =
        switch (value) {
          case String text -> Timestamps.parse(text, zone);
          case Long number -> Timestamps.ofNumber(number);
          case Double number -> Timestamps.ofNumber(number);
          default -> null;
        };
    if (timestamp == null) {
      tags.add("_timestampparsefailure");
      return false;
    }
    return true;
  }

  private boolean assignLevel(Object value) {
    if (level != null) {
      return false;
    }
    level =
        switch (value) {
          case String text -> levelOf(text);
          case Long number -> levelOf(number);
          default -> null;
        };
    return level != null;
  }

  private static LogLevel levelOf(String text) {
    return switch (text.strip()) {
      case "错误", "严重" -> LogLevel.ERROR;
      case "警告" -> LogLevel.WARN;
      case "信息" -> LogLevel.INFO;
      case "调试" -> LogLevel.DEBUG;
      default -> LogLevel.parse(text);
    };
  }

  /// Numbers of syslog (0 to 7) and of pino and bunyan (10 to 60).
  private static @Nullable LogLevel levelOf(long number) {
    if (number < 0 || number > 60) {
      return null;
    }
    if (number < 10) {
      return number <= 3
          ? LogLevel.ERROR
          : number == 4 ? LogLevel.WARN : number <= 6 ? LogLevel.INFO : LogLevel.DEBUG;
    }
    return number >= 50
        ? LogLevel.ERROR
        : number >= 40
            ? LogLevel.WARN
            : number >= 30 ? LogLevel.INFO : number >= 20 ? LogLevel.DEBUG : LogLevel.TRACE;
  }

  private boolean assignTags(Object value) {
    switch (value) {
      case String text -> {
        for (String tag : text.split(",")) {
          if (!tag.isBlank()) {
            tags.add(tag.strip());
          }
        }
      }
      case List<?> list when list.stream().allMatch(EntryFields::isScalar) ->
          list.forEach(tag -> tags.add(LogFields.text(tag)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean assignDuration(Object value, double factor) {
    if (duration != null) {
      return false;
    }
    if (value instanceof Number number) {
      duration = number.doubleValue() * factor;
    } else if (value instanceof String text) {
      duration = millis(text.strip());
    }
    return duration != null;
  }

  /// Reads `12`, `12ms`, `1.5s`, `300us`.
  private static @Nullable Double millis(String text) {
    int end = text.length();
    while (end > 0 && !Character.isDigit(text.charAt(end - 1))) {
      end--;
    }
    double factor =
        switch (text.substring(end).strip()) {
          case "", "ms" -> 1;
          case "s" -> 1_000;
          case "us", "µs" -> 1e-3;
          case "ns" -> 1e-6;
          default -> Double.NaN;
        };
    try {
      double number = Double.parseDouble(text.substring(0, end)) * factor;
      return Double.isNaN(number) ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isScalar(@Nullable Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  /// The entry.
  ///
  /// @param now its time when it names none
  /// @param defaultService who wrote it when it does not say
  LogEntry build(Instant now, String defaultService) {
    LogEntry.LogError error = error();
    return LogEntry.builder(
            timestamp == null ? now : timestamp,
            level != null ? level : error != null ? LogLevel.ERROR : LogLevel.INFO,
            service == null ? defaultService : service,
            message == null ? "" : message)
        .category(category)
        .action(action)
        .requestId(requestId)
        .userId(userId)
        .traceId(traceId)
        .spanId(spanId)
        .error(error)
        .tags(tags)
        .durationMillis(duration)
        .data(data)
        .shape(shape())
        .build();
  }

  private LogEntry.@Nullable LogError error() {
    if (errorName == null && errorMessage == null && errorStack == null) {
      return null;
    }
    String name = errorName;
    String text = errorMessage;
    if (errorStack != null && (name == null || text == null)) {
      // java.lang.IllegalStateException: what went wrong
      String first = errorStack.lines().findFirst().orElse("").strip();
      int colon = first.indexOf(": ");
      name = name != null ? name : colon > 0 ? first.substring(0, colon) : first;
      text = text != null ? text : colon > 0 ? first.substring(colon + 2) : "";
    }
    return new LogEntry.LogError(
        name == null ? "Error" : name, text == null ? "" : text, errorStack);
  }
}
