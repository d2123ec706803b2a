package io.mallwatch.starter.database;

import com.zaxxer.hikari.HikariDataSource;
import io.mallwatch.starter.MallwatchProperties;
import io.mallwatch.starter.metric.TotalGauges;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// Watches every HikariCP data source of the application: puts a [QueryObserver] in front of it,
/// counts its connections and starts a [DatabaseProbe]. `unwrap(HikariDataSource.class)` still
/// reaches the pool.
final class DataSourceWatch implements BeanPostProcessor, DisposableBean {
  private final ObjectProvider<MallwatchProperties> properties;
  private final ObjectProvider<ObservationRegistry> observations;
  private final ObjectProvider<MeterRegistry> meters;
  private final ObjectProvider<TotalGauges> totals;
  private final List<DatabaseProbe> probes = new ArrayList<>(); // filled while the context starts
  private @Nullable ConnectionPools pools;

  DataSourceWatch(
      ObjectProvider<MallwatchProperties> properties,
      ObjectProvider<ObservationRegistry> observations,
      ObjectProvider<MeterRegistry> meters,
      ObjectProvider<TotalGauges> totals) {
    this.properties = properties;
    this.observations = observations;
    this.meters = meters;
    this.totals = totals;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null) {
      return watch(pool, name);
    }
    return bean;
  }

  private DataSource watch(HikariDataSource pool, String name) {
    MallwatchProperties.Database settings = properties.getObject().database();
    MeterRegistry registry = meters.getObject();
    ConnectionPools counted = pools;
    if (counted == null) {
      counted = new ConnectionPools(registry, totals.getObject());
      pools = counted;
    }
    if (!pool.isRunning()) {
      counted.add(pool);
    }
    Dialect dialect = Dialect.of(pool.getJdbcUrl());
    if (probes.isEmpty()) { // the gauges have no label for a second database
      var probe = new DatabaseProbe(() -> connect(pool), dialect, settings.tables(), registry);
      probe.start(settings.probeInterval());
      probes.add(probe);
    }
    ProxyDataSource proxy =
        ProxyDataSourceBuilder.create(pool)
            .name(name)
            .listener(
                new QueryObserver(
                    observations.getObject(),
                    registry,
                    dialect.system(),
                    settings.slowQuery(),
                    settings.tables()))
            .build();
    return proxy;
  }

  private static Connection connect(HikariDataSource pool) throws SQLException {
    return DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
  }

  @Override
  public void destroy() {
    probes.forEach(DatabaseProbe::close);
  }
}
