// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.traces.planted;

final class UsesLucene {
  private UsesLucene() {}

  static String version() {
    return org.apache.lucene.util.Version.LATEST.toString();
  }
}
