// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.alerts;

final class PortAlertsKnowsItsEngine {
  private PortAlertsKnowsItsEngine() {}

  static String name() {
    return io.mallwatch.alerts.planted.AlertsEngine.NAME.strip();
  }
}
