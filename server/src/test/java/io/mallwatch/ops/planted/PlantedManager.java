// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.ops.planted;

final class PlantedManager {
  private PlantedManager() {}
}
