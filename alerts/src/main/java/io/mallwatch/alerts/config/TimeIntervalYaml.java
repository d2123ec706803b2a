package io.mallwatch.alerts.config;

import io.mallwatch.alerts.route.TimeInterval;
import io.mallwatch.alerts.route.TimeInterval.Range;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The named times of an `alertmanager.yml`.
final class TimeIntervalYaml {

  private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{2})");
  private static final List<String> WEEKDAYS =
      List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private TimeIntervalYaml() {}

  static Map<String, List<TimeInterval>> read(YamlMap root) {
    Map<String, List<TimeInterval>> intervals = new TreeMap<>();
    for (String key : List.of("mute_time_intervals", "time_intervals")) {
      for (YamlValue item : root.list(key)) {
        item.asMap().ifPresent(map -> readNamed(map, intervals));
      }
    }
    return intervals;
  }

  private static void readNamed(YamlMap map, Map<String, List<TimeInterval>> intervals) {
    String name = map.text("name", "");
    if (name.isEmpty()) {
      map.value().problem("missing name in time interval");
    }
    List<TimeInterval> times = new ArrayList<>();
    for (YamlValue item : map.list("time_intervals")) {
      item.asMap().ifPresent(time -> times.add(readOne(time)));
    }
    map.refuseUnknown("time interval");
    if (intervals.put(name, times) != null) {
      map.value().problem("mute time interval \"%s\" is not unique".formatted(name));
    }
  }

  private static TimeInterval readOne(YamlMap map) {
    List<Range> minutes = new ArrayList<>();
    for (YamlValue item : map.list("times")) {
      item.asMap().flatMap(TimeIntervalYaml::minutes).ifPresent(minutes::add);
    }
    List<Range> weekdays = ranges(map, "weekdays", WEEKDAYS, 0, 0, 6);
    List<Range> days = ranges(map, "days_of_month", List.of(), 0, -31, 31);
    List<Range> months = ranges(map, "months", MONTHS, 1, 1, 12);
    List<Range> years = ranges(map, "years", List.of(), 0, 0, 9999);
    ZoneId zone = map.find("location").flatMap(TimeIntervalYaml::zone).orElse(ZoneOffset.UTC);
    map.refuseUnknown("time interval");
    return new TimeInterval(minutes, weekdays, days, months, years, zone);
  }

  private static Optional<ZoneId> zone(YamlValue value) {
    return value
        .asText()
        .flatMap(name -> {
          try {
            return Optional.of(name.equals("Local") ? ZoneId.systemDefault() : ZoneId.of(name));
          } catch (DateTimeException _) {
            value.problem("unknown time zone " + name);
            return Optional.empty();
          }
        });
  }

  private static Optional<Range> minutes(YamlMap map) {
    int start = minute(map, "start_time");
    int end = minute(map, "end_time");
    map.refuseUnknown("time range");
    if (start >= 0 && end >= 0 && start >= end) {
      map.value().problem("start time cannot be equal or greater than end time");
    }
    return start >= 0 && end > start ? Optional.of(new Range(start, end)) : Optional.empty();
  }

  private static int minute(YamlMap map, String key) {
    String text = map.requiredText(key);
    Matcher parts = TIME.matcher(text);
    if (parts.matches()) {
      int minute = Integer.parseInt(parts.group(1)) * 60 + Integer.parseInt(parts.group(2));
      if (minute <= 24 * 60 && Integer.parseInt(parts.group(2)) < 60) {
        return minute;
      }
    }
    map.find(key).ifPresent(value -> value.problem("couldn't parse timestamp " + text));
    return -1;
  }

  /// Ranges such as `monday:friday`, `1:5`, `-3:-1`, `may`.
  ///
  /// @param first number of the first name
  private static List<Range> ranges(
      YamlMap map, String key, List<String> names, int first, int min, int max) {
    List<Range> ranges = new ArrayList<>();
    for (YamlValue item : map.list(key)) {
      String text = item.asText().orElse("").toLowerCase(Locale.ROOT).strip();
      int colon = text.indexOf(':');
      String from = colon < 0 ? text : text.substring(0, colon);
      String to = colon < 0 ? text : text.substring(colon + 1);
      Optional<Integer> low = number(from, names, first, min, max);
      Optional<Integer> high = number(to, names, first, min, max);
      boolean day = key.equals("days_of_month");
      boolean zero = day && (low.orElse(1) == 0 || high.orElse(1) == 0);
      if (low.isEmpty() || high.isEmpty() || zero) {
        item.problem("%s is not a valid value of %s".formatted(text, key));
      } else if (low.get() > high.get() && (low.get() > 0) == (high.get() > 0)) {
        item.problem("start %s cannot be after end %s".formatted(from, to));
      } else {
        ranges.add(new Range(low.get(), high.get()));
      }
    }
    return ranges;
  }

  private static Optional<Integer> number(
      String text, List<String> names, int first, int min, int max) {
    int index = names.indexOf(text.strip());
    if (index >= 0) {
      return Optional.of(index + first);
    }
    boolean numbersOnly = names.equals(WEEKDAYS);
    if (numbersOnly || !text.strip().matches("-?[0-9]{1,4}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(text.strip());
    return number >= min && number <= max ? Optional.of(number) : Optional.empty();
  }
}
