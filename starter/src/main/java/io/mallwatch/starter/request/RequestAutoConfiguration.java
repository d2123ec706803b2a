package io.mallwatch.starter.request;

import io.mallwatch.starter.MallwatchProperties;
import io.mallwatch.starter.business.ActiveUsers;
import io.mallwatch.starter.metric.MetricsAutoConfiguration;
import io.mallwatch.starter.trace.TraceAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.DispatcherServlet;

/// Measures and logs the requests of servlet applications; off with
/// `mallwatch.request.enabled=false`.
@AutoConfiguration(after = {MetricsAutoConfiguration.class, TraceAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnProperty(
    prefix = "mallwatch.request",
    name = "enabled",
    havingValue = "true",
    matchIfMissing = true)
@EnableConfigurationProperties(MallwatchProperties.class)
public class RequestAutoConfiguration {
  /// Just inside the observation of the request, so that log lines and exemplars know their span.
  static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 2;

  @Bean
  @ConditionalOnMissingBean
  RequestIds mallwatchRequestIds() {
    return new RequestIds(InstantSource.system(), new SecureRandom());
  }

  @Bean
  @ConditionalOnMissingBean
  RequestMetrics mallwatchRequestMetrics(MeterRegistry registry, MallwatchProperties properties) {
    return new RequestMetrics(
        registry, properties.request().slow(), properties.request().verySlow());
  }

  @Bean
  @ConditionalOnMissingBean(name = "mallwatchRequestFilter")
  FilterRegistrationBean<RequestFilter> mallwatchRequestFilter(
      RequestIds ids,
      RequestMetrics metrics,
      ObjectProvider<ActiveUsers> activeUsers,
      MallwatchProperties properties) {
    RequestFilter.ActiveUserSink sink =
        userId -> activeUsers.ifAvailable(users -> users.seen(userId));
    var registration =
        new FilterRegistrationBean<>(
            new RequestFilter(
                ids, metrics, sink, properties.request().quietPaths(), System::nanoTime));
    registration.setOrder(ORDER);
    registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
    registration.setAsyncSupported(true);
    return registration;
  }

  /// Lets every `RestClient.Builder` bean hand the request id on.
  @Bean
  static BeanPostProcessor mallwatchRequestIdForwarding() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof RestClient.Builder builder) {
          builder.requestInterceptor(new RequestIdForwarding());
        }
        return bean;
      }
    };
  }
}
