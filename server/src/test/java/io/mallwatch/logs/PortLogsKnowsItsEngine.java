// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.logs;

final class PortLogsKnowsItsEngine {
  private PortLogsKnowsItsEngine() {}

  static String name() {
    return io.mallwatch.logs.planted.LogsEngine.NAME.strip();
  }
}
