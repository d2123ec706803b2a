package io.mallwatch.samplemall.shop;

import io.mallwatch.samplemall.fault.Fault;
import io.mallwatch.samplemall.fault.Faults;
import io.mallwatch.starter.business.BusinessMetrics;
import io.mallwatch.starter.business.SecurityAuditLogger;
import io.mallwatch.starter.business.TransactionFailure;
import io.mallwatch.starter.business.UserActivityLogger;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.transaction.support.TransactionTemplate;

/// Purchase orders from the basket to the payment.
public final class Orders {
  private static final int MAX_QUANTITY = 99;
  private static final int RESTOCK_BELOW = 1000;
  private static final Set<String> CHANNELS = Set.of("wechat", "alipay", "card");

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final PaymentGateway gateway;
  private final Faults faults;
  private final BusinessMetrics metrics;
  private final UserActivityLogger activity;
  private final SecurityAuditLogger audit;
  private final InstantSource clock;
  private final LongSupplier nanoClock;

  public Orders(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      PaymentGateway gateway,
      Faults faults,
      Users.Watch watch,
      InstantSource clock,
      LongSupplier nanoClock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.gateway = gateway;
    this.faults = faults;
    this.metrics = watch.metrics();
    this.activity = watch.activity();
    this.audit = watch.audit();
    this.clock = clock;
    this.nanoClock = nanoClock;
  }

  /// An order.
  public record Order(
      long id,
      long buyerId,
      long shopId,
      long productId,
      int quantity,
      BigDecimal amount,
      String status,
      LocalDateTime createdAt) {}

  private record Article(long shopId, BigDecimal price, int stock) {}

  /// Places an order and reserves the stock.
  ///
  /// @throws MallException 404 without such a product, 400 for a bad quantity, 409 without stock
  public Order place(long buyerId, long productId, int quantity) {
    if (quantity < 1 || quantity > MAX_QUANTITY) {
      throw new MallException(400, "bad_quantity", "quantity must be 1 to " + MAX_QUANTITY);
    }
    metrics.purchaseRequested();
    Order order = transaction.execute(status -> reserve(buyerId, productId, quantity));
    metrics.purchaseSucceeded(order.amount());
    activity.logPurchaseOrder(
        Long.toString(buyerId), "shop-" + order.shopId(), order.amount(), order.status());
    return order;
  }

  private Order reserve(long buyerId, long productId, int quantity) {
    Article article =
        jdbc.sql("SELECT shop_id, price, stock FROM products WHERE id = ?")
            .param(productId)
            .query(Article.class)
            .optional()
            .orElseThrow(
                () -> new MallException(404, "no_such_product", "no product " + productId));
    int delivery = article.stock() < RESTOCK_BELOW ? 100 * RESTOCK_BELOW : 0;
    int reserved =
        jdbc.sql("UPDATE products SET stock = stock - ? + ? WHERE id = ? AND stock + ? >= ?")
            .params(List.of(quantity, delivery, productId, delivery, quantity))
            .update();
    if (reserved == 0) {
      throw new MallException(409, "out_of_stock", "sold out: product " + productId);
    }
    BigDecimal amount = article.price().multiply(BigDecimal.valueOf(quantity));
    LocalDateTime now = Times.now(clock);
    var key = new GeneratedKeyHolder();
    jdbc.sql(
            "INSERT INTO purchase_orders (buyer_id, shop_id, product_id, quantity, amount, status,"
                + " created_at) VALUES (?, ?, ?, ?, ?, 'created', ?)")
        .params(List.of(buyerId, article.shopId(), productId, quantity, amount, now))
        .update(key, "id");
    Number id = key.getKey();
    return new Order(
        id == null ? 0 : id.longValue(),
        buyerId,
        article.shopId(),
        productId,
        quantity,
        amount,
        "created",
        now);
  }

  /// Pays an order through `channel`.
  ///
  /// @throws MallException 403 for someone else's order, 409 if it is paid already
  /// @throws PaymentFailed if the gateway does not take the money
  public Order pay(long buyerId, long orderId, String channel) {
    if (!CHANNELS.contains(channel)) {
      throw new MallException(400, "bad_channel", "channel must be one of " + CHANNELS);
    }
    Order order = owned(buyerId, orderId, "pay");
    if (order.status().equals("paid")) {
      throw new MallException(409, "already_paid", "order " + orderId + " is paid");
    }
    long start = nanoClock.getAsLong();
    metrics.transactionAttempted();
    try {
      gateway.pay(orderId, order.amount(), channel);
      transaction.executeWithoutResult(status -> settle(order, channel));
    } catch (RuntimeException failed) {
      metrics.transactionFailed(reason(failed), since(start));
      throw failed;
    }
    metrics.transactionSucceeded(order.amount(), since(start));
    return order(orderId);
  }

  private static TransactionFailure reason(RuntimeException failed) {
    return failed instanceof PaymentFailed payment ? payment.reason() : TransactionFailure.INTERNAL;
  }

  private Duration since(long start) {
    return Duration.ofNanos(Math.max(0, nanoClock.getAsLong() - start));
  }

  private void settle(Order order, String channel) {
    int settled =
        jdbc.sql(
                "UPDATE purchase_orders SET status = 'paid', channel = ?, paid_at = ?"
                    + " WHERE id = ? AND status <> 'paid'")
            .params(List.of(channel, Times.now(clock), order.id()))
            .update();
    if (settled == 1) {
      BigDecimal reward = order.amount().movePointLeft(2).setScale(2, RoundingMode.DOWN);
      jdbc.sql("UPDATE users SET spent = spent + ?, points = points + ? WHERE id = ?")
          .params(List.of(order.amount(), reward, order.buyerId()))
          .update();
      jdbc.sql(
              "INSERT INTO points_transactions (user_id, kind, amount, created_at)"
                  + " VALUES (?, 'reward', ?, ?)")
          .params(List.of(order.buyerId(), reward, Times.now(clock)))
          .update();
    }
  }

  /// The buyer's last twenty orders, newest first.
  public List<Order> history(long buyerId) {
    if (faults.isOn(Fault.SLOW_QUERIES)) {
      jdbc.sql("SELECT id, SLEEP(1.5) FROM purchase_orders ORDER BY id LIMIT 1")
          .query((row, number) -> row.getLong(1))
          .list();
    }
    return jdbc.sql(
            "SELECT id, buyer_id, shop_id, product_id, quantity, amount, status, created_at"
                + " FROM purchase_orders WHERE buyer_id = ? ORDER BY id DESC LIMIT 20")
        .param(buyerId)
        .query(Order.class)
        .list();
  }

  /// One order, for its buyer only; every look is a checked permission.
  public Order owned(long userId, long orderId, String action) {
    Order order = order(orderId);
    boolean granted = order.buyerId() == userId;
    audit.logPermissionCheck(Long.toString(userId), "purchase_order", action, granted);
    if (!granted) {
      throw new MallException(403, "not_yours", "order " + orderId + " is not yours");
    }
    return order;
  }

  private Order order(long orderId) {
    return jdbc.sql(
            "SELECT id, buyer_id, shop_id, product_id, quantity, amount, status, created_at"
                + " FROM purchase_orders WHERE id = ?")
        .param(orderId)
        .query(Order.class)
        .optional()
        .orElseThrow(() -> new MallException(404, "no_such_order", "no order " + orderId));
  }
}
