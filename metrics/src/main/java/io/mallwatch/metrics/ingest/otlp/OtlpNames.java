package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.metrics.ingest.otlp.OtlpMetricsConfig.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Names of metrics and labels from OTLP names and units, as the OpenTelemetry specification
/// (compatibility/prometheus_and_openmetrics) and Prometheus have it.
final class OtlpNames {

  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("d", "days"),
          Map.entry("h", "hours"),
          Map.entry("min", "minutes"),
          Map.entry("s", "seconds"),
          Map.entry("ms", "milliseconds"),
          Map.entry("us", "microseconds"),
          Map.entry("ns", "nanoseconds"),
          Map.entry("By", "bytes"),
          Map.entry("KiBy", "kibibytes"),
          Map.entry("MiBy", "mebibytes"),
          Map.entry("GiBy", "gibibytes"),
          Map.entry("TiBy", "tibibytes"),
          Map.entry("KBy", "kilobytes"),
          Map.entry("MBy", "megabytes"),
          Map.entry("GBy", "gigabytes"),
          Map.entry("TBy", "terabytes"),
          Map.entry("m", "meters"),
          Map.entry("V", "volts"),
          Map.entry("A", "amperes"),
          Map.entry("J", "joules"),
          Map.entry("W", "watts"),
          Map.entry("g", "grams"),
          Map.entry("Cel", "celsius"),
          Map.entry("Hz", "hertz"),
          Map.entry("1", ""),
          Map.entry("%", "percent"));

  private static final Map<String, String> PER_UNITS =
      Map.of(
          "s", "second", "m", "minute", "h", "hour", "d", "day", "w", "week", "mo", "month", "y",
          "year");

  private final Translation translation;

  OtlpNames(Translation translation) {
    this.translation = translation;
  }

  /// What a metric is, as far as its name cares.
  enum Kind {
    COUNTER,
    GAUGE,
    OTHER
  }

  /// The name of a metric family; empty when nothing but underscores would be left.
  String metric(String name, String unit, Kind kind) {
    if (!translation.escapes()) {
      return translation.addsSuffixes() ? withSuffixes(name, unit, kind) : name;
    }
    String made =
        translation.addsSuffixes()
            ? escapedWithSuffixes(name, unit, kind)
            : notFirstDigit(String.join("_", words(name, "[^a-zA-Z0-9:_]+")));
    return made.equals(name) || !onlyUnderscores(made) ? made : "";
  }

  private static List<String> words(String name, String between) {
    List<String> words = new ArrayList<>();
    for (String word : name.split(between)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private static boolean onlyUnderscores(String text) {
    return text.chars().allMatch(c -> c == '_');
  }

  private static String escapedWithSuffixes(String name, String unit, Kind kind) {
    List<String> words = words(name, "[^a-zA-Z0-9:]+");
    String main = escape(mainUnit(unit));
    String per = escape(perUnit(unit));
    if (!main.isEmpty() && !words.contains(main)) {
      words.add(main);
    }
    if (!per.isEmpty() && !words.contains("per_" + per)) {
      words.add("per_" + per);
    }
    if (kind == Kind.COUNTER) {
      words.removeIf("total"::equals);
      words.add("total");
    } else if (kind == Kind.GAUGE && unit.equals("1")) {
      words.removeIf("ratio"::equals);
      words.add("ratio");
    }
    return notFirstDigit(String.join("_", words));
  }

  private static String withSuffixes(String name, String unit, Kind kind) {
    String per = perUnit(unit).isEmpty() ? "" : "per_" + perUnit(unit);
    String last = "";
    if (kind == Kind.COUNTER) {
      last = "total";
    } else if (kind == Kind.GAUGE && unit.equals("1")) {
      last = "ratio";
    }
    String main = mainUnit(unit);
    String result = without(without(name, last), per);
    if (!main.isEmpty() && !result.endsWith(main)) {
      result += "_" + main;
    }
    return result + (per.isEmpty() ? "" : "_" + per) + (last.isEmpty() ? "" : "_" + last);
  }

  /// Without a suffix and what stands before it.
  private static String without(String name, String suffix) {
    return !suffix.isEmpty() && name.endsWith(suffix) && name.length() > suffix.length() + 1
        ? name.substring(0, name.length() - suffix.length() - 1)
        : name;
  }

  /// The words for the unit of a metric, such as `bytes_per_second`; empty when it has none.
  String unit(String unit) {
    String main = mainUnit(unit);
    String per = perUnit(unit).isEmpty() ? "" : "per_" + perUnit(unit);
    String both = main.isEmpty() || per.isEmpty() ? main + per : main + "_" + per;
    return translation.escapes() ? escape(both) : both;
  }

  private static String mainUnit(String unit) {
    int slash = unit.indexOf('/');
    String main = (slash < 0 ? unit : unit.substring(0, slash)).strip();
    return isNote(main) ? "" : UNITS.getOrDefault(main, main);
  }

  private static String perUnit(String unit) {
    int slash = unit.indexOf('/');
    String per = slash < 0 ? "" : unit.substring(slash + 1).strip();
    return isNote(per) ? "" : PER_UNITS.getOrDefault(per, per);
  }

  /// `{request}` says what is counted; it is no unit.
  private static boolean isNote(String unit) {
    return unit.indexOf('{') >= 0 || unit.indexOf('}') >= 0;
  }

  /// The name of a label; empty when there is none for it.
  String label(String key) {
    if (!translation.escapes()) {
      return onlyUnderscores(key) ? "" : key;
    }
    boolean reserved = key.length() >= 4 && key.startsWith("__") && key.endsWith("__");
    String inner = reserved ? key.substring(2, key.length() - 2) : key;
    StringBuilder out = new StringBuilder(key.length() + 4).append(reserved ? "__" : "");
    boolean after = false;
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      boolean low = Character.isLowSurrogate(c); // was replaced with its other half
      if (isWordChar(c) && c != '_') {
        out.append(c);
        after = false;
      } else if (!after && !low) {
        out.append('_');
        after = true;
      }
    }
    out.append(reserved ? "__" : "");
    if (onlyUnderscores(out.toString())) {
      return "";
    }
    return Character.isDigit(out.charAt(0)) ? "key_" + out : out.toString();
  }

  /// Runs of other characters become one underscore; none is left at either end.
  private static String escape(String text) {
    return String.join("_", words(text, "[^a-zA-Z0-9:]+"));
  }

  private static boolean isWordChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private static String notFirstDigit(String name) {
    return !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9' ? "_" + name : name;
  }
}
