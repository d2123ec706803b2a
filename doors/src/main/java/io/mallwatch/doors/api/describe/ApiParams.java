package io.mallwatch.doors.api.describe;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads parameters and small JSON bodies; what is wrong is named.
public final class ApiParams {

  private ApiParams() {}

  public static RefusedException bad(String name, String why) {
    return new RefusedException(Problem.bad("parameter '%s' %s".formatted(name, why)));
  }

  /// RFC 3339 or milliseconds since the epoch.
  public static Optional<Instant> time(Call call, String name) {
    return call.param(name)
        .map(text -> {
          try {
            return text.matches("-?\\d{1,15}")
                ? Instant.ofEpochMilli(Long.parseLong(text))
                : OffsetDateTime.parse(text).toInstant();
          } catch (DateTimeException e) {
            throw bad(
                name,
                "is '%s'; an RFC 3339 time or milliseconds since the epoch is needed"
                    .formatted(text));
          }
        });
  }

  public static int integer(Call call, String name, int absent, int from, int to) {
    return call.param(name)
        .map(text -> {
          try {
            int value = Integer.parseInt(text);
            if (value >= from && value <= to) {
              return value;
            }
          } catch (NumberFormatException e) {
            throw bad(name, "is '%s'; a whole number is needed".formatted(text));
          }
          throw bad(name, "is %s; %d to %d are possible".formatted(text, from, to));
        })
        .orElse(absent);
  }

  /// Values separated by commas.
  public static List<String> list(Call call, String name) {
    return call.param(name).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /// The JSON object in the body.
  public static Map<?, ?> object(Call call) {
    if (Json.tree(call.body()) instanceof Map<?, ?> map) {
      return map;
    }
    throw new RefusedException(Problem.bad("the body must be a JSON object"));
  }

  /// A text of the body, at most `maxLength` characters.
  public static Optional<String> text(Map<?, ?> body, String name, int maxLength) {
    Object value = body.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      throw new RefusedException(Problem.bad("field '%s' must be a string".formatted(name)));
    }
    if (text.length() > maxLength) {
      throw new RefusedException(
          Problem.bad(
              "field '%s' has %d characters; at most %d are possible"
                  .formatted(name, text.length(), maxLength)));
    }
    return text.isBlank() ? Optional.empty() : Optional.of(text.strip());
  }

  public static String required(Map<?, ?> body, String name, int maxLength) {
    return text(body, name, maxLength)
        .orElseThrow(
            () -> new RefusedException(Problem.bad("field '%s' is missing".formatted(name))));
  }

  /// A whole number of the body.
  public static int number(Map<?, ?> body, String name, int from, int to) {
    if (body.get(name) instanceof Long value && value >= from && value <= to) {
      return Math.toIntExact(value);
    }
    throw new RefusedException(
        Problem.bad("field '%s' must be a whole number, %d to %d".formatted(name, from, to)));
  }
}
