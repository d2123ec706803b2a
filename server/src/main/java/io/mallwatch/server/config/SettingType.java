package io.mallwatch.server.config;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the text of a setting becomes a value; bad text is an [IllegalArgumentException] whose
/// message says what is allowed.
///
/// @param allowed what may be written, for messages and docs
record SettingType<T>(String allowed, Function<String, T> reader) {

  /// Ends each item of a list that was written as one, since items may have commas.
  static final String ITEM_END = "\0";

  private static final Pattern DURATION_PART = Pattern.compile("(\\d+)(ms|s|m|h|d|w|y)");
  private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(B|KiB|MiB|GiB|TiB|KB|MB|GB|TB)?");

  static final SettingType<String> TEXT = new SettingType<>("text", text -> text);

  static final SettingType<Boolean> FLAG =
      new SettingType<>(
          "true or false",
          text ->
              switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on" -> true;
                case "false", "no", "off" -> false;
                default -> throw refused(text);
              });

  static final SettingType<Duration> DURATION =
      new SettingType<>("a duration such as 15s, 1h30m or 30d", SettingType::duration);

  static final SettingType<Long> SIZE_BYTES =
      new SettingType<>("a size such as 512MiB or 2GiB", SettingType::bytes);

  static final SettingType<Path> PATH = new SettingType<>("a path", Path::of);

  static final SettingType<ZoneId> ZONE =
      new SettingType<>(
          "a time zone such as Asia/Shanghai",
          text -> {
            try {
              return ZoneId.of(text);
            } catch (DateTimeException e) {
              throw new IllegalArgumentException("no time zone is called " + text, e);
            }
          });

  /// Texts separated by commas, or a YAML list.
  static final SettingType<List<String>> TEXTS =
      new SettingType<>(
          "a list",
          text -> {
            List<String> parts = new ArrayList<>();
            for (String part : text.split(text.contains(ITEM_END) ? ITEM_END : ",", -1)) {
              if (!part.isBlank()) {
                parts.add(part.strip());
              }
            }
            return List.copyOf(parts);
          });

  /// Names with values, `NAME=VALUE` separated by commas, or a YAML mapping.
  static final SettingType<Map<String, String>> PAIRS =
      new SettingType<>(
          "a mapping",
          text -> {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (String part : TEXTS.read(text)) {
              int equals = part.indexOf('=');
              if (equals < 1) {
                throw new IllegalArgumentException("'" + part + "' has no name before a `=`");
              }
              pairs.put(part.substring(0, equals), part.substring(equals + 1));
            }
            return Collections.unmodifiableMap(pairs);
          });

  /// Also empty, which says nothing.
  static <T> SettingType<Optional<T>> optional(SettingType<T> type) {
    return new SettingType<>(
        type.allowed, text -> text.isEmpty() ? Optional.empty() : Optional.of(type.read(text)));
  }

  T read(String text) {
    return reader.apply(text.strip());
  }

  /// The same text read into something else.
  <U> SettingType<U> map(String nowAllowed, Function<T, U> then) {
    return new SettingType<>(nowAllowed, reader.andThen(then));
  }

  /// One of some values, by its name.
  static <T> SettingType<T> choice(List<T> values, Function<T, String> name) {
    return new SettingType<>(
        "one of " + String.join(", ", values.stream().map(name).toList()),
        text ->
            values.stream()
                .filter(value -> name.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> refused(text)));
  }

  static SettingType<Integer> number(int from, int to) {
    return new SettingType<>(
        "a whole number from %d to %d".formatted(from, to),
        text -> {
          try {
            int value = Integer.parseInt(text);
            if (value >= from && value <= to) {
              return value;
            }
          } catch (NumberFormatException ignored) {
            // said below
          }
          throw refused(text);
        });
  }

  static SettingType<String> oneOf(String... choices) {
    List<String> all = List.of(choices);
    return new SettingType<>(
        "one of " + String.join(", ", all),
        text -> {
          if (!all.contains(text)) {
            throw refused(text);
          }
          return text;
        });
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException("'" + text + "' is not allowed");
  }

  private static Duration duration(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher part = DURATION_PART.matcher(text);
    Duration total = Duration.ZERO;
    int at = 0;
    while (part.find() && part.start() == at) {
      long count = Long.parseLong(part.group(1));
      total =
          total.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                case "w" -> Duration.ofDays(7 * count);
                default -> Duration.ofDays(365 * count);
              });
      at = part.end();
    }
    if (at == 0 || at != text.length()) {
      throw refused(text);
    }
    return total;
  }

  private static Long bytes(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw refused(text);
    }
    long count = Long.parseLong(size.group(1));
    String unit = size.group(2) == null ? "B" : size.group(2);
    return switch (unit) {
      case "KiB" -> count << 10;
      case "MiB" -> count << 20;
      case "GiB" -> count << 30;
      case "TiB" -> count << 40;
      case "KB" -> count * 1_000;
      case "MB" -> count * 1_000_000;
      case "GB" -> count * 1_000_000_000;
      case "TB" -> count * 1_000_000_000_000L;
      default -> count;
    };
  }
}
