package io.mallwatch.starter.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.mallwatch.starter.metric.TotalGauges;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

/// All HikariCP pools of the application, summed up in `db_connections_active`,
/// `db_connections_idle` and `db_connections_total`; the last is what the pools may hold at most,
/// not what they hold now, so that active/total tells how near they are to exhaustion.
final class ConnectionPools {
  private final List<HikariDataSource> pools = new CopyOnWriteArrayList<>();
  private final MeterRegistry registry;

  ConnectionPools(MeterRegistry registry, TotalGauges totals) {
    this.registry = registry;
    Gauge.builder("db.connections.active", () -> sum(HikariPoolMXBean::getActiveConnections))
        .description("Database connections in use")
        .register(registry);
    Gauge.builder("db.connections.idle", () -> sum(HikariPoolMXBean::getIdleConnections))
        .description("Database connections waiting for use")
        .register(registry);
    totals.register(
        "db_connections_total",
        "Database connections that the pools may hold at most",
        () -> pools.stream().mapToInt(HikariDataSource::getMaximumPoolSize).sum());
  }

  /// Adds `pool`, and lets it measure itself unless something else already does. Call before its
  /// first connection.
  void add(HikariDataSource pool) {
    pools.add(pool);
    if (pool.getMetricsTrackerFactory() == null && pool.getMetricRegistry() == null) {
      pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    }
  }

  private double sum(ToDoubleFunction<HikariPoolMXBean> reading) {
    double sum = 0;
    for (HikariDataSource pool : pools) {
      HikariPoolMXBean bean = pool.getHikariPoolMXBean();
      if (bean != null) {
        sum += reading.applyAsDouble(bean);
      }
    }
    return sum;
  }
}
