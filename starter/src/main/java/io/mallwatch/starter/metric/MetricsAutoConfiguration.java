package io.mallwatch.starter.metric;

import io.mallwatch.starter.MallwatchProperties;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// The meter registry and the metrics of the runtime. Uses the actuator's registry where there is
/// one.
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.export.prometheus.PrometheusMetricsExportAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.JvmMetricsAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.jvm.JvmMetricsAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
    })
@EnableConfigurationProperties(MallwatchProperties.class)
public class MetricsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(MeterRegistry.class)
  PrometheusMeterRegistry mallwatchMeterRegistry() {
    return new PrometheusMeterRegistry(
        PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, new CurrentSpanContext());
  }

  @Bean
  @ConditionalOnMissingBean
  ObservationRegistry mallwatchObservationRegistry() {
    return ObservationRegistry.create();
  }

  @Bean
  @ConditionalOnMissingBean
  TotalGauges mallwatchTotalGauges() {
    return new TotalGauges();
  }

  @Bean
  @ConditionalOnMissingBean
  RuntimeMetrics mallwatchRuntimeMetrics(
      MeterRegistry registry, ObjectProvider<JvmMemoryMetrics> already) {
    return new RuntimeMetrics(
        registry, Path.of("/proc/self/status"), already.getIfAvailable() == null);
  }
}
