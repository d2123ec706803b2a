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
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Asks the database now and then how many transactions wait for locks, how big the tables are and
/// how their rows are read, on a connection of its own, so that an exhausted pool does not blind
/// it. Until the first answer, and after a failed question, the gauges show NaN.
final class DatabaseProbe implements AutoCloseable {
  private static final int TABLES_EVERY = 12;
  private static final int QUERY_TIMEOUT_SECONDS = 5;
  private static final Logger logger = LoggerFactory.getLogger(DatabaseProbe.class);

  /// Opens the probe's connection.
  @FunctionalInterface
  interface Connecting {
    Connection open() throws SQLException;
  }

  private record Pair(double first, double second) {}

  private final Connecting connecting;
  private final Dialect dialect;
  private final List<String> tables;
  private final Counter failures;
  private final Map<String, Pair> sizes = new ConcurrentHashMap<>(); // bytes and rows
  private final Map<String, Pair> reads = new ConcurrentHashMap<>(); // through an index, and all
  private final Map<String, Double> efficiencies = new ConcurrentHashMap<>();
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
        Gauge.builder("db.table.size", () -> size(table).first())
            .description("Data and indexes of a table")
            .baseUnit("bytes")
            .tag("table", table)
            .register(registry);
        Gauge.builder("db.table.rows", () -> size(table).second())
            .description("Rows of a table, as the database estimates them")
            .tag("table", table)
            .register(registry);
      }
    }
    if (dialect.tableReads() != null) {
      registerReads(registry);
    }
  }

  private void registerReads(MeterRegistry registry) {
    for (String table : tables) {
      Gauge.builder(
              "db.table.index.efficiency.ratio", () -> efficiencies.getOrDefault(table, Double.NaN))
          .description("Share of a table's rows read through an index since the last question")
          .tag("table", table)
          .register(registry);
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
      if (rounds++ % TABLES_EVERY == 0) {
        if (dialect.tableSize() != null) {
          askTables(open, dialect.tableSize(), sizes::put);
        }
        if (dialect.tableReads() != null) {
          askTables(open, dialect.tableReads(), this::tell);
        }
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
  private void askTables(Connection open, String query, BiConsumer<String, Pair> taker) {
    for (String table : tables) {
      try (PreparedStatement statement = open.prepareStatement(query)) {
        statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
        statement.setString(1, table);
        try (ResultSet answer = statement.executeQuery()) {
          if (answer.next()) {
            taker.accept(table, new Pair(answer.getDouble(1), answer.getDouble(2)));
          }
        }
      } catch (SQLException unanswered) {
        failures.increment();
        logger.debug("table not measured table={}", table, unanswered);
      }
    }
  }

  /// The database counts since its start; what counts is what came since the last question. A table
  /// that nobody read has no efficiency.
  private void tell(String table, Pair now) {
    Pair before = reads.put(table, now);
    boolean restarted = before != null && now.second() < before.second();
    double indexed = now.first() - (before == null || restarted ? 0 : before.first());
    double all = now.second() - (before == null || restarted ? 0 : before.second());
    efficiencies.put(table, all > 0 ? Math.min(1, indexed / all) : Double.NaN);
  }

  private Pair size(String table) {
    return sizes.getOrDefault(table, new Pair(Double.NaN, Double.NaN));
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
