package io.mallwatch.starter.database;

import com.zaxxer.hikari.HikariDataSource;
import io.mallwatch.starter.MallwatchProperties;
import io.mallwatch.starter.metric.MetricsAutoConfiguration;
import io.mallwatch.starter.metric.TotalGauges;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// Watches HikariCP data sources; off with `mallwatch.database.enabled=false`.
@AutoConfiguration(after = MetricsAutoConfiguration.class)
@ConditionalOnClass({HikariDataSource.class, ProxyDataSource.class})
@ConditionalOnProperty(
    prefix = "mallwatch.database",
    name = "enabled",
    havingValue = "true",
    matchIfMissing = true)
@EnableConfigurationProperties(MallwatchProperties.class)
public class DatabaseAutoConfiguration {

  @Bean
  static DataSourceWatch mallwatchDataSourceWatch(
      ObjectProvider<MallwatchProperties> properties,
      ObjectProvider<ObservationRegistry> observations,
      ObjectProvider<MeterRegistry> meters,
      ObjectProvider<TotalGauges> totals) {
    return new DataSourceWatch(properties, observations, meters, totals);
  }
}
