package io.mallwatch.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Gen;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The reader against messages that the official classes wrote.
class OtlpLogsOracleTest {

  private static final FakeClock CLOCK = FakeClock.mondayMorning();

  private static AnyValue value(RandomGenerator random, int depth) {
    AnyValue.Builder value = AnyValue.newBuilder();
    switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> value.setStringValue(Gen.text(12).next(random));
      case 1 -> value.setBoolValue(random.nextBoolean());
      case 2 -> value.setIntValue(random.nextLong() >> random.nextInt(64));
      case 3 -> value.setDoubleValue(random.nextGaussian());
      case 4 -> value.setBytesValue(ByteString.copyFrom(new byte[] {(byte) random.nextInt()}));
      case 5 -> {
        ArrayValue.Builder list = ArrayValue.newBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
          list.addValues(value(random, depth - 1));
        }
        value.setArrayValue(list);
      }
      default -> {
        KeyValueList.Builder map = KeyValueList.newBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
          map.addValues(pair("k" + i, value(random, depth - 1)));
        }
        value.setKvlistValue(map);
      }
    }
    return value.build();
  }

  private static KeyValue pair(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static LogRecord record(RandomGenerator random) {
    LogRecord.Builder record =
        LogRecord.newBuilder()
            .setSeverityNumberValue(random.nextInt(25))
            .setBody(AnyValue.newBuilder().setStringValue(Gen.text(30).next(random)))
            .setFlags(random.nextInt())
            .setDroppedAttributesCount(random.nextInt(3));
    if (random.nextBoolean()) {
      record.setTimeUnixNano(random.nextLong(1L << 60) + 1);
    }
    if (random.nextBoolean()) {
      record.setObservedTimeUnixNano(random.nextLong(1L << 60) + 1);
    }
    if (random.nextBoolean()) {
      byte[] id = new byte[16];
      random.nextBytes(id);
      record.setTraceId(ByteString.copyFrom(id));
      record.setSpanId(ByteString.copyFrom(id, 0, 8));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      record.addAttributes(pair("a" + i, value(random, 3)));
    }
    return record.build();
  }

  private static ExportLogsServiceRequest request(RandomGenerator random) {
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    for (int r = random.nextInt(3); r > 0; r--) {
      ResourceLogs.Builder resource =
          ResourceLogs.newBuilder().setSchemaUrl("https://opentelemetry.io/schemas/1.38.0");
      if (random.nextBoolean()) {
        resource.setResource(
            Resource.newBuilder()
                .addAttributes(
                    pair("service.name", AnyValue.newBuilder().setStringValue("s" + r).build()))
                .addAttributes(
                    pair("os.type", AnyValue.newBuilder().setStringValue("linux").build())));
      }
      for (int s = random.nextInt(3); s > 0; s--) {
        ScopeLogs.Builder scope =
            ScopeLogs.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("logger" + s).setVersion("1"));
        for (int i = random.nextInt(4); i > 0; i--) {
          scope.addLogRecords(record(random));
        }
        resource.addScopeLogs(scope);
      }
      request.addResourceLogs(resource);
    }
    return request.build();
  }

  private static Object plain(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case BYTES_VALUE -> Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream().map(OtlpLogsOracleTest::plain).toList();
      case KVLIST_VALUE -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (KeyValue pair : value.getKvlistValue().getValuesList()) {
          map.put(pair.getKey(), plain(pair.getValue()));
        }
        yield map;
      }
      default -> throw new AssertionError(value);
    };
  }

  private static LogEntry expected(LogRecord record, String service, String logger) {
    long nanos =
        record.getTimeUnixNano() != 0 ? record.getTimeUnixNano() : record.getObservedTimeUnixNano();
    LogEntry.Builder entry =
        LogEntry.builder(
            nanos == 0 ? CLOCK.instant() : Instant.ofEpochSecond(0, nanos),
            LogLevel.ofSeverityNumber(record.getSeverityNumberValue()),
            service,
            record.getBody().getStringValue());
    if (!record.getTraceId().isEmpty()) {
      entry.traceId(HexFormat.of().formatHex(record.getTraceId().toByteArray()));
      entry.spanId(HexFormat.of().formatHex(record.getSpanId().toByteArray()));
    }
    for (KeyValue pair : record.getAttributesList()) {
      entry.data(pair.getKey(), plain(pair.getValue()));
    }
    return entry.data("logger", logger).build();
  }

  @Test
  void whatTheOfficialClassesWriteIsReadTheSame() {
    Gen.forAll(
        1_500,
        OtlpLogsOracleTest::request,
        request -> {
          List<LogEntry> wanted = new ArrayList<>();
          for (ResourceLogs resource : request.getResourceLogsList()) {
            String service =
                resource.hasResource()
                    ? resource.getResource().getAttributes(0).getValue().getStringValue()
                    : "unknown_service";
            for (ScopeLogs scope : resource.getScopeLogsList()) {
              for (LogRecord record : scope.getLogRecordsList()) {
                wanted.add(expected(record, service, scope.getScope().getName()));
              }
            }
          }
          byte[] bytes = request.toByteArray();
          assertThat(new OtlpLogs(CLOCK).read(bytes, 0, bytes.length).entries()).isEqualTo(wanted);
        });
  }

  @Test
  void everySeverityHasItsLevel() {
    for (SeverityNumber severity : SeverityNumber.values()) {
      if (severity != SeverityNumber.UNRECOGNIZED) {
        byte[] bytes =
            ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(
                    ResourceLogs.newBuilder()
                        .addScopeLogs(
                            ScopeLogs.newBuilder()
                                .addLogRecords(LogRecord.newBuilder().setSeverityNumber(severity))))
                .build()
                .toByteArray();
        assertThat(new OtlpLogs(CLOCK).read(bytes, 0, bytes.length).entries().getFirst().level())
            .isEqualTo(LogLevel.ofSeverityNumber(severity.getNumber()));
      }
    }
  }
}
