package io.mallwatch.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mallwatch.server.Server;
import io.mallwatch.server.config.ConfigLoader;
import io.mallwatch.testkit.Await;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.DefaultAggregationSelector;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The SDK of OpenTelemetry for Java, as programs have it, exports to the whole server over HTTP
/// with protobuf.
class OpenTelemetrySdkTest {

  private static final Resource SHOP =
      Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop"));

  @TempDir Path dir;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private Server server;

  @BeforeEach
  void start() {
    Map<String, String> flags = Map.of("server.port", "0", "server.data", dir.toString());
    server =
        Server.start(
            () -> ConfigLoader.load(null, Map.of(), flags),
            Server.Options.PLAIN,
            InstantSource.system(),
            new Random(1));
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private JsonNode get(String path) {
    try {
      return json.readTree(
          http.send(
                  HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode query(String expression) {
    return get("/prometheus/api/v1/query?query="
            + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .path("data")
        .path("result");
  }

  private static void assertDone(CompletableResultCode result) {
    assertThat(result.join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
  }

  @Test
  void spansAndRecordsArriveAndAreLinked() {
    String traceId;
    try (SdkTracerProvider traces =
            SdkTracerProvider.builder()
                .setResource(SHOP)
                .addSpanProcessor(
                    BatchSpanProcessor.builder(
                            OtlpHttpSpanExporter.builder()
                                .setEndpoint(server.url() + "/v1/traces")
                                .setCompression("gzip")
                                .build())
                        .build())
                .build();
        SdkLoggerProvider logs =
            SdkLoggerProvider.builder()
                .setResource(SHOP)
                .addLogRecordProcessor(
                    SimpleLogRecordProcessor.create(
                        OtlpHttpLogRecordExporter.builder()
                            .setEndpoint(server.url() + "/v1/logs")
                            .build()))
                .build()) {
      Tracer tracer = traces.get("shop");
      Span order = tracer.spanBuilder("POST /orders 下单").setSpanKind(SpanKind.SERVER).startSpan();
      traceId = order.getSpanContext().getTraceId();
      Context inOrder = Context.root().with(order);
      Span pay =
          tracer
              .spanBuilder("pay")
              .setParent(inOrder)
              .setSpanKind(SpanKind.CLIENT)
              .setAttribute("order", "SF1")
              .startSpan();
      pay.recordException(new IllegalStateException("the bank is away"));
      pay.setStatus(StatusCode.ERROR, "no");
      pay.end();
      logs.get("shop")
          .logRecordBuilder()
          .setContext(inOrder)
          .setSeverity(Severity.ERROR)
          .setBody("支付失败 SF1")
          .emit();
      order.end();
      assertDone(traces.forceFlush());
      assertDone(logs.forceFlush());
    }

    JsonNode spans = get("/jaeger/api/traces/" + traceId).path("data").path(0).path("spans");
    assertThat(spans.findValuesAsText("operationName"))
        .containsExactlyInAnyOrder("POST /orders 下单", "pay");
    assertThat(spans.toString()).contains("the bank is away");
    Await.until(
        "the record is found by the trace's id",
        () -> get("/elasticsearch/_search?q=traceId:" + traceId).toString().contains("支付失败 SF1"));
  }

  /// The SDK says that one flush is done a moment before it is ready for the next; it refuses that
  /// one then, and has lost nothing.
  private static void flush(SdkMeterProvider metrics) {
    Await.until(
        "the numbers are exported",
        () -> metrics.forceFlush().join(30, TimeUnit.SECONDS).isSuccess());
  }

  /// A counter and a histogram, exported twice.
  private void export(OtlpHttpMetricExporterBuilder exporter, String name) {
    try (SdkMeterProvider metrics =
        SdkMeterProvider.builder()
            .setResource(SHOP)
            .registerMetricReader(
                PeriodicMetricReader.builder(
                        exporter.setEndpoint(server.url() + "/v1/metrics").build())
                    .setInterval(Duration.ofHours(1))
                    .build())
            .build()) {
      LongCounter orders = metrics.get("shop").counterBuilder(name + ".orders").build();
      orders.add(3);
      metrics.get("shop").histogramBuilder(name + ".latency").setUnit("s").build().record(0.25);
      flush(metrics);
      orders.add(4);
      flush(metrics);
    }
  }

  @Test
  void cumulativeAndDeltaNumbersComeToTheSame() {
    export(OtlpHttpMetricExporter.builder().setCompression("gzip"), "cumulative");
    export(
        OtlpHttpMetricExporter.builder()
            .setAggregationTemporalitySelector(AggregationTemporalitySelector.deltaPreferred())
            .setDefaultAggregationSelector(
                DefaultAggregationSelector.getDefault()
                    .with(InstrumentType.HISTOGRAM, Aggregation.base2ExponentialBucketHistogram())),
        "delta");

    for (String name : new String[] {"cumulative", "delta"}) {
      assertThat(query(name + "_orders_total{job=\"shop\"}").path(0).path("value").path(1).asText())
          .as(name)
          .isEqualTo("7");
    }
    assertThat(query("cumulative_latency_seconds_count").path(0).path("value").path(1).asText())
        .isEqualTo("1");
    assertThat(query("histogram_sum(delta_latency_seconds)").path(0).path("value").path(1).asText())
        .isEqualTo("0.25");
  }
}
