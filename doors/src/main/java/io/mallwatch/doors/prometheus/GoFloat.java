package io.mallwatch.doors.prometheus;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as Go prints them, shortest form that reads back to the same value.
public final class GoFloat {

  private GoFloat() {}

  /// As sample values in Prometheus's API: plain, but with an exponent below 1e-6 and from 1e21 on
  /// (`web/api/v1/json_codec.go`, after `encoding/json`).
  public static String json(double value) {
    String special = special(value);
    if (special != null) {
      return special;
    }
    double size = Math.abs(value);
    return size != 0 && (size < 1e-6 || size >= 1e21) ? exponent(value) : plain(value);
  }

  /// `strconv.FormatFloat(value, 'f', -1, 64)`.
  public static String plain(double value) {
    String special = special(value);
    if (special != null) {
      return special;
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
    }
    return decimal(value).toPlainString();
  }

  /// `strconv.FormatFloat(value, 'e', -1, 64)`, as values of alerts.
  public static String exponent(double value) {
    String special = special(value);
    if (special != null) {
      return special;
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0e+00" : "0e+00";
    }
    BigDecimal decimal = decimal(value);
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    StringBuilder out = new StringBuilder();
    if (value < 0) {
      out.append('-');
    }
    out.append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    out.append('e').append(exponent < 0 ? '-' : '+');
    int size = Math.abs(exponent);
    return out.append(size < 10 ? "0" : "").append(size).toString();
  }

  /// `Double.toString` gives the shortest digits that read back the same, but never fewer than two.
  private static BigDecimal decimal(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (digits.precision() == 2) {
      BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
      if (one.doubleValue() == value) {
        return one;
      }
    }
    return digits;
  }

  private static @org.jspecify.annotations.Nullable String special(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return null;
  }

  /// Milliseconds as seconds: `1435781451.781`.
  public static String seconds(long millis) {
    long size = Math.abs(millis);
    String whole = (millis < 0 ? "-" : "") + size / 1000;
    long rest = size % 1000;
    return rest == 0 ? whole : whole + ".%03d".formatted(rest);
  }
}
