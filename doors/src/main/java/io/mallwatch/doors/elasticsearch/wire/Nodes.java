package io.mallwatch.doors.elasticsearch.wire;

import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.RefusedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Members of a JSON body, with refusals that name what is wrong.
public final class Nodes {

  private Nodes() {}

  /// The object in a body; an empty one for an empty body.
  public static Map<?, ?> body(byte[] bytes) {
    if (bytes.length == 0) {
      return Map.of();
    }
    try {
      return object("the body", Json.tree(bytes));
    } catch (RefusedException e) {
      throw new RefusedException(e.problem().named("parsing_exception"));
    }
  }

  public static Map<?, ?> object(String what, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw ElasticErrors.parsing("[%s] must be an object".formatted(what));
  }

  /// The one member of an object, as in `{"term":{...}}`.
  public static Map.Entry<?, ?> only(String what, Map<?, ?> map) {
    if (map.size() != 1) {
      throw ElasticErrors.parsing(
          "[%s] must have exactly one member, it has %d".formatted(what, map.size()));
    }
    return map.entrySet().iterator().next();
  }

  /// A list, or a single value as a list of one.
  public static List<?> list(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case List<?> list -> list;
      case Object single -> List.of(single);
    };
  }

  /// A scalar as text.
  public static String text(String what, @Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case Long number -> number.toString();
      case Double number -> io.mallwatch.logs.query.LogFields.numberText(number);
      case Boolean flag -> flag.toString();
      case null, default -> throw ElasticErrors.parsing("[%s] must be a value".formatted(what));
    };
  }

  public static int whole(String what, @Nullable Object value, int absent) {
    return switch (value) {
      case null -> absent;
      case Long number when number >= 0 && number <= Integer.MAX_VALUE -> number.intValue();
      case String text when text.matches("\\d{1,9}") -> Integer.parseInt(text);
      default ->
          throw ElasticErrors.illegal("[%s] must be a whole number, not negative".formatted(what));
    };
  }

  /// What a value is called where it stands in JSON.
  public static String token(@Nullable Object value) {
    return switch (value) {
      case null -> "VALUE_NULL";
      case Map<?, ?> _ -> "START_OBJECT";
      case List<?> _ -> "START_ARRAY";
      case Boolean _ -> "VALUE_BOOLEAN";
      case Number _ -> "VALUE_NUMBER";
      default -> "VALUE_STRING";
    };
  }

  public static boolean flag(@Nullable Object value) {
    return Boolean.TRUE.equals(value) || "true".equals(value);
  }
}
