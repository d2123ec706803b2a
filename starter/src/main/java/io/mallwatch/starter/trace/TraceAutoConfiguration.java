package io.mallwatch.starter.trace;

import io.mallwatch.starter.MallwatchProperties;
import io.mallwatch.starter.ServiceIdentity;
import io.mallwatch.starter.metric.MetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Sends spans to `mallwatch.url`. Where Spring Boot's actuator already traces, it merely gets our
/// exporter; else everything from observation to export is set up here.
@AutoConfiguration(
    after = MetricsAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration"
    })
@ConditionalOnProperty(prefix = "mallwatch", name = "url")
@ConditionalOnProperty(
    prefix = "mallwatch.trace",
    name = "enabled",
    havingValue = "true",
    matchIfMissing = true)
@EnableConfigurationProperties(MallwatchProperties.class)
public class TraceAutoConfiguration {
  private static final Duration DELAY = Duration.ofMillis(500);
  private static final int QUEUE = 8192;

  @Bean
  ExportMetrics mallwatchTraceExportMetrics(ObjectProvider<MeterRegistry> registry) {
    return ExportMetrics.of(registry.getIfAvailable(), "traces");
  }

  @Bean
  @ConditionalOnMissingBean(name = "mallwatchSpanExporter")
  SpanExporter mallwatchSpanExporter(
      MallwatchProperties properties, ExportMetrics mallwatchTraceExportMetrics) {
    URI url = Objects.requireNonNull(properties.url(), "mallwatch.url");
    return OtlpExport.spans(url, mallwatchTraceExportMetrics);
  }

  /// Tracing from end to end, for applications that have none.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(Tracer.class)
  static class OwnTracing {

    @Bean(destroyMethod = "close")
    SdkTracerProvider mallwatchTracerProvider(
        SpanExporter mallwatchSpanExporter,
        ExportMetrics mallwatchTraceExportMetrics,
        MallwatchProperties properties,
        Environment environment) {
      ServiceIdentity identity = ServiceIdentity.of(properties, environment);
      return SdkTracerProvider.builder()
          .setResource(OtlpExport.resource(identity))
          .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(properties.trace().sampling())))
          .addSpanProcessor(new CountingOffers(mallwatchTraceExportMetrics))
          .addSpanProcessor(
              BatchSpanProcessor.builder(mallwatchSpanExporter)
                  .setScheduleDelay(DELAY)
                  .setExporterTimeout(Duration.ofSeconds(2))
                  .setMaxQueueSize(QUEUE)
                  .build())
          .build();
    }

    @Bean
    Tracer mallwatchTracer(SdkTracerProvider provider) {
      return new OtelTracer(
          provider.get("io.mallwatch.starter"), new OtelCurrentTraceContext(), event -> {});
    }

    @Bean
    TracingHandlers mallwatchTracingHandlers(
        SdkTracerProvider provider, Tracer tracer, ObservationRegistry observations) {
      var propagator =
          new OtelPropagator(
              ContextPropagators.create(W3CTraceContextPropagator.getInstance()),
              provider.get("io.mallwatch.starter"));
      return new TracingHandlers(tracer, propagator, observations);
    }
  }

  /// Makes observations into spans, from the moment it exists.
  static final class TracingHandlers {
    TracingHandlers(Tracer tracer, OtelPropagator propagator, ObservationRegistry observations) {
      observations
          .observationConfig()
          .observationHandler(
              new FirstMatchingCompositeObservationHandler(
                  new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                  new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                  new DefaultTracingObservationHandler(tracer)));
    }
  }

  private record CountingOffers(ExportMetrics metrics) implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      if (span.getSpanContext().isSampled()) {
        metrics.offered().increment();
      }
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
