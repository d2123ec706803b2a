package io.mallwatch.starter.database;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Asks the database now and then how many transactions wait for locks and how big the tables are,
/// on a connection of its own, so that an exhausted pool does not blind it. Until the first answer,
/// and after a failed question, the gauges show NaN.
final class DatabaseProbe implements AutoCloseable {
  private static final int TABLES_EVERY = 12;
  private static final int QUERY_TIMEOUT_SECONDS = 5;
  private static final Logger logger = LoggerFactory.getLogger(DatabaseProbe.class);

  /// Opens the probe's connection.
  @FunctionalInterface
  interface Connecting {
    Connection open() throws SQLException;
  }

  private record Size(double bytes, double rows) {}

  private final Connecting connecting;
  private final Dialect dialect;
  private final List<String> tables;
  private final Counter failures;
  private final Map<String, Size> sizes = new ConcurrentHashMap<>();
  private final ScheduledExecutorService executor;
  private volatile double lockWaits = Double.NaN;
  private @Nullable Connection connection; // used by the executor's one thread, and after its end
  private long rounds;
  private boolean failing;
  private boolean answered;

  DatabaseProbe(
      Connecting connecting, Dialect dialect, List<String> tables, MeterRegistry registry) {
    this.connecting = connecting;
    this.dialect = dialect;
    this.tables = List.copyOf(tables);
    this.failures =
        Counter.builder("mallwatch.database.probe.failures")
            .description("Questions to the database about its state that it did not answer")
            .register(registry);
    this.executor =
        Executors.newSingleThreadScheduledExecutor(task -> {
          var thread = new Thread(task, "mallwatch-database-probe");
          thread.setDaemon(true);
          return thread;
        });
    if (dialect.lockWaits() != null) {
      Gauge.builder("db.lock.waits", () -> lockWaits)
          .description("Transactions that wait for a lock")
          .register(registry);
    }
    if (dialect.tableSize() != null) {
      for (String table : tables) {
        Gauge.builder("db.table.size", () -> size(table).bytes())
            .description("Data and indexes of a table")
            .baseUnit("bytes")
            .tag("table", table)
            .register(registry);
        Gauge.builder("db.table.rows", () -> size(table).rows())
            .description("Rows of a table, as the database estimates them")
            .tag("table", table)
            .register(registry);
      }
    }
  }

  void start(Duration interval) {
    var unused =
        executor.scheduleWithFixedDelay(
            this::ask, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Asks once, on the calling thread.
  void ask() {
    try {
      Connection open = connection;
      if (open == null) {
        open = connecting.open();
        connection = open;
      }
      if (dialect.lockWaits() != null) {
        lockWaits = askLockWaits(open, dialect.lockWaits());
      }
      if (dialect.tableSize() != null && rounds++ % TABLES_EVERY == 0) {
        askTables(open, dialect.tableSize());
      }
      failing = false;
      answered = true;
    } catch (SQLException | RuntimeException unanswered) {
      failures.increment();
      lockWaits = Double.NaN;
      if (!failing) {
        // A database that is still starting is nothing to warn of.
        logger
            .atLevel(answered ? Level.WARN : Level.INFO)
            .log("database probe failed, trying again reason={}", unanswered.toString());
      }
      failing = true;
      drop();
    }
  }

  private static double askLockWaits(Connection open, String query) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(query)) {
      statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() ? answer.getDouble(1) : Double.NaN;
      }
    }
  }

  /// A table that is not there spoils neither the others nor the lock waits.
  private void askTables(Connection open, String query) {
    for (String table : tables) {
      try (PreparedStatement statement = open.prepareStatement(query)) {
        statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
        statement.setString(1, table);
        try (ResultSet answer = statement.executeQuery()) {
          if (answer.next()) {
            sizes.put(table, new Size(answer.getDouble(1), answer.getDouble(2)));
          }
        }
      } catch (SQLException unanswered) {
        failures.increment();
        logger.debug("table not measured table={}", table, unanswered);
      }
    }
  }

  private Size size(String table) {
    return sizes.getOrDefault(table, new Size(Double.NaN, Double.NaN));
  }

  private void drop() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException gone) {
        logger.debug("probe connection was gone already", gone);
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (executor.awaitTermination(1, TimeUnit.SECONDS)) {
        drop();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
