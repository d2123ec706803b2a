package io.mallwatch.starter.business;

import io.mallwatch.starter.metric.MetricsAutoConfiguration;
import io.mallwatch.starter.metric.TotalGauges;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// The facades through which the mall speaks about its business.
@AutoConfiguration(after = MetricsAutoConfiguration.class)
@ConditionalOnBean(MeterRegistry.class)
public class BusinessAutoConfiguration {
  private static final Duration ACTIVE = Duration.ofMinutes(15);

  @Bean
  @ConditionalOnMissingBean
  ActiveUsers mallwatchActiveUsers() {
    return new ActiveUsers(InstantSource.system(), ACTIVE);
  }

  @Bean
  @ConditionalOnMissingBean
  BusinessMetrics mallwatchBusinessMetrics(
      MeterRegistry registry, TotalGauges totals, ActiveUsers activeUsers) {
    return new BusinessMetrics(registry, totals, activeUsers);
  }

  @Bean
  @ConditionalOnMissingBean
  UserActivityLogger mallwatchUserActivityLogger() {
    return new UserActivityLogger();
  }

  @Bean
  @ConditionalOnMissingBean
  SecurityAuditLogger mallwatchSecurityAuditLogger(MeterRegistry registry) {
    return new SecurityAuditLogger(registry);
  }
}
