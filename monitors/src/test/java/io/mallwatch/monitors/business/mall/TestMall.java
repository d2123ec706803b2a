package io.mallwatch.monitors.business.mall;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// A mall's database in memory, with the sample mall's tables or with any others.
public final class TestMall implements AutoCloseable {

  /// The sample mall's tables, as far as figures and books need them.
  public static final List<String> SAMPLE =
      List.of(
          "CREATE TABLE users (id BIGINT PRIMARY KEY, level VARCHAR(16), points DECIMAL(18,2),"
              + " created_at TIMESTAMP(3), last_login_at TIMESTAMP(3))",
          "CREATE TABLE purchase_orders (id BIGINT PRIMARY KEY, buyer_id BIGINT,"
              + " amount DECIMAL(14,2), status VARCHAR(16), channel VARCHAR(16),"
              + " created_at TIMESTAMP(3), paid_at TIMESTAMP(3))",
          "CREATE TABLE points_transactions (id BIGINT PRIMARY KEY, user_id BIGINT,"
              + " kind VARCHAR(16), counterparty_id BIGINT, amount DECIMAL(14,2),"
              + " created_at TIMESTAMP(3))",
          "CREATE TABLE level_upgrades (id BIGINT PRIMARY KEY, user_id BIGINT,"
              + " created_at TIMESTAMP(3))");

  private final String url;
  private final Connection connection;

  public TestMall(String name, List<String> tables) throws SQLException {
    url = "jdbc:h2:mem:" + name + ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    connection = DriverManager.getConnection(url, "sa", "");
    for (String table : tables) {
      sql(table);
    }
  }

  public void sql(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  public MallDatabase open(MallSchema schema) {
    return new MallDatabase(
        () -> Optional.of(new MallAccess(url, "sa", "")),
        schema,
        ZoneOffset.UTC,
        Duration.ofSeconds(5));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
