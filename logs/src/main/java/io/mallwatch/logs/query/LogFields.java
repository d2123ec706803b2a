package io.mallwatch.logs.query;

import io.mallwatch.model.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The fields of an entry by name: what kind each is, the other names it goes by, and its values as
/// text.
public final class LogFields {

  /// Deepest nesting of structured data that is looked into.
  public static final int MAX_DEPTH = 20;

  /// What can be asked of a field.
  public enum Kind {
    /// Found by its words: `message`, `error.message`, `error.stack`.
    TEXT,
    /// Found by its exact value.
    KEYWORD,
    /// A number: `durationMillis`.
    NUMBER,
    /// Below `data.`: text values found exactly, numbers also by range.
    DATA
  }

  private LogFields() {}

  /// The field's name in the API for any name it is known by (`trace_id`, `log.level`,
  /// `service.name`, `duration`, ...); a name that is none of ours is a path in the data.
  public static String canonical(String name) {
    return switch (name) {
      case "level", "severity", "log.level", "loglevel", "severity_text" -> "level";
      case "service", "service.name", "service_name", "app" -> "service";
      case "message", "msg", "body" -> "message";
      case "category", "event.category" -> "category";
      case "action", "event.action" -> "action";
      case "requestId", "request_id", "request.id", "reqId", "http.request.id" -> "requestId";
      case "userId", "user_id", "user.id" -> "userId";
      case "traceId", "trace_id", "trace.id", "traceid" -> "traceId";
      case "spanId", "span_id", "span.id", "spanid" -> "spanId";
      case "tags", "tag" -> "tags";
      case "durationMillis", "duration", "duration_ms", "durationMs" -> "durationMillis";
      case "timestamp", "@timestamp", "time" -> "timestamp";
      case "error", "error.name", "error.type", "exception.type" -> "error.name";
      case "error.message", "exception.message" -> "error.message";
      case "error.stack", "error.stack_trace", "exception.stacktrace" -> "error.stack";
      default -> name.startsWith("data.") ? name : "data." + name;
    };
  }

  /// What kind the field with this canonical name is.
  public static Kind kind(String field) {
    return switch (field) {
      case "message", "error.message", "error.stack", "" -> Kind.TEXT;
      case "durationMillis", "timestamp" -> Kind.NUMBER;
      default -> field.startsWith("data.") ? Kind.DATA : Kind.KEYWORD;
    };
  }

  /// The entry's values of a field with a canonical name, as text; none when it has none.
  public static List<String> values(LogEntry entry, String field) {
    return switch (field) {
      case "level" -> List.of(entry.level().text());
      case "service" -> List.of(entry.service());
      case "message" -> List.of(entry.message());
      case "category" -> ofNullable(entry.category());
      case "action" -> ofNullable(entry.action());
      case "requestId" -> ofNullable(entry.requestId());
      case "userId" -> ofNullable(entry.userId());
      case "traceId" -> ofNullable(entry.traceId());
      case "spanId" -> ofNullable(entry.spanId());
      case "tags" -> entry.tags();
      case "durationMillis" -> {
        Double duration = entry.durationMillis();
        yield duration == null ? List.of() : List.of(numberText(duration));
      }
      case "timestamp" -> List.of(entry.timestamp().toString());
      case "error.name" -> ofNullable(entry.error() == null ? null : entry.error().name());
      case "error.message" -> ofNullable(entry.error() == null ? null : entry.error().message());
      case "error.stack" -> ofNullable(entry.error() == null ? null : entry.error().stack());
      default -> dataValues(entry, field);
    };
  }

  /// The entry's numbers of a field with a canonical name; text that looks like one is none.
  public static List<Double> numbers(LogEntry entry, String field) {
    if (field.equals("durationMillis")) {
      Double duration = entry.durationMillis();
      return duration == null ? List.of() : List.of(duration + 0.0);
    }
    if (field.equals("timestamp")) {
      return List.of((double) entry.timestamp().toEpochMilli());
    }
    List<Double> numbers = new ArrayList<>(1);
    if (field.startsWith("data.")) {
      String path = field.substring("data.".length());
      leaves(
          entry.data(),
          (leafPath, leaf) -> {
            if (leaf instanceof Number number && leafPath.equals(path)) {
              numbers.add(number.doubleValue() + 0.0);
            }
          });
    }
    return numbers;
  }

  /// Whether the entry has the field: a value, or, in the data, anything below it.
  public static boolean has(LogEntry entry, String field) {
    if (!field.startsWith("data.")) {
      return !values(entry, field).isEmpty();
    }
    String path = field.substring("data.".length());
    boolean[] found = new boolean[1];
    leaves(
        entry.data(),
        (leafPath, _) -> {
          if (leafPath.equals(path)
              || (leafPath.length() > path.length()
                  && leafPath.charAt(path.length()) == '.'
                  && leafPath.startsWith(path))) {
            found[0] = true;
          }
        });
    return found[0];
  }

  /// Calls `visit` with the dotted path and the value of every leaf of structured data: the
  /// elements of a list have the list's path; nulls are left out.
  public static void leaves(Map<String, ?> data, BiConsumer<String, Object> visit) {
    data.forEach((key, value) -> leaves(key, value, 1, visit));
  }

  private static void leaves(
      String path, @Nullable Object value, int depth, BiConsumer<String, Object> visit) {
    if (value == null) {
      return;
    }
    if (depth < MAX_DEPTH && value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> leaves(path + "." + key, inner, depth + 1, visit));
    } else if (depth < MAX_DEPTH && value instanceof List<?> list) {
      for (Object inner : list) {
        leaves(path, inner, depth + 1, visit);
      }
    } else {
      visit.accept(path, value);
    }
  }

  /// A leaf as text: whole numbers without a fraction, so 5 and 5.0 are the same value.
  public static String text(Object leaf) {
    return switch (leaf) {
      case String text -> text;
      case Long number -> Long.toString(number);
      case Integer number -> Integer.toString(number);
      case Double number -> numberText(number);
      case Float number -> numberText(number.doubleValue());
      default -> leaf.toString();
    };
  }

  /// A number as text: `5` for 5.0, else the shortest that reads back the same.
  public static String numberText(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString((long) number);
    }
    return Double.toString(number);
  }

  /// The value as it is kept for a field: levels are lower case.
  public static String normal(String field, String value) {
    return field.equals("level") ? value.toLowerCase(Locale.ROOT) : value;
  }

  private static List<String> dataValues(LogEntry entry, String field) {
    if (!field.startsWith("data.")) {
      return List.of();
    }
    String path = field.substring("data.".length());
    List<String> values = new ArrayList<>(1);
    leaves(
        entry.data(),
        (leafPath, leaf) -> {
          if (leafPath.equals(path)) {
            values.add(text(leaf));
          }
        });
    return values;
  }

  private static List<String> ofNullable(@Nullable String value) {
    return value == null ? List.of() : List.of(value);
  }
}
