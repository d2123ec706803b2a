// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.doors.planted;

final class DoorKnowsAnEngine {
  private DoorKnowsAnEngine() {}

  static String title() {
    return io.mallwatch.logs.lucene.planted.PlantedStore.title();
  }
}
