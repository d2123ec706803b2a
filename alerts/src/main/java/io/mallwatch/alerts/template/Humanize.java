package io.mallwatch.alerts.template;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Numbers for people, as Prometheus's template functions write them: four significant digits.
public final class Humanize {

  private static final List<String> LARGE = List.of("k", "M", "G", "T", "P", "E", "Z", "Y");
  private static final List<String> SMALL = List.of("m", "u", "n", "p", "f", "a", "z", "y");
  private static final List<String> BINARY =
      List.of("ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi");

  private Humanize() {}

  private static String four(double value) {
    return GoNumber.format(value, 'g', 4);
  }

  private static boolean isOdd(double value) {
    return Double.isNaN(value) || Double.isInfinite(value);
  }

  /// `1.235M`, `120m`.
  public static String metric(double value) {
    if (value == 0 || isOdd(value)) {
      return four(value);
    }
    return Math.abs(value) >= 1 ? scaled(value, 1000, LARGE) : magnified(value);
  }

  private static String scaled(double value, double base, List<String> prefixes) {
    String prefix = "";
    double left = value;
    for (String next : prefixes) {
      if (Math.abs(left) < base) {
        break;
      }
      prefix = next;
      left /= base;
    }
    return four(left) + prefix;
  }

  private static String magnified(double value) {
    String prefix = "";
    double left = value;
    for (String next : SMALL) {
      if (Math.abs(left) >= 1) {
        break;
      }
      prefix = next;
      left *= 1000;
    }
    return four(left) + prefix;
  }

  /// `1Mi`.
  public static String binary(double value) {
    return Math.abs(value) <= 1 || isOdd(value) ? four(value) : scaled(value, 1024, BINARY);
  }

  /// `2m 15s` for seconds.
  public static String duration(double value) {
    if (isOdd(value)) {
      return four(value);
    }
    if (value == 0) {
      return "0s";
    }
    if (Math.abs(value) < 1) {
      return magnified(value) + "s";
    }
    String sign = value < 0 ? "-" : "";
    double abs = Math.abs(value);
    long whole = (long) abs;
    long seconds = whole % 60;
    long minutes = whole / 60 % 60;
    long hours = whole / 3600 % 24;
    long days = whole / 86400;
    if (days > 0) {
      return "%s%dd %dh %dm %ds".formatted(sign, days, hours, minutes, seconds);
    }
    if (hours > 0) {
      return "%s%dh %dm %ds".formatted(sign, hours, minutes, seconds);
    }
    return minutes > 0 ? "%s%dm %ds".formatted(sign, minutes, seconds) : sign + four(abs) + "s";
  }

  /// `95.9%` for a ratio.
  public static String percentage(double value) {
    return four(value * 100) + "%";
  }

  /// `2022-01-25 12:36:43 +0000 UTC` for seconds since the epoch.
  public static String timestamp(double value) {
    return isOdd(value) ? four(value) : time(value).print();
  }

  /// The moment `seconds` since the epoch.
  static GoTime time(double seconds) {
    if (isOdd(seconds) || Math.abs(seconds) > 9.2e9) {
      throw new TemplateException(
          GoNumber.print(seconds) + " cannot be represented as a timestamp");
    }
    long nanos = (long) (seconds * 1e9);
    return GoTime.utc(
        Instant.ofEpochSecond(
            Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L)));
  }

  /// A number from what a template may hold: numbers, durations and text that writes one.
  static double number(@Nullable Object value) {
    return switch (value) {
      case Double number -> number;
      case Long number -> number;
      case GoDuration duration -> duration.nanos() / 1e9;
      case String text -> parse(text);
      case null, default ->
          throw new TemplateException(
              "can't convert %s to float64".formatted(GoPrint.typeName(value)));
    };
  }

  private static double parse(String text) {
    return switch (text) {
      case "+Inf", "Inf", "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-Inf", "-inf" -> Double.NEGATIVE_INFINITY;
      case "NaN", "nan" -> Double.NaN;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException _) {
          throw new TemplateException(
              "strconv.ParseFloat: parsing %s: invalid syntax".formatted(Verb.quote(text)));
        }
      }
    };
  }
}
