package io.mallwatch.samplemall.history;

import io.mallwatch.samplemall.shop.Levels;
import io.mallwatch.samplemall.shop.Passwords;
import io.mallwatch.samplemall.shop.SeedData;
import io.mallwatch.samplemall.shop.Times;
import io.mallwatch.starter.business.BusinessMetrics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Fills an empty database: people, shops, products, rules, and the orders of the past, in
/// multi-row inserts of [#ROWS].
public final class Seeder {
  private static final int ROWS = 500;
  private static final Duration OLDEST_ACCOUNT = Duration.ofDays(400);
  private static final double[] LEVEL_SHARES = {
    0.62, 0.20, 0.09, 0.045, 0.025, 0.012, 0.006, 0.002
  };
  private static final int START_STOCK = 100_000;

  private final JdbcTemplate jdbc;
  private final JdbcClient client;
  private final TransactionTemplate transaction;
  private final InstantSource clock;

  public Seeder(JdbcTemplate jdbc, TransactionTemplate transaction, InstantSource clock) {
    this.jdbc = jdbc;
    this.client = JdbcClient.create(jdbc);
    this.transaction = transaction;
    this.clock = clock;
  }

  /// Writes what the mall needs to open, unless it is there; mends what a fault may have left
  /// broken by an earlier run that was killed.
  public void seedBasics() {
    if (client.sql("SELECT COUNT(*) FROM mall_settings").query(Long.class).single() == 0) {
      transaction.executeWithoutResult(status -> {
        seedRules();
        seedShops();
        seedUsers();
        client.sql("INSERT INTO mall_settings VALUES ('points_ledger_frozen', 'false')").update();
      });
    }
    openLedger();
    client.sql("UPDATE level_rules SET active = TRUE").update();
    client
        .sql("UPDATE mall_settings SET content = 'false' WHERE name = 'points_ledger_frozen'")
        .update();
  }

  /// Begins the ledger of points: an entry for what each account has that its entries do not show.
  /// Once only, since a difference that comes later is a fault.
  private void openLedger() {
    if (client
            .sql("SELECT COUNT(*) FROM points_transactions WHERE kind = 'opening'")
            .query(Long.class)
            .single()
        == 0) {
      client
          .sql(
              """
              INSERT INTO points_transactions (user_id, kind, amount, created_at)
              SELECT u.id, 'opening', u.points - COALESCE(e.total, 0), u.created_at FROM users u
              LEFT JOIN (SELECT user_id, SUM(CASE WHEN kind IN ('transfer_out', 'withdraw')
                  THEN -amount ELSE amount END) AS total
                FROM points_transactions GROUP BY user_id) e ON e.user_id = u.id
              WHERE u.points <> COALESCE(e.total, 0)
              """)
          .update();
    }
  }

  private void seedRules() {
    for (int rank = 0; rank < BusinessMetrics.LEVELS.size(); rank++) {
      client
          .sql("INSERT INTO level_rules (level, rank_no, min_spent, active) VALUES (?, ?, ?, TRUE)")
          .params(List.of(BusinessMetrics.LEVELS.get(rank), rank, Levels.MIN_SPENT.get(rank)))
          .update();
    }
  }

  private void seedShops() {
    Object created = Times.of(clock.instant().minus(OLDEST_ACCOUNT));
    var shops =
        new Rows(jdbc, "INSERT INTO shops (id, name, city, owner_id, created_at) VALUES ", 5);
    for (int shop = 1; shop <= SeedData.SHOPS; shop++) {
      shops.add(shop, SeedData.shopName(shop), SeedData.city(shop), shop * 7, created);
    }
    shops.flush();
    var products =
        new Rows(jdbc, "INSERT INTO products (id, shop_id, name, price, stock) VALUES ", 5);
    for (int product = 1; product <= SeedData.PRODUCTS; product++) {
      products.add(
          product,
          SeedData.shopOf(product),
          SeedData.productName(product),
          SeedData.price(product),
          START_STOCK);
    }
    products.add(SeedData.PACK_PRODUCT, 1, "升级礼包 399", SeedData.PACK_PRICE, START_STOCK);
    products.flush();
  }

  private void seedUsers() {
    var random = new SplittableRandom(SeedData.USERS);
    String hash = new Passwords(random).hash(SeedData.PASSWORD);
    Instant now = clock.instant();
    var users =
        new Rows(
            jdbc,
            "INSERT INTO users (id, username, nickname, password_hash, role, level, points, spent,"
                + " created_at) VALUES ",
            9);
    for (int id = 1; id <= SeedData.USERS; id++) {
      int rank = rank(random.nextDouble());
      // Squared, so that most accounts are young.
      double age = Math.pow(random.nextDouble(), 2) * OLDEST_ACCOUNT.toSeconds();
      users.add(
          id,
          SeedData.username(id),
          SeedData.nickname(random),
          hash,
          id == 1 ? "admin" : "member",
          BusinessMetrics.LEVELS.get(rank),
          BigDecimal.valueOf(20 + random.nextInt(480)),
          spent(rank, random.nextDouble()),
          Times.of(now.minusSeconds((long) age)));
    }
    users.flush();
  }

  private static int rank(double chance) {
    double left = chance;
    for (int rank = 0; rank < LEVEL_SHARES.length; rank++) {
      left -= LEVEL_SHARES[rank];
      if (left < 0) {
        return rank;
      }
    }
    return 0;
  }

  /// Somewhere between what the level asks for and what the next one would.
  private static BigDecimal spent(int rank, double share) {
    BigDecimal floor = Levels.MIN_SPENT.get(rank);
    BigDecimal ceiling =
        rank + 1 < Levels.MIN_SPENT.size() ? Levels.MIN_SPENT.get(rank + 1) : floor.add(floor);
    return floor
        .add(ceiling.subtract(floor).multiply(BigDecimal.valueOf(share * 0.95)))
        .setScale(2, RoundingMode.DOWN);
  }

  /// Writes the orders of `past`, every `keep`th of them.
  void seedOrders(Past past, int keep) {
    transaction.executeWithoutResult(status -> {
      var rows =
          new Rows(
              jdbc,
              "INSERT INTO purchase_orders (buyer_id, shop_id, product_id, quantity, amount,"
                  + " status, channel, created_at, paid_at) VALUES ",
              9);
      var counter = new int[1];
      past.tell(chapter -> {
        for (Past.Sale sale : chapter.sales()) {
          if (counter[0]++ % keep == 0) {
            addSale(rows, sale);
          }
        }
      });
      rows.flush();
    });
  }

  private static void addSale(Rows rows, Past.Sale sale) {
    Object at = Times.of(sale.at());
    rows.add(
        sale.buyerId(),
        SeedData.shopOf(sale.basket().productId()),
        sale.basket().productId(),
        sale.basket().quantity(),
        sale.basket().amount(),
        sale.paid() ? "paid" : "created",
        sale.channel(),
        at,
        at);
  }

  /// Rows on their way into one table.
  private static final class Rows {
    private final JdbcTemplate jdbc;
    private final String insert;
    private final String row;
    private final List<Object> values = new ArrayList<>();
    private int rows;

    Rows(JdbcTemplate jdbc, String insert, int columns) {
      this.jdbc = jdbc;
      this.insert = insert;
      this.row = "(" + "?,".repeat(columns - 1) + "?)";
    }

    void add(Object... columns) {
      values.addAll(List.of(columns));
      if (++rows == ROWS) {
        flush();
      }
    }

    void flush() {
      if (rows > 0) {
        String sql = insert + (row + ",").repeat(rows - 1) + row;
        jdbc.update(connection -> filled(connection, sql));
        values.clear();
        rows = 0;
      }
    }

    private PreparedStatement filled(Connection connection, String sql) throws SQLException {
      PreparedStatement statement = connection.prepareStatement(sql);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      return statement;
    }
  }
}
