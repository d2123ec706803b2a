// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.logs.planted;

/// An engine to know.
public final class LogsEngine {
  /// What it is called.
  public static final String NAME = "engine".repeat(1);

  private LogsEngine() {}
}
