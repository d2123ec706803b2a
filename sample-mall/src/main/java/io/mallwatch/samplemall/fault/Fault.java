package io.mallwatch.samplemall.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What can go wrong on request.
public enum Fault {
  PAYMENT_FAILURES("The payment gateway answers most payments with an error"),
  SLOW_API("Most API requests wait for seconds"),
  ERROR_BURST("Product queries ask for a column that does not exist"),
  UPGRADE_FAILURES("The rules for level upgrades are inactive, upgrades fail"),
  POINTS_TRANSFER_FAILURES("The points ledger is frozen, transfers fail"),
  CONNECTION_POOL_EXHAUSTION("Nearly all database connections are held"),
  MEMORY_PRESSURE("The heap is kept 93 % full"),
  LOCK_WAITS("A transaction holds locks on all products for seconds"),
  SLOW_QUERIES("Order history runs a query that takes more than a second"),
  LOGIN_BRUTE_FORCE("Someone tries passwords"),
  SQL_INJECTION("Someone searches for ' OR 1=1"),
  PERMISSION_VIOLATIONS("Users reach for what is not theirs"),
  SILENT_LOGS("The log level is OFF, no line leaves the mall");

  private final String description;

  Fault(String description) {
    this.description = description;
  }

  /// The name for people and addresses, such as `slow-api`.
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String description() {
    return description;
  }

  /// Finds a fault by its [#slug()].
  public static Optional<Fault> named(String slug) {
    return Arrays.stream(values()).filter(fault -> fault.slug().equals(slug)).findFirst();
  }
}
