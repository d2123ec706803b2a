package io.mallwatch.samplemall.store;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The mall's tables, in the SQL that MariaDB and H2 share. Times are UTC.
public final class Schema {
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS users (
            id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
            username VARCHAR(64) NOT NULL,
            nickname VARCHAR(64) NOT NULL,
            password_hash VARCHAR(128) NOT NULL,
            role VARCHAR(16) NOT NULL DEFAULT 'member',
            level VARCHAR(16) NOT NULL DEFAULT 'normal',
            points DECIMAL(18,2) NOT NULL DEFAULT 0,
            spent DECIMAL(18,2) NOT NULL DEFAULT 0,
            failed_logins INT NOT NULL DEFAULT 0,
            locked_until DATETIME(3) NULL,
            created_at DATETIME(3) NOT NULL,
            last_login_at DATETIME(3) NULL,
            CONSTRAINT users_username UNIQUE (username))
          """,
          """
          CREATE TABLE IF NOT EXISTS shops (
            id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
            name VARCHAR(64) NOT NULL,
            city VARCHAR(32) NOT NULL,
            owner_id BIGINT NOT NULL,
            created_at DATETIME(3) NOT NULL)
          """,
          """
          CREATE TABLE IF NOT EXISTS products (
            id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
            shop_id BIGINT NOT NULL,
            name VARCHAR(96) NOT NULL,
            price DECIMAL(12,2) NOT NULL,
            stock INT NOT NULL)
          """,
          """
          CREATE TABLE IF NOT EXISTS level_rules (
            level VARCHAR(16) NOT NULL PRIMARY KEY,
            rank_no INT NOT NULL,
            min_spent DECIMAL(18,2) NOT NULL,
            active BOOLEAN NOT NULL DEFAULT TRUE)
          """,
          """
          CREATE TABLE IF NOT EXISTS purchase_orders (
            id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
            buyer_id BIGINT NOT NULL,
            shop_id BIGINT NOT NULL,
            product_id BIGINT NOT NULL,
            quantity INT NOT NULL,
            amount DECIMAL(14,2) NOT NULL,
            status VARCHAR(16) NOT NULL,
            channel VARCHAR(16) NULL,
            created_at DATETIME(3) NOT NULL,
            paid_at DATETIME(3) NULL)
          """,
          """
          CREATE TABLE IF NOT EXISTS points_transactions (
            id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
            user_id BIGINT NOT NULL,
            kind VARCHAR(16) NOT NULL,
            counterparty_id BIGINT NULL,
            amount DECIMAL(14,2) NOT NULL,
            created_at DATETIME(3) NOT NULL)
          """,
          """
          CREATE TABLE IF NOT EXISTS level_upgrades (
            id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
            user_id BIGINT NOT NULL,
            from_level VARCHAR(16) NOT NULL,
            to_level VARCHAR(16) NOT NULL,
            created_at DATETIME(3) NOT NULL)
          """,
          """
          CREATE TABLE IF NOT EXISTS mall_settings (
            name VARCHAR(64) NOT NULL PRIMARY KEY,
            content VARCHAR(128) NOT NULL)
          """,
          "CREATE INDEX IF NOT EXISTS orders_by_buyer ON purchase_orders (buyer_id, id)",
          "CREATE INDEX IF NOT EXISTS points_by_user ON points_transactions (user_id, id)",
          "CREATE INDEX IF NOT EXISTS products_by_shop ON products (shop_id)");

  private Schema() {}

  /// Creates what is missing.
  public static void create(JdbcClient jdbc, boolean h2) {
    TABLES.forEach(statement -> jdbc.sql(statement).update());
    if (h2) {
      jdbc.sql("CREATE ALIAS IF NOT EXISTS SLEEP FOR '" + H2Functions.class.getName() + ".sleep'")
          .update();
    }
  }
}
