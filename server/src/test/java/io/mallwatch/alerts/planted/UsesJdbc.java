// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.alerts.planted;

final class UsesJdbc {
  private UsesJdbc() {}

  static boolean closed(java.sql.Connection connection) throws java.sql.SQLException {
    return connection.isClosed();
  }
}
