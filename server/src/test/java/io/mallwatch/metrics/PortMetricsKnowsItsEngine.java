// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.metrics;

final class PortMetricsKnowsItsEngine {
  private PortMetricsKnowsItsEngine() {}

  static String name() {
    return io.mallwatch.metrics.planted.MetricsEngine.NAME.strip();
  }
}
