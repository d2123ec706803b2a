package io.mallwatch.samplemall.web;

import io.mallwatch.samplemall.fault.Faults;
import io.mallwatch.samplemall.store.SessionStore;
import io.mallwatch.starter.business.SecurityAuditLogger;
import java.util.random.RandomGenerator;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The HTTP side of the mall.
@Configuration(proxyBeanMethods = false)
@Import({
  UserController.class,
  ShopController.class,
  PurchaseController.class,
  PointsController.class,
  HealthController.class,
  DemoController.class,
  Problems.class
})
public class WebConfiguration {

  @Bean
  FilterRegistrationBean<AuthFilter> authFilter(SessionStore sessions) {
    var registration = new FilterRegistrationBean<>(new AuthFilter(sessions));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
    return registration;
  }

  @Bean
  WebMvcConfigurer interceptors(Faults faults, SecurityAuditLogger audit, RandomGenerator random) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new SlowDown(faults, random));
        registry.addInterceptor(new AttackGuard(audit)).addPathPatterns("/api/**");
      }
    };
  }
}
