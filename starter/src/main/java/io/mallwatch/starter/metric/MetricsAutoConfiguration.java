package io.mallwatch.starter.metric;

import io.mallwatch.starter.MallwatchProperties;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.Servlet;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The meter registry and the metrics page. Uses the actuator's registry where there is one.
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

  /// The metrics page of servlet applications.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnClass(Servlet.class)
  static class Page {

    @Bean
    @ConditionalOnBean(PrometheusMeterRegistry.class)
    @ConditionalOnMissingBean(name = "mallwatchMetricsPage")
    ServletRegistrationBean<MetricsServlet> mallwatchMetricsPage(
        PrometheusMeterRegistry registry, TotalGauges totals, MallwatchProperties properties) {
      var page =
          new ServletRegistrationBean<>(
              new MetricsServlet(registry, totals), properties.metrics().path());
      page.setName("mallwatchMetrics");
      return page;
    }
  }
}
