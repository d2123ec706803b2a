package io.mallwatch.server.drill;

import java.util.Arrays;
import java.util.Optional;

/// A fault of the sample mall and the rule that must follow.
public enum Scenario {
  PAYMENT_FAILURES("payment-failures", "TransactionSuccessRateLow"),
  SLOW_API("slow-api", "HighApiResponseTime"),
  ERROR_BURST("error-burst", "HighErrorRate"),
  UPGRADE_FAILURES("upgrade-failures", "UserUpgradeFailureRate"),
  POINTS_TRANSFER_FAILURES("points-transfer-failures", "PointsTransferFailures"),
  CONNECTION_POOL("connection-pool-exhaustion", "DatabaseConnectionPoolExhausted"),
  MEMORY_PRESSURE("memory-pressure", "HighMemoryUsage"),
  LOCK_WAITS("lock-waits", "DatabaseLockWaits"),
  SLOW_QUERIES("slow-queries", "SlowQueries"),
  LOGIN_BRUTE_FORCE("login-brute-force", "LoginFailures"),
  SQL_INJECTION("sql-injection", "AttackDetected"),
  PERMISSION_VIOLATIONS("permission-violations", "PermissionDenials"),
  SILENT_LOGS("silent-logs", "LogSourceSilent");

  private final String fault;
  private final String rule;

  Scenario(String fault, String rule) {
    this.fault = fault;
    this.rule = rule;
  }

  /// Name of the fault, as `mallwatch fault` knows it.
  public String fault() {
    return fault;
  }

  /// Name of the alert.
  public String rule() {
    return rule;
  }

  /// Finds a scenario by its fault.
  public static Optional<Scenario> of(String fault) {
    return Arrays.stream(values()).filter(one -> one.fault().equals(fault)).findFirst();
  }
}
