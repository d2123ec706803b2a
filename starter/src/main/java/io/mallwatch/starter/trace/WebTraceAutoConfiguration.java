package io.mallwatch.starter.trace;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.client.RestClient;
import org.springframework.web.filter.ServerHttpObservationFilter;

/// Observes HTTP on both sides: requests to this application, and calls by `RestClient.Builder`
/// beans.
@AutoConfiguration(
    after = TraceAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.observation.web.servlet.WebMvcObservationAutoConfiguration",
      "org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration"
    })
@ConditionalOnClass(ServerHttpObservationFilter.class)
public class WebTraceAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(ServerRequestObservationConvention.class)
  ServerSpanConvention mallwatchServerSpanConvention() {
    return new ServerSpanConvention();
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  static class ServerSide {

    @Bean
    @ConditionalOnMissingBean(name = "webMvcObservationFilter")
    FilterRegistrationBean<ServerHttpObservationFilter> mallwatchObservationFilter(
        ObservationRegistry observations, ServerRequestObservationConvention convention) {
      var registration =
          new FilterRegistrationBean<>(new ServerHttpObservationFilter(observations, convention));
      registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
      return registration;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(RestClient.class)
  static class ClientSide {

    @Bean
    static BeanPostProcessor mallwatchRestClients(ObjectProvider<ObservationRegistry> registry) {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          if (bean instanceof RestClient.Builder builder) {
            registry.ifAvailable(builder::observationRegistry);
            builder.observationConvention(new ClientSpanConvention());
          }
          return bean;
        }
      };
    }
  }
}
