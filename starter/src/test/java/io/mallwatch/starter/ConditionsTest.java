package io.mallwatch.starter;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import com.zaxxer.hikari.HikariDataSource;
import io.mallwatch.starter.business.BusinessAutoConfiguration;
import io.mallwatch.starter.business.BusinessMetrics;
import io.mallwatch.starter.business.SecurityAuditLogger;
import io.mallwatch.starter.database.DatabaseAutoConfiguration;
import io.mallwatch.starter.log.LogAutoConfiguration;
import io.mallwatch.starter.log.LogOutputs;
import io.mallwatch.starter.metric.MetricsAutoConfiguration;
import io.mallwatch.starter.metric.MetricsPageAutoConfiguration;
import io.mallwatch.starter.request.RequestAutoConfiguration;
import io.mallwatch.starter.request.RequestMetrics;
import io.mallwatch.starter.trace.TraceAutoConfiguration;
import io.mallwatch.starter.trace.WebTraceAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.servlet.Servlet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.servlet.DispatcherServlet;

class ConditionsTest {
  private static final AutoConfigurations ALL =
      AutoConfigurations.of(
          MetricsAutoConfiguration.class,
          MetricsPageAutoConfiguration.class,
          TraceAutoConfiguration.class,
          WebTraceAutoConfiguration.class,
          LogAutoConfiguration.class,
          RequestAutoConfiguration.class,
          DatabaseAutoConfiguration.class,
          BusinessAutoConfiguration.class);
  private final WebApplicationContextRunner web =
      new WebApplicationContextRunner().withConfiguration(ALL);
  private final ApplicationContextRunner plain =
      new ApplicationContextRunner().withConfiguration(ALL);

  @Test
  void withoutAUrlNothingIsSentButMetricsAreServed() {
    web.run(context ->
        assertThat(context)
            .hasNotFailed()
            .doesNotHaveBean(SpanExporter.class)
            .doesNotHaveBean(Tracer.class)
            .hasSingleBean(PrometheusMeterRegistry.class)
            .hasBean("mallwatchMetricsPage")
            .hasBean("mallwatchRequestFilter")
            .hasSingleBean(BusinessMetrics.class)
            .hasSingleBean(SecurityAuditLogger.class));
  }

  @Test
  void oneUrlTurnsOnTraces() {
    web.withPropertyValues("mallwatch.url=http://127.0.0.1:1")
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(SpanExporter.class)
                .hasSingleBean(SdkTracerProvider.class)
                .hasSingleBean(Tracer.class));
  }

  @Test
  void tracesCanBeSwitchedOff() {
    web.withPropertyValues("mallwatch.url=http://127.0.0.1:1", "mallwatch.trace.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Tracer.class));
  }

  @Test
  void anotherTracerIsKeptAndOnlyGetsTheExporter() {
    web.withPropertyValues("mallwatch.url=http://127.0.0.1:1")
        .withBean(Tracer.class, () -> Tracer.NOOP)
        .run(context ->
            assertThat(context)
                .hasSingleBean(Tracer.class)
                .hasSingleBean(SpanExporter.class)
                .doesNotHaveBean(SdkTracerProvider.class));
  }

  @Test
  void anotherMeterRegistryIsKept() {
    web.withBean(SimpleMeterRegistry.class)
        .run(context -> {
          assertThat(context)
              .hasSingleBean(MeterRegistry.class)
              .doesNotHaveBean("mallwatchMetricsPage");
          assertThat(context.getBean(MeterRegistry.class).find("user.registration").counter())
              .isNotNull();
        });
  }

  @Test
  void requestsCanBeLeftAlone() {
    web.withPropertyValues("mallwatch.request.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(RequestMetrics.class));
  }

  @Test
  void theDatabaseCanBeLeftAlone() {
    web.withPropertyValues("mallwatch.database.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean("mallwatchDataSourceWatch"));
  }

  @Test
  void applicationsWithoutAWebHaveNoFilterAndNoPage() {
    plain.run(context ->
        assertThat(context)
            .hasNotFailed()
            .doesNotHaveBean("mallwatchRequestFilter")
            .doesNotHaveBean("mallwatchMetricsPage")
            .hasSingleBean(BusinessMetrics.class));
  }

  @Test
  void missingLibrariesTurnTheirConcernsOff() {
    plain
        .withClassLoader(
            new FilteredClassLoader(
                Servlet.class,
                DispatcherServlet.class,
                HikariDataSource.class,
                LoggerContext.class))
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(LogOutputs.class)
                .doesNotHaveBean("mallwatchDataSourceWatch")
                .hasSingleBean(BusinessMetrics.class));
  }

  @Test
  void aUrlThatIsNotHttpIsRefused() {
    web.withPropertyValues("mallwatch.url=ftp://example.org")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("mallwatch.url must be http or https"));
  }

  @Test
  void aSamplingShareAboveOneIsRefused() {
    web.withPropertyValues("mallwatch.trace.sampling=1.5")
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("between 0 and 1"));
  }
}
