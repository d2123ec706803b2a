package io.mallwatch.metrics.promql.function;

import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// Functions of one number, by name, and the arithmetic of the operators.
public final class InstantFunctions {

  private static final double LN_2 = Math.log(2);

  private static final Map<String, DoubleUnaryOperator> BY_NAME =
      Map.ofEntries(
          Map.entry("abs", Math::abs),
          Map.entry("ceil", Math::ceil),
          Map.entry("floor", Math::floor),
          Map.entry("exp", Math::exp),
          Map.entry("sqrt", Math::sqrt),
          Map.entry("ln", Math::log),
          Map.entry("log2", Powers::log2),
          Map.entry("log10", Math::log10),
          Map.entry("sin", Math::sin),
          Map.entry("cos", Math::cos),
          Map.entry("tan", Math::tan),
          Map.entry("asin", Math::asin),
          Map.entry("acos", Math::acos),
          Map.entry("atan", Math::atan),
          Map.entry("sinh", Math::sinh),
          Map.entry("cosh", Math::cosh),
          Map.entry("tanh", Math::tanh),
          Map.entry("asinh", InstantFunctions::asinh),
          Map.entry("acosh", InstantFunctions::acosh),
          Map.entry("atanh", InstantFunctions::atanh),
          Map.entry("rad", value -> value * Math.PI / 180),
          Map.entry("deg", value -> value * 180 / Math.PI),
          Map.entry("sgn", InstantFunctions::sign));

  private InstantFunctions() {}

  /// The function of that name.
  public static Optional<DoubleUnaryOperator> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  private static double sign(double value) {
    if (value < 0) {
      return -1;
    }
    return value > 0 ? 1 : value;
  }

  private static double asinh(double value) {
    double x = Math.abs(value);
    if (x < 1e-9 || Double.isInfinite(x) || Double.isNaN(x)) {
      return value;
    }
    double result =
        x > 1e8 ? Math.log(x) + LN_2 : Math.log1p(x + x * x / (1 + Math.sqrt(x * x + 1)));
    return Math.copySign(result, value);
  }

  private static double acosh(double value) {
    if (value < 1) {
      return Double.NaN;
    }
    double above = value - 1;
    return value > 1e8
        ? Math.log(value) + LN_2
        : Math.log1p(above + Math.sqrt(2 * above + above * above));
  }

  private static double atanh(double value) {
    return 0.5 * Math.log1p(2 * value / (1 - value));
  }

  /// `round(value, toNearest)`: halves go up.
  public static double round(double value, double toNearest) {
    double inverse = 1 / toNearest;
    return Math.floor(value * inverse + 0.5) / inverse;
  }

  /// `value ^ exponent` after IEEE 754, which knows that 1 to any power is 1.
  public static double power(double value, double exponent) {
    if (value == 1 || (value == -1 && Double.isInfinite(exponent))) {
      return 1;
    }
    return Math.pow(value, exponent);
  }
}
