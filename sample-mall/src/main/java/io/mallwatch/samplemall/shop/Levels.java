package io.mallwatch.samplemall.shop;

import io.mallwatch.starter.business.BusinessMetrics;
import io.mallwatch.starter.business.UserActivityLogger;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The eight levels of membership and the way up: a user who has spent enough may ask for the next
/// one.
public final class Levels {
  /// Yuan spent that each level asks for, in the order of [BusinessMetrics#LEVELS].
  public static final List<BigDecimal> MIN_SPENT =
      List.of(
          BigDecimal.ZERO,
          new BigDecimal(500),
          new BigDecimal(3_000),
          new BigDecimal(10_000),
          new BigDecimal(30_000),
          new BigDecimal(80_000),
          new BigDecimal(200_000),
          new BigDecimal(500_000));

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final BusinessMetrics metrics;
  private final UserActivityLogger activity;
  private final InstantSource clock;
  private final LongSupplier nanoClock;

  public Levels(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      BusinessMetrics metrics,
      UserActivityLogger activity,
      InstantSource clock,
      LongSupplier nanoClock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.metrics = metrics;
    this.activity = activity;
    this.clock = clock;
    this.nanoClock = nanoClock;
  }

  /// What stands between a user and the next level.
  ///
  /// @param level the present level
  /// @param next the next one, empty for directors
  /// @param missing yuan still to spend, zero if the user may ask now
  public record Prospect(String level, String next, BigDecimal missing) {
    boolean eligible() {
      return !next.isEmpty() && missing.signum() == 0;
    }
  }

  /// A finished upgrade.
  public record Upgrade(String fromLevel, String toLevel) {}

  private record Standing(String level, BigDecimal spent) {}

  public Prospect prospect(long userId) {
    return prospectOf(standing(userId, ""));
  }

  private Standing standing(long userId, String lock) {
    return jdbc.sql("SELECT level, spent FROM users WHERE id = ?" + lock)
        .param(userId)
        .query(Standing.class)
        .optional()
        .orElseThrow(() -> new MallException(404, "no_such_user", "no user " + userId));
  }

  private static Prospect prospectOf(Standing standing) {
    int rank = BusinessMetrics.LEVELS.indexOf(standing.level());
    if (rank + 1 >= BusinessMetrics.LEVELS.size()) {
      return new Prospect(standing.level(), "", BigDecimal.ZERO);
    }
    BigDecimal missing = MIN_SPENT.get(rank + 1).subtract(standing.spent()).max(BigDecimal.ZERO);
    return new Prospect(standing.level(), BusinessMetrics.LEVELS.get(rank + 1), missing);
  }

  /// Raises the user to the next level.
  ///
  /// @throws MallException 422 if the user has not spent enough (not counted as an attempt), 500 if
  ///   the mall has no rule in force for that level
  public Upgrade upgrade(long userId) {
    long start = nanoClock.getAsLong();
    Prospect prospect = prospect(userId);
    if (!prospect.eligible()) {
      throw new MallException(
          422, "not_eligible", "still %s yuan to spend".formatted(prospect.missing()));
    }
    metrics.upgradeAttempted();
    try {
      Upgrade upgrade = transaction.execute(status -> raise(userId));
      metrics.upgradeSucceeded();
      activity.logUserUpgrade(
          Long.toString(userId),
          upgrade.fromLevel(),
          upgrade.toLevel(),
          Duration.ofNanos(nanoClock.getAsLong() - start));
      return upgrade;
    } catch (RuntimeException failed) {
      metrics.upgradeFailed();
      throw failed;
    }
  }

  private Upgrade raise(long userId) {
    Prospect prospect = prospectOf(standing(userId, " FOR UPDATE"));
    Optional<BigDecimal> rule =
        jdbc.sql("SELECT min_spent FROM level_rules WHERE level = ? AND active = TRUE")
            .param(prospect.next())
            .query(BigDecimal.class)
            .optional();
    if (rule.isEmpty()) {
      throw new MallException(
          500, "no_level_rule", "no active rule for level " + prospect.next() + " (等级规则失效)");
    }
    jdbc.sql("UPDATE users SET level = ? WHERE id = ?")
        .params(List.of(prospect.next(), userId))
        .update();
    jdbc.sql(
            "INSERT INTO level_upgrades (user_id, from_level, to_level, created_at)"
                + " VALUES (?, ?, ?, ?)")
        .params(List.of(userId, prospect.level(), prospect.next(), Times.now(clock)))
        .update();
    return new Upgrade(prospect.level(), prospect.next());
  }
}
