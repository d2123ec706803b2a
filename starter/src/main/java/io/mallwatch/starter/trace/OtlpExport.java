package io.mallwatch.starter.trace;

import io.mallwatch.starter.ServiceIdentity;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;

/// Makes the exporters to Mallwatch: OTLP over HTTP, protobuf, gzip, counted.
public final class OtlpExport {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration DELAY = Duration.ofMillis(500);

  private OtlpExport() {}

  /// Who sends, as every exported record says.
  public static Resource resource(ServiceIdentity identity) {
    return Resource.getDefault()
        .merge(
            Resource.create(
                Attributes.builder()
                    .put("service.name", identity.service())
                    .put("service.instance.id", identity.instance())
                    .build()));
  }

  /// An exporter of spans to `url`.
  public static SpanExporter spans(URI url, ExportMetrics metrics) {
    SpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint(url, "/v1/traces"))
            .setCompression("gzip")
            .setTimeout(TIMEOUT)
            .build();
    return new CountingSpans(exporter, metrics);
  }

  /// A logger provider that exports to `url` from a queue of `queue` lines.
  public static SdkLoggerProvider logs(
      URI url, ServiceIdentity identity, ExportMetrics metrics, int queue) {
    LogRecordExporter exporter =
        OtlpHttpLogRecordExporter.builder()
            .setEndpoint(endpoint(url, "/v1/logs"))
            .setCompression("gzip")
            .setTimeout(TIMEOUT)
            .build();
    return SdkLoggerProvider.builder()
        .setResource(resource(identity))
        .addLogRecordProcessor(new CountingOffers(metrics))
        .addLogRecordProcessor(
            BatchLogRecordProcessor.builder(new CountingLogs(exporter, metrics))
                .setScheduleDelay(DELAY)
                .setExporterTimeout(TIMEOUT)
                .setMaxQueueSize(queue)
                .build())
        .build();
  }

  private static String endpoint(URI url, String path) {
    String base = url.toString();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
  }

  private static CompletableResultCode count(
      CompletableResultCode result, int records, ExportMetrics metrics) {
    return result.whenComplete(
        () -> (result.isSuccess() ? metrics.sent() : metrics.failed()).increment(records));
  }

  private record CountingSpans(SpanExporter exporter, ExportMetrics metrics)
      implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return count(exporter.export(spans), spans.size(), metrics);
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }

  private record CountingLogs(LogRecordExporter exporter, ExportMetrics metrics)
      implements LogRecordExporter {
    @Override
    public CompletableResultCode export(Collection<LogRecordData> logs) {
      return count(exporter.export(logs), logs.size(), metrics);
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }

  private record CountingOffers(ExportMetrics metrics) implements LogRecordProcessor {
    @Override
    public void onEmit(Context context, ReadWriteLogRecord line) {
      metrics.offered().increment();
    }
  }
}
