// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.traces.planted;

/// An engine to know.
public final class TracesEngine {
  /// What it is called.
  public static final String NAME = "engine".repeat(1);

  private TracesEngine() {}
}
