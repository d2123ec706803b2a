// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.monitors.planted;

final class MonitorBuildsAnEngine {
  private MonitorBuildsAnEngine() {}

  static String title() {
    return io.mallwatch.logs.lucene.planted.PlantedStore.title();
  }
}
