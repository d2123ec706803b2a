package io.mallwatch.metrics.ingest;

import io.mallwatch.metrics.ingest.OtlpMetricsConfig.Translation;
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

  /// The name of a metric family.
  String metric(String name, String unit, Kind kind) {
    if (!translation.addsSuffixes()) {
      return translation.escapes() ? notFirstDigit(escape(name, true)) : name;
    }
    return translation.escapes()
        ? escapedWithSuffixes(name, unit, kind)
        : withSuffixes(name, unit, kind);
  }

  private static String escapedWithSuffixes(String name, String unit, Kind kind) {
    List<String> words = new ArrayList<>();
    for (String word : name.split("[^a-zA-Z0-9:]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    String main = mainUnit(unit);
    if (!main.isEmpty() && !words.contains(main)) {
      words.add(main);
    }
    String per = perUnit(unit);
    if (!per.isEmpty() && !words.contains(per)) {
      words.add("per");
      words.add(per);
    }
    if (kind == Kind.COUNTER) {
      words.removeIf("total"::equals);
      words.add("total");
    } else if (kind == Kind.GAUGE && unit.strip().equals("1")) {
      words.removeIf("ratio"::equals);
      words.add("ratio");
    }
    return notFirstDigit(String.join("_", words));
  }

  private static String withSuffixes(String name, String unit, Kind kind) {
    String result = name;
    result = suffixed(result, mainUnit(unit));
    String per = perUnit(unit);
    result = suffixed(result, per.isEmpty() ? "" : "per_" + per);
    if (kind == Kind.COUNTER) {
      result = suffixed(result, "total");
    } else if (kind == Kind.GAUGE && unit.strip().equals("1")) {
      result = suffixed(result, "ratio");
    }
    return result;
  }

  private static String suffixed(String name, String suffix) {
    return suffix.isEmpty() || name.endsWith(suffix) ? name : name + "_" + suffix;
  }

  /// The word for the unit of a metric, such as `seconds`; empty when it has none.
  static String mainUnit(String unit) {
    int slash = unit.indexOf('/');
    String main = (slash < 0 ? unit : unit.substring(0, slash)).strip();
    return main.contains("{") ? "" : escape(UNITS.getOrDefault(main, main), false);
  }

  private static String perUnit(String unit) {
    int slash = unit.indexOf('/');
    String per = slash < 0 ? "" : unit.substring(slash + 1).strip();
    return per.contains("{") ? "" : escape(PER_UNITS.getOrDefault(per, per), false);
  }

  /// The name of a label.
  String label(String key) {
    if (!translation.escapes() || key.isEmpty()) {
      return key;
    }
    StringBuilder out = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); i++) {
      char c = isWordChar(key.charAt(i)) ? key.charAt(i) : '_';
      boolean repeated = c == '_' && !out.isEmpty() && out.charAt(out.length() - 1) == '_';
      boolean reserved = repeated && key.startsWith("__") && i == 1;
      if (!repeated || reserved) {
        out.append(c);
      }
    }
    return Character.isDigit(out.charAt(0)) ? "key_" + out : out.toString();
  }

  /// Runs of other characters become one underscore; none at either end when not `keepEnds`.
  private static String escape(String text, boolean keepEnds) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isWordChar(c) || c == ':') {
        out.append(c);
      } else if (out.isEmpty() ? keepEnds : out.charAt(out.length() - 1) != '_') {
        out.append('_');
      }
    }
    while (!keepEnds && !out.isEmpty() && out.charAt(out.length() - 1) == '_') {
      out.setLength(out.length() - 1);
    }
    return out.toString();
  }

  private static boolean isWordChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private static String notFirstDigit(String name) {
    return !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9' ? "_" + name : name;
  }
}
