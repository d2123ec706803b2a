package io.mallwatch.metrics.promql.function;

/// Logarithm and power to the base 2, exact for powers of two.
public final class Powers {

  private static final double LN_2 = Math.log(2);

  private Powers() {}

  public static double log2(double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      return Math.log(value);
    }
    if (value < Double.MIN_NORMAL) {
      return log2(value * 0x1p54) - 54;
    }
    int exponent = Math.getExponent(value);
    double mantissa = Math.scalb(value, -exponent);
    return mantissa == 1 ? exponent : exponent + Math.log(mantissa) / LN_2;
  }

  public static double exp2(double exponent) {
    return Math.pow(2, exponent);
  }
}
