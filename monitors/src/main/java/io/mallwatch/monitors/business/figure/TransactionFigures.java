package io.mallwatch.monitors.business.figure;

import io.mallwatch.monitors.business.mall.SqlTemplate;
import java.util.List;
import java.util.Map;

/// The twelve of the paper's `TransactionMetrics` (R058 to R069), in its order.
final class TransactionFigures {

  private TransactionFigures() {}

  static final List<Figure> ALL =
      List.of(
          new Figure(
              "dailyGMV",
              "R058",
              "transactions",
              "yuan",
              "24h",
              new Words("每日成交总额", "Daily gross merchandise value"),
              new Words(
                  "最近 24 小时内支付完成的订单金额之和",
                  "amounts of the orders paid in the last 24 hours, summed"),
              new Words("24 小时内没有成交", "no order was paid in 24 hours"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_daily_gmv",
              Map.of(),
              new SqlTemplate(
                  "SELECT COALESCE(SUM({orders.amount}), 0) * {orders.amount.factor} AS answer FROM "
                      + "{orders} WHERE {orders.status} IN ({orders.status.paid}) AND {orders.paid_at} "
                      + ">= :minus1d AND {orders.paid_at} < :now"),
              "sum(increase(transaction_amount_total{$sel}[1d]))",
              true),
          new Figure(
              "dailyOrderCount",
              "R059",
              "transactions",
              "count",
              "24h",
              new Words("每日订单数", "Daily orders"),
              new Words("最近 24 小时内支付完成的订单数", "orders paid in the last 24 hours"),
              new Words("24 小时内没有成交", "no order was paid in 24 hours"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_daily_orders",
              Map.of(),
              new SqlTemplate(
                  "SELECT COUNT(*) AS answer FROM {orders} WHERE {orders.status} IN "
                      + "({orders.status.paid}) AND {orders.paid_at} >= :minus1d AND {orders.paid_at} < "
                      + ":now"),
              "sum(increase(transaction_count_total{$sel}[1d]))",
              true),
          new Figure(
              "averageOrderValue",
              "R060",
              "transactions",
              "yuan",
              "24h",
              new Words("平均订单金额", "Average order value"),
              new Words("每日成交总额 ÷ 每日订单数", "daily gross merchandise value ÷ daily orders"),
              new Words("成交订单金额全为 0", "all paid orders were free"),
              new Words("24 小时内没有成交，或数据没有到达", "no order was paid in 24 hours, or no data came"),
              "mall_business_average_order_value",
              Map.of(),
              new SqlTemplate(
                  "SELECT AVG({orders.amount}) * {orders.amount.factor} AS answer FROM {orders} "
                      + "WHERE {orders.status} IN ({orders.status.paid}) AND {orders.paid_at} >= "
                      + ":minus1d AND {orders.paid_at} < :now"),
              "sum(increase(transaction_amount_total{$sel}[1d])) / "
                  + "(sum(increase(transaction_count_total{$sel}[1d])) > 0)",
              true),
          new Figure(
              "conversionRate",
              "R061",
              "transactions",
              "ratio",
              "24h",
              new Words("转化率", "Conversion rate"),
              new Words(
                  "最近 24 小时内下的订单中已支付的占比（下单→支付）",
                  "of the orders placed in the last 24 hours, the share that was paid (order to "
                      + "payment)"),
              new Words("下了单，无人支付", "orders were placed and none was paid"),
              new Words("24 小时内没有下单，或数据没有到达", "no order was placed in 24 hours, or no data came"),
              "mall_business_conversion_rate",
              Map.of(),
              new SqlTemplate(
                  "SELECT SUM(CASE WHEN {orders.status} IN ({orders.status.paid}) THEN 1.0 ELSE "
                      + "0.0 END) / NULLIF(COUNT(*), 0) AS answer FROM {orders} WHERE {orders.created_at} "
                      + ">= :minus1d AND {orders.created_at} < :now"),
              "clamp_max(sum(increase(transaction_count_total{$sel}[1d])) / "
                  + "(sum(increase(purchase_success_total{$sel}[1d])) > 0), 1)",
              true),
          new Figure(
              "purchaseRequestCount",
              "R062",
              "transactions",
              "count",
              "24h",
              new Words("采购请求数", "Purchase requests"),
              new Words(
                  "最近 24 小时内的采购请求；数据库只见留下订单的请求",
                  "purchase requests of the last 24 hours; the database sees those that left an "
                      + "order"),
              new Words("24 小时内没有采购请求", "nobody asked for a purchase in 24 hours"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_purchase_requests",
              Map.of(),
              new SqlTemplate(
                  "SELECT COUNT(*) AS answer FROM {orders} WHERE {orders.created_at} >= :minus1d "
                      + "AND {orders.created_at} < :now"),
              "sum(increase(purchase_requests_total{$sel}[1d]))",
              true),
          new Figure(
              "purchaseSuccessRate",
              "R063",
              "transactions",
              "ratio",
              "24h",
              new Words("采购成功率", "Purchase success rate"),
              new Words(
                  "最近 24 小时内被接受的采购请求占比；数据库按未被拒绝的订单计（orders.status.refused）",
                  "of the purchase requests of the last 24 hours, the share that was accepted; in "
                      + "the database those not refused (orders.status.refused)"),
              new Words("请求全部被拒绝", "every request was refused"),
              new Words(
                  "24 小时内没有请求，或数据库不留被拒绝的请求",
                  "no request in 24 hours, or the database keeps no refused ones"),
              "mall_business_purchase_success_rate",
              Map.of(),
              new SqlTemplate(
                  "SELECT SUM(CASE WHEN {orders.status} IN ({orders.status.refused}) THEN 0.0 ELSE "
                      + "1.0 END) / NULLIF(COUNT(*), 0) AS answer FROM {orders} WHERE {orders.created_at} "
                      + ">= :minus1d AND {orders.created_at} < :now"),
              "sum(increase(purchase_success_total{$sel}[1d])) / "
                  + "(sum(increase(purchase_requests_total{$sel}[1d])) > 0)",
              true),
          new Figure(
              "averagePurchaseAmount",
              "R064",
              "transactions",
              "yuan",
              "24h",
              new Words("平均采购金额", "Average purchase amount"),
              new Words(
                  "最近 24 小时内下的订单金额的平均，不论是否支付",
                  "mean amount of the orders placed in the last 24 hours, paid or not"),
              new Words("采购金额全为 0", "all purchases were free"),
              new Words("24 小时内没有下单，或数据没有到达", "no order was placed in 24 hours, or no data came"),
              "mall_business_average_purchase_amount",
              Map.of(),
              new SqlTemplate(
                  "SELECT AVG({orders.amount}) * {orders.amount.factor} AS answer FROM {orders} "
                      + "WHERE {orders.created_at} >= :minus1d AND {orders.created_at} < :now"),
              "sum(increase(purchase_amount_total{$sel}[1d])) / "
                  + "(sum(increase(purchase_success_total{$sel}[1d])) > 0)",
              true),
          new Figure(
              "purchaseProcessingTime",
              "R065",
              "transactions",
              "seconds",
              "24h",
              new Words("采购处理时间", "Purchase processing time"),
              new Words(
                  "数据库：24 小时内支付的订单从下单到支付的平均秒数；指标：支付处理的平均秒数",
                  "database: mean seconds from order to payment of the orders paid in 24 hours; "
                      + "metrics: mean seconds of handling a payment"),
              new Words("处理快到量不出", "too fast to measure"),
              new Words("24 小时内没有支付，或数据没有到达", "nothing was paid in 24 hours, or no data came"),
              "mall_business_purchase_processing_seconds",
              Map.of(),
              new SqlTemplate(
                  "SELECT AVG(seconds({orders.created_at}, {orders.paid_at})) AS answer FROM "
                      + "{orders} WHERE {orders.status} IN ({orders.status.paid}) AND {orders.paid_at} "
                      + ">= :minus1d AND {orders.paid_at} < :now"),
              "sum(rate(transaction_duration_seconds_sum{$sel}[1d])) / "
                  + "(sum(rate(transaction_duration_seconds_count{$sel}[1d])) > 0)",
              false),
          new Figure(
              "dailyTransferVolume",
              "R066",
              "transactions",
              "points",
              "24h",
              new Words("每日转账量（通券）", "Daily transfer volume of points"),
              new Words("最近 24 小时内转出的通券之和", "points transferred in the last 24 hours, summed"),
              new Words("24 小时内没有转账", "nothing was transferred in 24 hours"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_daily_transfer_volume",
              Map.of(),
              new SqlTemplate(
                  "SELECT COALESCE(SUM({points.amount}), 0) * {points.amount.factor} AS answer FROM "
                      + "{points} WHERE {points.kind} IN ({points.kind.transfer_out}) AND "
                      + "{points.created_at} >= :minus1d AND {points.created_at} < :now"),
              "sum(increase(points_transfer_amount_total{$sel}[1d]))",
              true),
          new Figure(
              "transferSuccessRate",
              "R067",
              "transactions",
              "ratio",
              "24h",
              new Words("转账成功率", "Transfer success rate"),
              new Words(
                  "最近 24 小时内成功的转账占比；数据库按 points.status 列计",
                  "of the transfers of the last 24 hours, the share that succeeded; in the "
                      + "database by the column points.status"),
              new Words("转账全部失败", "every transfer failed"),
              new Words(
                  "24 小时内没有转账，或数据库不留失败的转账",
                  "no transfer in 24 hours, or the database keeps no failed ones"),
              "mall_business_transfer_success_rate",
              Map.of(),
              new SqlTemplate(
                  "SELECT SUM(CASE WHEN {points.status} IN ({points.status.failed}) THEN 0.0 ELSE "
                      + "1.0 END) / NULLIF(COUNT(*), 0) AS answer FROM {points} WHERE {points.kind} IN "
                      + "({points.kind.transfer_out}) AND {points.created_at} >= :minus1d AND "
                      + "{points.created_at} < :now"),
              "1 - sum(increase(points_transfer_failures_total{$sel}[1d])) / "
                  + "(sum(increase(points_transfer_attempts_total{$sel}[1d])) > 0)",
              true),
          new Figure(
              "rechargeVolume",
              "R068",
              "transactions",
              "points",
              "24h",
              new Words("充值量", "Recharge volume"),
              new Words("最近 24 小时内充值的通券之和", "points bought in the last 24 hours, summed"),
              new Words("24 小时内没有充值", "nobody bought points in 24 hours"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_recharge_volume",
              Map.of(),
              new SqlTemplate(
                  "SELECT COALESCE(SUM({points.amount}), 0) * {points.amount.factor} AS answer FROM "
                      + "{points} WHERE {points.kind} IN ({points.kind.recharge}) AND "
                      + "{points.created_at} >= :minus1d AND {points.created_at} < :now"),
              "sum(increase(points_recharge_amount_total{$sel}[1d]))",
              true),
          new Figure(
              "withdrawalVolume",
              "R069",
              "transactions",
              "points",
              "24h",
              new Words("提现量", "Withdrawal volume"),
              new Words("最近 24 小时内提现的通券之和", "points paid out in the last 24 hours, summed"),
              new Words("24 小时内没有提现", "nobody withdrew in 24 hours"),
              new Words("数据没有到达，不等于 0", "no data came; that is not zero"),
              "mall_business_withdrawal_volume",
              Map.of(),
              new SqlTemplate(
                  "SELECT COALESCE(SUM({points.amount}), 0) * {points.amount.factor} AS answer FROM "
                      + "{points} WHERE {points.kind} IN ({points.kind.withdraw}) AND "
                      + "{points.created_at} >= :minus1d AND {points.created_at} < :now"),
              "sum(increase(points_withdraw_amount_total{$sel}[1d]))",
              true));
}
