package io.mallwatch.samplemall.shop;

import io.mallwatch.samplemall.fault.Fault;
import io.mallwatch.samplemall.fault.Faults;
import java.math.BigDecimal;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Shops and what they sell.
public final class Catalogue {
  private static final int PAGE = 20;
  private static final double BROKEN_SHARE = 0.6;
  private static final String COLUMNS = "SELECT id, shop_id, name, price, stock FROM products";

  /// A query from a release that expects a migration which did not run.
  private static final String UNMIGRATED =
      "SELECT id, shop_id, name, price, stock, promotion_price FROM products";

  private final JdbcClient jdbc;
  private final Faults faults;
  private final RandomGenerator random;

  public Catalogue(JdbcClient jdbc, Faults faults, RandomGenerator random) {
    this.jdbc = jdbc;
    this.faults = faults;
    this.random = random;
  }

  /// A shop.
  public record Shop(long id, String name, String city) {}

  /// Something for sale.
  public record Product(long id, long shopId, String name, BigDecimal price, int stock) {}

  public List<Shop> shops() {
    return jdbc.sql("SELECT id, name, city FROM shops ORDER BY id LIMIT 50")
        .query(Shop.class)
        .list();
  }

  public List<Product> productsOf(long shopId) {
    return jdbc.sql(select() + " WHERE shop_id = ? ORDER BY id LIMIT " + PAGE)
        .param(shopId)
        .query(Product.class)
        .list();
  }

  public Product product(long productId) {
    return jdbc.sql(select() + " WHERE id = ?")
        .param(productId)
        .query(Product.class)
        .optional()
        .orElseThrow(() -> new MallException(404, "no_such_product", "no product " + productId));
  }

  public List<Product> search(String words) {
    return jdbc.sql(select() + " WHERE name LIKE ? ORDER BY id LIMIT " + PAGE)
        .param("%" + words + "%")
        .query(Product.class)
        .list();
  }

  private String select() {
    return faults.isOn(Fault.ERROR_BURST) && random.nextDouble() < BROKEN_SHARE
        ? UNMIGRATED
        : COLUMNS;
  }
}
