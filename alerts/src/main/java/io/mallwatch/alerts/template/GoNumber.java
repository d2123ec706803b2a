package io.mallwatch.alerts.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Floats as Go's strconv prints them.
public final class GoNumber {

  /// From this exponent on the shortest `%g` writes one: 100000 but 1e+06.
  private static final int SHORTEST_EXPONENT = 6;

  private GoNumber() {}

  /// As `%v` and a bare action print it: the fewest digits that read back, `1.234567e+06` from a
  /// million on.
  public static String print(double value) {
    return format(value, 'g', -1);
  }

  /// As `strconv.FormatFloat(value, 'f', -1, 64)`: shortest digits, never an exponent.
  public static String plain(double value) {
    return format(value, 'f', -1);
  }

  /// @param verb `e`, `f` or `g`
  /// @param precision digits after the point (`e`, `f`) or significant ones (`g`); -1 for the
  ///   fewest that read back
  static String format(double value, char verb, int precision) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    double abs = Math.abs(value);
    BigDecimal exact = precision < 0 ? new BigDecimal(Double.toString(abs)) : new BigDecimal(abs);
    return sign
        + switch (verb) {
          case 'e' -> exponent(exact, precision);
          case 'f' -> precision < 0 ? trimmed(exact) : rounded(exact, precision);
          default -> general(exact, precision);
        };
  }

  private static String rounded(BigDecimal exact, int precision) {
    return exact.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String trimmed(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static String general(BigDecimal exact, int precision) {
    if (exact.signum() == 0) {
      return "0";
    }
    int significant = precision == 0 ? 1 : precision;
    BigDecimal digits =
        precision < 0 ? exact : exact.round(new MathContext(significant, RoundingMode.HALF_EVEN));
    digits = digits.stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    int limit = significant;
    if (limit > digits.precision() && digits.precision() >= exponent + 1) {
      limit = digits.precision();
    }
    if (precision < 0) {
      limit = SHORTEST_EXPONENT;
    }
    return exponent < -4 || exponent >= limit ? exponent(digits, -1) : trimmed(digits);
  }

  private static String exponent(BigDecimal value, int precision) {
    BigDecimal digits = value;
    if (precision >= 0 && value.signum() != 0) {
      digits = value.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    } else if (precision < 0) {
      digits = value.stripTrailingZeros();
    }
    String unscaled = digits.unscaledValue().toString();
    int exponent = value.signum() == 0 ? 0 : digits.precision() - digits.scale() - 1;
    int after = precision < 0 ? unscaled.length() - 1 : precision;
    StringBuilder out = new StringBuilder(unscaled);
    while (out.length() < after + 1) {
      out.append('0');
    }
    out.setLength(after + 1);
    if (after > 0) {
      out.insert(1, '.');
    }
    return out.append(exponent < 0 ? "e-" : "e+")
        .append("%02d".formatted(Math.abs(exponent)))
        .toString();
  }
}
