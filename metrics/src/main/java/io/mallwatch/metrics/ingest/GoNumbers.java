package io.mallwatch.metrics.ingest;

import io.mallwatch.model.Sample;
import java.math.BigDecimal;
import java.util.Locale;

/// Numbers as Go reads and writes them, which is what the formats of this field mean by "a float".
public final class GoNumbers {

  private GoNumbers() {}

  /// Like `strconv.ParseFloat`; every NaN becomes the one that expressions compute.
  ///
  /// @throws NumberFormatException when it is no number
  static double parse(String text) {
    if (text.isEmpty()) {
      throw new NumberFormatException("empty");
    }
    char last = text.charAt(text.length() - 1);
    boolean plain = (last >= '0' && last <= '9') || last == '.';
    if (plain && !Character.isWhitespace(text.charAt(0))) {
      return Double.parseDouble(text);
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan", "+nan", "-nan" -> Double.longBitsToDouble(Sample.NORMAL_NAN_BITS);
      default -> throw new NumberFormatException(text);
    };
  }

  /// Like `FormatFloat(value, 'f', -1, 64)`: shortest digits, no exponent.
  public static String plain(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return "0";
    }
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /// As OpenMetrics wants `le` and `quantile`: `1.0`, `0.25`, `1e+06`, `+Inf`.
  public static String openMetrics(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return plain(value);
    }
    if (value == 0) {
      return "0.0";
    }
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      String text = digits.toPlainString();
      return text.contains(".") ? text : text + ".0";
    }
    String mantissa = digits.unscaledValue().abs().toString();
    StringBuilder out = new StringBuilder();
    if (value < 0) {
      out.append('-');
    }
    out.append(mantissa.charAt(0));
    if (mantissa.length() > 1) {
      out.append('.').append(mantissa, 1, mantissa.length());
    }
    out.append(exponent < 0 ? "e-" : "e+");
    out.append(Math.abs(exponent) < 10 ? "0" : "").append(Math.abs(exponent));
    return out.toString();
  }
}
