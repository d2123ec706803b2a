package io.mallwatch.starter.metric;

import io.mallwatch.starter.MallwatchProperties;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.Servlet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/// The metrics page of servlet applications.
@AutoConfiguration(after = MetricsAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(Servlet.class)
@ConditionalOnBean(PrometheusMeterRegistry.class)
@EnableConfigurationProperties(MallwatchProperties.class)
public class MetricsPageAutoConfiguration {

  @Bean
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
