// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.logs.lucene.planted;

/// An engine.
public abstract class PlantedStore implements io.mallwatch.logs.LogStore {
  /// What it is called.
  public static String title() {
    return "planted";
  }
}
