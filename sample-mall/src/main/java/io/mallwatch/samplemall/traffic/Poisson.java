package io.mallwatch.samplemall.traffic;

import java.util.random.RandomGenerator;

/// Draws how often something happens that is expected `mean` times.
public final class Poisson {
  private static final double LARGE = 30;

  private Poisson() {}

  /// Exact for small means (Knuth's product of uniforms), the normal approximation past 30.
  public static int draw(double mean, RandomGenerator random) {
    if (mean <= 0) {
      return 0;
    }
    if (mean > LARGE) {
      return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double limit = Math.exp(-mean);
    int count = 0;
    for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }
}
