package io.mallwatch.starter.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.mallwatch.starter.Await;
import io.mallwatch.starter.MallwatchProperties;
import io.mallwatch.starter.TestShop;
import io.mallwatch.starter.metric.MetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

class DatabaseWatchTest {
  private static final String URL = "jdbc:h2:mem:watch;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=30000";

  private static HikariDataSource pool() {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(URL);
    pool.setUsername("sa");
    pool.setMaximumPoolSize(7);
    return pool;
  }

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  MetricsAutoConfiguration.class, DatabaseAutoConfiguration.class))
          .withPropertyValues("mallwatch.database.slow-query=100ms")
          .withBean("pool", HikariDataSource.class, DatabaseWatchTest::pool);

  @Test
  void slowQueriesAreCountedByTable() {
    runner.run(context -> {
      var jdbc = new JdbcTemplate(context.getBean("pool", DataSource.class));
      jdbc.execute("CREATE TABLE IF NOT EXISTS users (id INT)");
      jdbc.execute("CREATE ALIAS IF NOT EXISTS SLEEP FOR '" + TestShop.class.getName() + ".sleep'");
      jdbc.update("DELETE FROM users");
      jdbc.update("INSERT INTO users VALUES (1)");

      jdbc.queryForList("SELECT id, SLEEP(0.3) FROM users");

      MeterRegistry registry = context.getBean(MeterRegistry.class);
      assertThat(slow(registry, "users")).isGreaterThanOrEqualTo(1);
      assertThat(slow(registry, "shops")).isZero();
    });
  }

  private static double slow(MeterRegistry registry, String table) {
    return registry.get("db.slow.queries").tag("table", table).counter().count();
  }

  @Test
  void connectionsAreCountedAgainstWhatThePoolMayHold() {
    runner.run(context -> {
      DataSource source = context.getBean("pool", DataSource.class);
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      try (Connection one = source.getConnection();
          Connection two = source.getConnection()) {
        assertThat(one).isNotSameAs(two);
        assertThat(registry.get("db.connections.active").gauge().value()).isEqualTo(2);
      }
      assertThat(registry.get("db.connections.active").gauge().value()).isZero();
      assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
          .contains("hikaricp_connections_max");
      assertThat(source.unwrap(HikariDataSource.class).getMaximumPoolSize()).isEqualTo(7);
    });
  }

  @Test
  void lockWaitsAreSeenWhileATransactionWaits() throws SQLException, InterruptedException {
    var registry = new SimpleMeterRegistry();
    try (Connection holder = DriverManager.getConnection(URL, "sa", "");
        Connection waiter = DriverManager.getConnection(URL, "sa", "");
        Statement holding = holder.createStatement();
        Statement waiting = waiter.createStatement();
        var probe =
            new DatabaseProbe(
                () -> DriverManager.getConnection(URL, "sa", ""),
                Dialect.of(URL),
                List.of("locked"),
                registry)) {
      holding.execute("CREATE TABLE IF NOT EXISTS locked (id INT PRIMARY KEY, n INT)");
      holding.execute("MERGE INTO locked VALUES (1, 0)");
      holder.setAutoCommit(false);
      holding.execute("UPDATE locked SET n = 1 WHERE id = 1");
      var thread =
          new Thread(() -> {
            try {
              waiting.execute("UPDATE locked SET n = 2 WHERE id = 1");
            } catch (SQLException interrupted) {
              throw new IllegalStateException(interrupted);
            }
          });
      thread.start();
      Await.until(() -> {
        probe.ask();
        assertThat(lockWaits(registry)).isEqualTo(1);
      });
      holder.commit();
      thread.join();
      probe.ask();
      assertThat(lockWaits(registry)).isZero();
      assertThat(registry.get("db.table.rows").tag("table", "locked").gauge().value())
          .isGreaterThanOrEqualTo(0);
    }
  }

  private static double lockWaits(MeterRegistry registry) {
    return registry.get("db.lock.waits").gauge().value();
  }

  @Test
  void anUnreachableDatabaseShowsNoNumberAndIsCounted() {
    var registry = new SimpleMeterRegistry();
    try (var probe =
        new DatabaseProbe(
            () -> {
              throw new SQLException("down");
            },
            Dialect.of(URL),
            List.of(),
            registry)) {
      probe.ask();
      probe.ask();
    }

    assertThat(lockWaits(registry)).isNaN();
    assertThat(registry.get("mallwatch.database.probe.failures").counter().count()).isEqualTo(2);
  }

  @Test
  void rowsReadThroughAnIndexAreAShareOfThoseReadSinceTheLastQuestion() throws SQLException {
    var registry = new SimpleMeterRegistry();
    Dialect counting =
        new Dialect("h2database", null, null, "SELECT indexed, whole FROM reads WHERE name = ?");
    try (Connection open = DriverManager.getConnection(URL, "sa", "");
        Statement change = open.createStatement()) {
      change.execute("CREATE TABLE reads (name VARCHAR(20), indexed INT, whole INT)");
      change.execute("INSERT INTO reads VALUES ('orders', 90, 100)");
      assertThat(efficiencyAfter(1, counting, registry, change, "")).isEqualTo(0.9);
      assertThat(efficiencyAfter(2, counting, new SimpleMeterRegistry(), change, "")).isNaN();
      assertThat(
              efficiencyAfter(
                  2,
                  counting,
                  new SimpleMeterRegistry(),
                  change,
                  "UPDATE reads SET indexed = 100, whole = 120"))
          .isEqualTo(0.5);
      assertThat(
              efficiencyAfter(
                  2,
                  counting,
                  new SimpleMeterRegistry(),
                  change,
                  "UPDATE reads SET indexed = 3, whole = 4"))
          .as("counted from 0 again after the database's restart")
          .isEqualTo(0.75);
    }
  }

  /// Asks for the tables' figures so many times, with a change before the last time.
  private static double efficiencyAfter(
      int times, Dialect dialect, MeterRegistry registry, Statement change, String sql)
      throws SQLException {
    try (var probe =
        new DatabaseProbe(
            () -> DriverManager.getConnection(URL, "sa", ""),
            dialect,
            List.of("orders"),
            registry)) {
      for (int round = 0; round <= 12 * (times - 1); round++) {
        if (round == 12 * (times - 1) && !sql.isEmpty()) {
          change.execute(sql);
        }
        probe.ask();
      }
    }
    return registry.get("db.table.index.efficiency.ratio").tag("table", "orders").gauge().value();
  }

  @Test
  void databasesThatCannotTellHaveNoGauge() {
    var registry = new SimpleMeterRegistry();
    Dialect unknown = Dialect.of("jdbc:unheard:of");
    try (var probe =
        new DatabaseProbe(
            () -> DriverManager.getConnection(URL), unknown, List.of("t"), registry)) {
      probe.start(Duration.ofHours(1));
    }

    assertThat(unknown.system()).isEqualTo("other_sql");
    assertThat(registry.find("db.lock.waits").gauge()).isNull();
  }

  @Test
  void theDefaultsWatchTheFourTablesOfTheMall() {
    MallwatchProperties defaults =
        new Binder(new MapConfigurationPropertySource())
            .bindOrCreate("mallwatch", Bindable.of(MallwatchProperties.class));

    assertThat(defaults.database().tables())
        .containsExactly("users", "shops", "purchase_orders", "points_transactions");
    assertThat(defaults.request().slow()).isEqualTo(Duration.ofSeconds(2));
    assertThat(defaults.request().verySlow()).isEqualTo(Duration.ofSeconds(5));
  }
}
