package io.mallwatch.samplemall.shop;

import io.mallwatch.starter.business.BusinessMetrics;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The members' points (通券): transfers between members, bought and paid out.
public final class Points {
  private static final BigDecimal MAX = new BigDecimal(100_000);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final BusinessMetrics metrics;
  private final InstantSource clock;

  public Points(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      BusinessMetrics metrics,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.metrics = metrics;
    this.clock = clock;
  }

  public BigDecimal balance(long userId) {
    return jdbc.sql("SELECT points FROM users WHERE id = ?")
        .param(userId)
        .query(BigDecimal.class)
        .optional()
        .orElseThrow(() -> new MallException(404, "no_such_user", "no user " + userId));
  }

  /// Moves points from one member to another, all or nothing.
  ///
  /// @throws MallException 400 for a bad amount, 404 for an unknown member, 409 if the balance is
  ///   too small, 503 while the ledger is frozen
  public void transfer(long fromId, long toId, BigDecimal amount) {
    check(amount);
    if (fromId == toId) {
      throw new MallException(400, "same_user", "points stay where they are");
    }
    metrics.transferAttempted();
    try {
      transaction.executeWithoutResult(status -> move(fromId, toId, amount));
    } catch (RuntimeException failed) {
      metrics.transferFailed();
      throw failed;
    }
    metrics.transferSucceeded(amount);
  }

  private void move(long fromId, long toId, BigDecimal amount) {
    String frozen =
        jdbc.sql("SELECT content FROM mall_settings WHERE name = 'points_ledger_frozen'")
            .query(String.class)
            .single();
    if (Boolean.parseBoolean(frozen)) {
      throw new MallException(503, "ledger_frozen", "通券账本已冻结: the points ledger is frozen");
    }
    lockInOrder(fromId, toId);
    change(fromId, amount.negate());
    change(toId, amount);
    note(fromId, "transfer_out", toId, amount);
    note(toId, "transfer_in", fromId, amount);
  }

  /// Locks both accounts, the lower id first, so that crossing transfers cannot lock each other
  /// out.
  private void lockInOrder(long first, long second) {
    List<Long> ids =
        jdbc.sql("SELECT id FROM users WHERE id IN (?, ?) ORDER BY id FOR UPDATE")
            .params(List.of(Math.min(first, second), Math.max(first, second)))
            .query(Long.class)
            .list();
    if (ids.size() < 2) {
      throw new MallException(404, "no_such_user", "one of the members does not exist");
    }
  }

  /// Buys points.
  public void recharge(long userId, BigDecimal amount) {
    check(amount);
    transaction.executeWithoutResult(status -> {
      change(userId, amount);
      note(userId, "recharge", null, amount);
    });
    metrics.recharged(amount);
  }

  /// Pays points out.
  ///
  /// @throws MallException 409 if the balance is too small
  public void withdraw(long userId, BigDecimal amount) {
    check(amount);
    transaction.executeWithoutResult(status -> {
      change(userId, amount.negate());
      note(userId, "withdraw", null, amount);
    });
    metrics.withdrawn(amount);
  }

  private void change(long userId, BigDecimal amount) {
    int changed =
        jdbc.sql("UPDATE users SET points = points + ? WHERE id = ? AND points + ? >= 0")
            .params(List.of(amount, userId, amount))
            .update();
    if (changed == 0) {
      throw new MallException(409, "too_few_points", "通券余额不足: too few points");
    }
  }

  private void note(long userId, String kind, @Nullable Long counterparty, BigDecimal amount) {
    jdbc.sql(
            "INSERT INTO points_transactions (user_id, kind, counterparty_id, amount, created_at)"
                + " VALUES (?, ?, ?, ?, ?)")
        .params(
            new ArrayList<>(Arrays.asList(userId, kind, counterparty, amount, Times.now(clock))))
        .update();
  }

  private static void check(BigDecimal amount) {
    if (amount.signum() <= 0 || amount.compareTo(MAX) > 0) {
      throw new MallException(400, "bad_amount", "amount must be above 0 and at most " + MAX);
    }
  }
}
