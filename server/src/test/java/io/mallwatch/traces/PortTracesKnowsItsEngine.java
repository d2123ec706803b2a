// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.traces;

final class PortTracesKnowsItsEngine {
  private PortTracesKnowsItsEngine() {}

  static String name() {
    return io.mallwatch.traces.planted.TracesEngine.NAME.strip();
  }
}
