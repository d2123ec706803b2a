package io.mallwatch.samplemall.shop;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/// How many users each level has, counted now and then, so that scrapes never wait for the
/// database.
public final class LevelCounts implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(LevelCounts.class);

  private final JdbcClient jdbc;
  private final ScheduledExecutorService executor;
  private volatile Map<String, Long> counts = Map.of();

  public LevelCounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(task -> {
          var thread = new Thread(task, "mallwatch-mall-level-counts");
          thread.setDaemon(true);
          return thread;
        });
  }

  /// Counts now and then every `interval`.
  public void start(Duration interval) {
    var unused =
        executor.scheduleWithFixedDelay(this::count, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  public void count() {
    try {
      Map<String, Long> fresh = new HashMap<>();
      jdbc.sql("SELECT level, COUNT(*) FROM users GROUP BY level")
          .query((RowCallbackHandler) row -> fresh.put(row.getString(1), row.getLong(2)));
      counts = Map.copyOf(fresh);
    } catch (DataAccessException | TransactionException unavailable) {
      logger.warn("levels not counted this time reason={}", unavailable.getMessage());
    }
  }

  /// The last count; empty before the first.
  public Map<String, Long> latest() {
    return counts;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
