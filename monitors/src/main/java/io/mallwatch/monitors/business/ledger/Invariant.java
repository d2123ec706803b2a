package io.mallwatch.monitors.business.ledger;

import io.mallwatch.monitors.business.figure.Words;
import io.mallwatch.monitors.business.mall.SqlTemplate;
import java.util.List;

/// Something that is always true of sound books.
///
/// @param id stable name, the label `invariant`
/// @param name what people call it
/// @param rule what must hold, in a sentence
/// @param sql gives the rows that offend; a column `difference`, where there is one, is money or
///   points that are too much or too few
public record Invariant(String id, Words name, Words rule, SqlTemplate sql) {

  /// Signed amount of an entry of points: credits add, debits take, others count for nothing.
  private static final String SIGNED =
      "CASE WHEN {points.kind} IN ({points.kind.credit}) THEN {points.amount}"
          + " WHEN {points.kind} IN ({points.kind.debit}) THEN -{points.amount} ELSE 0 END";

  /// What is guarded.
  public static final List<Invariant> ALL =
      List.of(
          new Invariant(
              "balance_equals_entries",
              new Words("余额等于流水之和", "Balance equals its entries"),
              new Words(
                  "每个用户的通券余额 = 其全部流水之和（收入 − 支出）",
                  "each user's balance of points is the sum of its entries, credits less debits"),
              new SqlTemplate(
                  "SELECT u.{users.id} AS user_id, u.{users.balance} AS balance,"
                      + " COALESCE(e.total, 0) AS entries,"
                      + " u.{users.balance} - COALESCE(e.total, 0) AS difference"
                      + " FROM {users} u LEFT JOIN (SELECT {points.user} AS who, SUM("
                      + SIGNED
                      + ") AS total FROM {points} GROUP BY {points.user}) e"
                      + " ON e.who = u.{users.id}"
                      + " WHERE ABS(u.{users.balance} - COALESCE(e.total, 0)) > 0.005"
                      + " ORDER BY ABS(u.{users.balance} - COALESCE(e.total, 0)) DESC")),
          new Invariant(
              "no_negative_balance",
              new Words("余额不为负", "No negative balance"),
              new Words("任何用户的通券余额不小于 0", "no user's balance of points is below zero"),
              new SqlTemplate(
                  "SELECT {users.id} AS user_id, {users.balance} AS balance,"
                      + " {users.balance} AS difference FROM {users}"
                      + " WHERE {users.balance} < 0 ORDER BY {users.balance}")),
          new Invariant(
              "transfers_balance",
              new Words("转出等于转入", "Transfers out equal transfers in"),
              new Words(
                  "两人之间转出的通券之和 = 对方转入之和",
                  "what one user transferred to another is what the other received from the first"),
              new SqlTemplate(
                  "SELECT t.payer AS payer_id, t.payee AS payee_id, SUM(t.amount) AS difference"
                      + " FROM (SELECT {points.user} AS payer, {points.counterparty} AS payee,"
                      + " {points.amount} AS amount FROM {points}"
                      + " WHERE {points.kind} IN ({points.kind.transfer_out})"
                      + " UNION ALL SELECT {points.counterparty}, {points.user}, -{points.amount}"
                      + " FROM {points} WHERE {points.kind} IN ({points.kind.transfer_in})) t"
                      + " GROUP BY t.payer, t.payee HAVING ABS(SUM(t.amount)) > 0.005"
                      + " ORDER BY ABS(SUM(t.amount)) DESC")),
          new Invariant(
              "no_double_credit",
              new Words("不重复入账", "Nothing is credited twice"),
              new Words(
                  "最近 24 小时内，同一用户、同一对方、同一类型、同一金额、同一时刻只入账一次",
                  "within the last 24 hours no credit stands twice with the same user, counterparty,"
                      + " kind, amount and moment"),
              new SqlTemplate(
                  "SELECT MAX({points.id}) AS entry_id, {points.user} AS user_id,"
                      + " {points.kind} AS kind, COUNT(*) AS times,"
                      + " SUM({points.amount}) - MAX({points.amount}) AS difference FROM {points}"
                      + " WHERE {points.kind} IN ({points.kind.credit})"
                      + " AND {points.created_at} >= :minus1d AND {points.created_at} < :now"
                      + " GROUP BY {points.user}, {points.counterparty}, {points.kind},"
                      + " {points.amount}, {points.created_at} HAVING COUNT(*) > 1"
                      + " ORDER BY SUM({points.amount}) DESC")),
          new Invariant(
              "paid_order_has_payment",
              new Words("已支付的订单有支付", "A paid order has its payment"),
              new Words(
                  "状态为已支付的订单有支付时间与支付渠道",
                  "an order that counts as paid has a time and a channel of payment"),
              new SqlTemplate(
                  "SELECT {orders.id} AS order_id, {orders.buyer} AS user_id,"
                      + " {orders.amount} AS difference FROM {orders}"
                      + " WHERE {orders.status} IN ({orders.status.paid})"
                      + " AND ({orders.paid_at} IS NULL OR {orders.channel} IS NULL)"
                      + " AND {orders.created_at} >= :minus30d"
                      + " ORDER BY {orders.amount} DESC")),
          new Invariant(
              "order_amount_positive",
              new Words("订单金额大于 0", "Orders cost something"),
              new Words(
                  "最近 24 小时内支付的订单金额大于 0",
                  "the orders paid in the last 24 hours have an amount above zero"),
              new SqlTemplate(
                  "SELECT {orders.id} AS order_id, {orders.buyer} AS user_id,"
                      + " {orders.amount} AS difference FROM {orders}"
                      + " WHERE {orders.status} IN ({orders.status.paid})"
                      + " AND {orders.paid_at} >= :minus1d AND {orders.paid_at} < :now"
                      + " AND {orders.amount} <= 0 ORDER BY {orders.id} DESC")));
}
