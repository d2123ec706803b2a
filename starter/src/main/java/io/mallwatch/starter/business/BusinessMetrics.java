package io.mallwatch.starter.business;

import io.mallwatch.starter.metric.TotalGauges;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The mall's business in numbers, under the names that its rules and dashboards read. Every
/// counter exists from the start, so that zero shows as zero and not as nothing. Amounts are yuan
/// or points.
public final class BusinessMetrics {
  /// The levels of membership, lowest first; the values of the label `level`.
  public static final List<String> LEVELS =
      List.of("normal", "vip", "star_1", "star_2", "star_3", "star_4", "star_5", "director");

  private static final Duration[] TRANSACTION_BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private final TotalGauges totals;
  private final MeterRegistry registry;
  private final Counter registrations;
  private final Counter loginSuccesses;
  private final Counter loginFailures;
  private final Counter upgradeAttempts;
  private final Counter upgradeSuccesses;
  private final Counter upgradeFailures;
  private final Counter transactionAttempts;
  private final Counter transactionSuccesses;
  private final Counter transactionCount;
  private final Counter transactionAmount;
  private final Timer transactionDuration;
  private final Map<TransactionFailure, Counter> transactionFailures =
      new EnumMap<>(TransactionFailure.class);
  private final Counter purchaseRequests;
  private final Counter purchaseSuccesses;
  private final Counter purchaseAmount;
  private final Counter transferAttempts;
  private final Counter transferSuccesses;
  private final Counter transferFailures;
  private final Counter transferAmount;
  private final Counter rechargeAmount;
  private final Counter withdrawAmount;

  public BusinessMetrics(MeterRegistry registry, TotalGauges totals, ActiveUsers activeUsers) {
    this.registry = registry;
    this.totals = totals;
    registrations = counter("user.registration", "Users who registered");
    loginSuccesses = logins("success");
    loginFailures = logins("failure");
    upgradeAttempts = counter("user.upgrade.attempts", "Level upgrades begun");
    upgradeSuccesses = counter("user.upgrade.success", "Level upgrades done");
    upgradeFailures = counter("user.upgrade.failures", "Level upgrades that failed");
    transactionAttempts = counter("transaction.attempts", "Payments begun");
    transactionSuccesses = counter("transaction.success", "Payments done");
    transactionCount = counter("transaction.count", "Transactions completed");
    transactionAmount = counter("transaction.amount", "Yuan of completed transactions");
    transactionDuration =
        Timer.builder("transaction.duration")
            .description("Time from a payment's begin to its success or failure")
            .serviceLevelObjectives(TRANSACTION_BUCKETS)
            .register(registry);
    for (TransactionFailure reason : TransactionFailure.values()) {
      transactionFailures.put(
          reason,
          Counter.builder("transaction.failures")
              .description("Payments that failed")
              .tag("reason", reason.label())
              .register(registry));
    }
    purchaseRequests = counter("purchase.requests", "Purchase orders asked for");
    purchaseSuccesses = counter("purchase.success", "Purchase orders accepted");
    purchaseAmount = counter("purchase.amount", "Yuan of accepted purchase orders");
    transferAttempts = counter("points.transfer.attempts", "Transfers of points begun");
    transferSuccesses = counter("points.transfer.success", "Transfers of points done");
    transferFailures = counter("points.transfer.failures", "Transfers of points that failed");
    transferAmount = counter("points.transfer.amount", "Points transferred");
    rechargeAmount = counter("points.recharge.amount", "Points bought");
    withdrawAmount = counter("points.withdraw.amount", "Points paid out");
    totals.register(
        "user_active_total", "Distinct users seen in the last 15 minutes", activeUsers::count);
  }

  /// Publishes `user_level_total{level}`; `counts` is asked on every scrape and should be cheap.
  /// Levels other than [#LEVELS] are left out, missing ones are zero.
  public void userLevels(Supplier<Map<String, Long>> counts) {
    totals.register(
        "user_level_total",
        "Users by level of membership",
        "level",
        () -> {
          Map<String, Long> known = counts.get();
          var all = new HashMap<String, Long>();
          LEVELS.forEach(level -> all.put(level, known.getOrDefault(level, 0L)));
          return all;
        });
  }

  /// A user registered.
  public void userRegistered() {
    registrations.increment();
  }

  /// A user tried to log in.
  public void login(boolean success) {
    (success ? loginSuccesses : loginFailures).increment();
  }

  /// A level upgrade begins; ends with [#upgradeSucceeded()] or [#upgradeFailed()].
  public void upgradeAttempted() {
    upgradeAttempts.increment();
  }

  public void upgradeSucceeded() {
    upgradeSuccesses.increment();
  }

  public void upgradeFailed() {
    upgradeFailures.increment();
  }

  /// A payment begins; ends with [#transactionSucceeded] or [#transactionFailed].
  public void transactionAttempted() {
    transactionAttempts.increment();
  }

  public void transactionSucceeded(BigDecimal amount, Duration duration) {
    transactionSuccesses.increment();
    transactionCount.increment();
    transactionAmount.increment(amount.doubleValue());
    transactionDuration.record(duration);
  }

  public void transactionFailed(TransactionFailure reason, Duration duration) {
    Counter counter = transactionFailures.get(reason);
    if (counter != null) {
      counter.increment();
    }
    transactionDuration.record(duration);
  }

  /// A buyer asks for a purchase order; accepted ones are told by [#purchaseSucceeded].
  public void purchaseRequested() {
    purchaseRequests.increment();
  }

  public void purchaseSucceeded(BigDecimal amount) {
    purchaseSuccesses.increment();
    purchaseAmount.increment(amount.doubleValue());
  }

  /// A transfer of points begins; ends with [#transferSucceeded] or [#transferFailed()].
  public void transferAttempted() {
    transferAttempts.increment();
  }

  public void transferSucceeded(BigDecimal points) {
    transferSuccesses.increment();
    transferAmount.increment(points.doubleValue());
  }

  public void transferFailed() {
    transferFailures.increment();
  }

  /// Points were bought.
  public void recharged(BigDecimal points) {
    rechargeAmount.increment(points.doubleValue());
  }

  /// Points were paid out.
  public void withdrawn(BigDecimal points) {
    withdrawAmount.increment(points.doubleValue());
  }

  private Counter logins(String result) {
    return Counter.builder("user.logins")
        .description("Log-in attempts by result")
        .tag("result", result)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }
}
