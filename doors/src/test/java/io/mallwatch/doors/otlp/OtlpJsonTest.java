package io.mallwatch.doors.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class OtlpJsonTest {

  private static byte[] utf8(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aSpanIsReadAsTheGeneratedClassesWouldHaveIt() throws IOException {
    byte[] request =
        OtlpJson.traces(
            utf8(
                """
                {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"商城"}}]},
                 "scopeSpans":[{"scope":{"name":"s"},"spans":[{"traceId":"0AF7651916CD43DD8448EB211C80319C",
                 "spanId":"b7ad6b7169203331","name":"pay","kind":"SPAN_KIND_SERVER","unknown":{"a":[1,{}]},
                 "startTimeUnixNano":"1793584800000000001","end_time_unix_nano":1793584800000000002,"parentSpanId":null,
                 "attributes":[{"key":"n","value":{"intValue":"-5"}},{"key":"a","value":{"arrayValue":{"values":[{"boolValue":true},{"doubleValue":"NaN"}]}}}],
                 "status":{"code":2,"message":"no"}}]}]}]}
                """));

    Span span =
        ExportTraceServiceRequest.parseFrom(request)
            .getResourceSpans(0)
            .getScopeSpans(0)
            .getSpans(0);
    assertThat(HexFormat.of().formatHex(span.getTraceId().toByteArray()))
        .isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(span.getStartTimeUnixNano()).isEqualTo(1793584800000000001L);
    assertThat(span.getEndTimeUnixNano()).isEqualTo(1793584800000000002L);
    assertThat(span.getAttributes(0).getValue().getIntValue()).isEqualTo(-5);
    assertThat(span.getAttributes(1).getValue().getArrayValue().getValues(1).getDoubleValue())
        .isNaN();
    assertThat(span.getStatus().getCodeValue()).isEqualTo(2);
    assertThat(span.getParentSpanId().isEmpty()).isTrue();
  }

  @Test
  void histogramsKeepTheirPackedRuns() throws IOException {
    byte[] request =
        OtlpJson.metrics(
            utf8(
                """
                {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"h","unit":"s","histogram":{"aggregationTemporality":"AGGREGATION_TEMPORALITY_CUMULATIVE",
                 "dataPoints":[{"timeUnixNano":"5","count":"3","sum":1.5,"bucketCounts":["1",2],"explicitBounds":[0.5],"attributes":[]}]}},
                 {"name":"e","exponentialHistogram":{"dataPoints":[{"scale":-2,"zeroCount":1,"positive":{"offset":-3,"bucketCounts":["7",8]}}]}}]}]}]}
                """));

    ExportMetricsServiceRequest read = ExportMetricsServiceRequest.parseFrom(request);
    Metric histogram = read.getResourceMetrics(0).getScopeMetrics(0).getMetrics(0);
    HistogramDataPoint point = histogram.getHistogram().getDataPoints(0);
    assertThat(histogram.getHistogram().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    assertThat(point.getBucketCountsList()).containsExactly(1L, 2L);
    assertThat(point.getExplicitBoundsList()).containsExactly(0.5);
    ExponentialHistogramDataPoint exponential =
        read.getResourceMetrics(0)
            .getScopeMetrics(0)
            .getMetrics(1)
            .getExponentialHistogram()
            .getDataPoints(0);
    assertThat(exponential.getScale()).isEqualTo(-2);
    assertThat(exponential.getPositive().getOffset()).isEqualTo(-3);
    assertThat(exponential.getPositive().getBucketCountsList()).containsExactly(7L, 8L);
  }

  @Test
  void logsHaveSeveritiesByNameAndNumber() throws IOException {
    byte[] request =
        OtlpJson.logs(
            utf8(
                """
                {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"severityNumber":"SEVERITY_NUMBER_WARN2","body":{"stringValue":"慢"}},
                 {"severityNumber":17,"body":{"kvlistValue":{"values":[{"key":"k","value":{"bytesValue":"AQI="}}]}}}]}]}]}
                """));

    var records =
        ExportLogsServiceRequest.parseFrom(request)
            .getResourceLogs(0)
            .getScopeLogs(0)
            .getLogRecordsList();
    assertThat(records.get(0).getSeverityNumberValue()).isEqualTo(14);
    assertThat(
            records
                .get(1)
                .getBody()
                .getKvlistValue()
                .getValues(0)
                .getValue()
                .getBytesValue()
                .toByteArray())
        .containsExactly(1, 2);
  }

  @Test
  void whatCannotBeIsRefusedWithTheMembersName() {
    assertThatThrownBy(() ->
            OtlpJson.traces(
                utf8(
                    "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"xyz\"}]}]}]}")))
        .isInstanceOf(OtlpJson.BadJsonException.class)
        .hasMessageContaining("traceId: hex digits is expected");
    assertThatThrownBy(() -> OtlpJson.traces(utf8("[]")))
        .hasMessageContaining("an object is expected");
    assertThatThrownBy(() -> OtlpJson.traces(utf8("{\"a\":"))).hasMessageContaining("not JSON");
    assertThatThrownBy(() -> OtlpJson.traces(utf8("{} {}"))).hasMessageContaining("text follows");
    assertThatThrownBy(() -> OtlpJson.traces(utf8("{\"x\":".repeat(200) + "1" + "}".repeat(200))))
        .isInstanceOf(OtlpJson.BadJsonException.class);
  }

  @Test
  void thePublishedExamplesAreRead() throws IOException {
    Path examples = Path.of("../../shared/data/otlp-examples");
    assumeThat(examples).as("published examples beside the checkout").exists();

    assertThat(
            ExportTraceServiceRequest.parseFrom(
                    OtlpJson.traces(Files.readAllBytes(examples.resolve("trace.json"))))
                .getResourceSpans(0)
                .getScopeSpans(0)
                .getSpansCount())
        .isPositive();
    assertThat(
            ExportMetricsServiceRequest.parseFrom(
                    OtlpJson.metrics(Files.readAllBytes(examples.resolve("metrics.json"))))
                .getResourceMetrics(0)
                .getScopeMetrics(0)
                .getMetricsList())
        .extracting(Metric::getName)
        .contains("my.counter", "my.gauge", "my.histogram");
    assertThat(
            ExportLogsServiceRequest.parseFrom(
                    OtlpJson.logs(Files.readAllBytes(examples.resolve("logs.json"))))
                .getResourceLogs(0)
                .getScopeLogs(0)
                .getLogRecordsCount())
        .isPositive();
  }
}
