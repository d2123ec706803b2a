package io.mallwatch.doors.prometheus.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Numbers as Go prints them, shortest form that reads back to the same value. As text, for single
/// numbers; answers with many are written by [JsonBytes].
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
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    ShortestDecimal decimal = new ShortestDecimal();
    decimal.find(value);
    String digits =
        new BigDecimal(BigInteger.valueOf(decimal.digits()), -decimal.exponent()).toPlainString();
    return value < 0 ? "-" + digits : digits;
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
    ShortestDecimal decimal = new ShortestDecimal();
    decimal.find(value);
    String digits = Long.toString(decimal.digits());
    int exponent = digits.length() - 1 + decimal.exponent();
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

  private static @Nullable String special(double value) {
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
