package io.mallwatch.server.state;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mallwatch.model.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// The state file. Thread-safe; every call is one transaction, durable when it returns.
public final class StateDatabase implements AutoCloseable {

  private static final int CONNECTIONS = 4;
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;

  private final HikariDataSource dataSource;
  private final Jdbi jdbi;

  private StateDatabase(HikariDataSource dataSource) {
    this.dataSource = dataSource;
    this.jdbi = Jdbi.create(dataSource);
  }

  /// Opens `file`, makes it when it is not there, and brings its schema up to date.
  ///
  /// @throws StoreUnavailableException when it cannot be opened
  public static StateDatabase open(Path file) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("mallwatch-state");
    config.setJdbcUrl("jdbc:sqlite:" + file);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.addDataSourceProperty("journal_mode", "WAL");
    config.addDataSourceProperty("synchronous", "NORMAL");
    config.addDataSourceProperty("busy_timeout", Integer.toString(BUSY_TIMEOUT_MILLIS));
    config.addDataSourceProperty("foreign_keys", "true");
    HikariDataSource dataSource = new HikariDataSource(config);
    try {
      Flyway.configure()
          .dataSource(dataSource)
          .locations("classpath:db/migration")
          .load()
          .migrate();
      return new StateDatabase(dataSource);
    } catch (RuntimeException e) {
      dataSource.close();
      throw new StoreUnavailableException("the state file " + file + " cannot be opened", e);
    }
  }

  /// Runs `work` in one transaction.
  ///
  /// @throws StoreUnavailableException when the database fails
  <T> T with(Function<Handle, T> work) {
    try {
      return jdbi.inTransaction(work::apply);
    } catch (JdbiException e) {
      throw new StoreUnavailableException("the state database failed: " + e.getMessage(), e);
    }
  }

  /// Writes a consistent copy into a file that is not there yet, while everything goes on.
  ///
  /// @throws StoreUnavailableException when the disk refuses
  public void copyTo(Path file) {
    try {
      jdbi.useHandle(
          handle -> handle.execute("VACUUM INTO '" + file.toString().replace("'", "''") + "'"));
    } catch (JdbiException e) {
      throw new StoreUnavailableException("the state database cannot be copied", e);
    }
  }

  /// Whether it answers.
  public boolean isUp() {
    try (var connection = dataSource.getConnection()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
