package io.mallwatch.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Gen;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLogEntriesTest {

  private static final FakeClock CLOCK = FakeClock.mondayMorning();
  private static final JsonLogEntries ENTRIES =
      new JsonLogEntries(CLOCK, ZoneId.of("Asia/Shanghai"), "unknown");

  private static LogEntry read(String json) {
    byte[] bytes = ("xx" + json + "yy").getBytes(StandardCharsets.UTF_8);
    return ENTRIES.read(bytes, 2, bytes.length - 4);
  }

  @Test
  void thePapersEntryIsReadWhole() {
    LogEntry entry =
        read(
            """
            {"timestamp":"2026-11-02T10:00:00.123+08:00","level":"warn","service":"order-service",
             "requestId":"r-1","userId":"u-1","message":"支付失败","category":"business_transaction",
             "action":"purchase_order","tags":["pay"],"duration":12.5,"traceId":"ABC","spanId":"d",
             "error":{"name":"PayError","message":"余额不足","stack":"PayError: x\\n at y"},
             "data":{"amount":199.5,"n":3,"ok":true,"none":null,"items":[{"sku":"A"}]},
             "buyerId":"b-1"}
            """);

    assertThat(entry)
        .isEqualTo(
            LogEntry.builder(
                    Instant.parse("2026-11-02T02:00:00.123Z"),
                    LogLevel.WARN,
                    "order-service",
                    "支付失败")
                .requestId("r-1")
                .userId("u-1")
                .category("business_transaction")
                .action("purchase_order")
                .tags(List.of("pay"))
                .durationMillis(12.5)
                .traceId("abc")
                .spanId("d")
                .error(new LogEntry.LogError("PayError", "余额不足", "PayError: x\n at y"))
                .data("amount", 199.5)
                .data("n", 3L)
                .data("ok", true)
                .data("items", List.of(Map.of("sku", "A")))
                .data("buyerId", "b-1")
                .shape(entry.shape())
                .build());
  }

  @Test
  void logstashEncoderIsUnderstood() {
    LogEntry entry =
        read(
            """
            {"@timestamp":"2026-11-02T10:00:00.123456789+08:00","@version":"1","message":"boom",
             "logger_name":"c.z.Pay","thread_name":"main","level":"ERROR","level_value":40000,
             "stack_trace":"java.lang.IllegalStateException: no money\\n\\tat c.z.Pay.pay(Pay.java:1)"}
            """);

    assertThat(entry.level()).isEqualTo(LogLevel.ERROR);
    assertThat(entry.timestamp()).isEqualTo(Instant.parse("2026-11-02T02:00:00.123456789Z"));
    assertThat(entry.error())
        .isEqualTo(
            new LogEntry.LogError(
                "java.lang.IllegalStateException",
                "no money",
                "java.lang.IllegalStateException: no money\n\tat c.z.Pay.pay(Pay.java:1)"));
    assertThat(entry.data())
        .containsEntry("logger_name", "c.z.Pay")
        .containsEntry("level_value", 40_000L);
  }

  @Test
  void elasticCommonSchemaIsUnderstoodFlatAndNested() {
    LogEntry flat =
        read(
            """
            {"@timestamp":"2026-11-02T02:00:00Z","log.level":"INFO","message":"m",
             "service.name":"pay","trace.id":"t","error.type":"E","error.message":"x",
             "event.duration":1500000,"log.logger":"l"}
            """);
    LogEntry nested =
        read(
            """
            {"@timestamp":"2026-11-02T02:00:00Z","log":{"level":"INFO","logger":"l"},"message":"m",
             "service":{"name":"pay","version":"1"},"trace":{"id":"t"},
             "error":{"type":"E","message":"x"},"event":{"duration":1500000}}
            """);

    assertThat(flat.service()).isEqualTo("pay");
    assertThat(flat.traceId()).isEqualTo("t");
    assertThat(flat.durationMillis()).isEqualTo(1.5);
    assertThat(flat.error()).isEqualTo(new LogEntry.LogError("E", "x", null));
    assertThat(flat.data()).isEqualTo(Map.of("log.logger", "l"));
    assertThat(nested.service()).isEqualTo("pay");
    assertThat(nested.durationMillis()).isEqualTo(1.5);
    assertThat(nested.error()).isEqualTo(flat.error());
    assertThat(nested.data())
        .isEqualTo(Map.of("log", Map.of("logger", "l"), "service", Map.of("version", "1")));
  }

  @Test
  void pinoAndWinstonAreUnderstood() {
    LogEntry pino =
        read(
            "{\"level\":50,\"time\":1793584800123,\"msg\":\"m\",\"err\":{\"type\":\"E\",\"message\":\"x\",\"stack\":\"s\"}}");
    LogEntry winston =
        read(
            "{\"@timestamp\":\"2026-11-02T02:00:00Z\",\"severity\":\"warn\",\"message\":\"m\","
                + "\"fields\":{\"userId\":\"u\",\"success\":false}}");

    assertThat(pino.level()).isEqualTo(LogLevel.ERROR);
    assertThat(pino.timestamp()).isEqualTo(Instant.ofEpochMilli(1_793_584_800_123L));
    assertThat(pino.error()).isEqualTo(new LogEntry.LogError("E", "x", "s"));
    assertThat(winston.level()).isEqualTo(LogLevel.WARN);
    assertThat(winston.userId()).isEqualTo("u");
    assertThat(winston.data()).isEqualTo(Map.of("success", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-02T02:00:00Z | 2026-11-02T02:00:00Z",
        "2026-11-02T02:00:00.5Z | 2026-11-02T02:00:00.500Z",
        "2026-11-02T02:00Z | 2026-11-02T02:00:00Z",
        "2026-11-02T10:00:00+0800 | 2026-11-02T02:00:00Z",
        "2026-11-02T10:00:00-02:30 | 2026-11-02T12:30:00Z",
        "2026-11-02 10:00:00,123 | 2026-11-02T02:00:00.123Z",
        "2026-11-02 10:00:00.123456 +08:00 | 2026-11-02T02:00:00.123456Z",
        "1793584800 | 2026-11-02T02:00:00Z",
        "1793584800.25 | 2026-11-02T02:00:00.250Z",
        "1793584800000 | 2026-11-02T02:00:00Z",
        "1793584800000000 | 2026-11-02T02:00:00Z",
        "1793584800000000001 | 2026-11-02T02:00:00.000000001Z"
      })
  void timesAreReadInTheirManyForms(String text, String expected) {
    Instant instant = Instant.parse(expected);
    if (!text.contains("-") && !text.endsWith("1")) {
      assertThat(read("{\"ts\":%s}".formatted(text)).timestamp()).isEqualTo(instant);
    }
    if (text.length() < 19 || text.contains("-")) {
      assertThat(read("{\"ts\":\"%s\"}".formatted(text)).timestamp()).isEqualTo(instant);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"yesterday", "2026-13-02T02:00:00Z", "2026-11-02T02:00:00X", "2026-11-02", "-5"})
  void aTimeThatCannotBeReadIsMarkedAndKept(String text) {
    LogEntry entry = read("{\"timestamp\":\"%s\",\"message\":\"m\"}".formatted(text));

    assertThat(entry.timestamp()).isEqualTo(CLOCK.instant());
    assertThat(entry.tags()).containsExactly("_timestampparsefailure");
    assertThat(entry.data()).containsEntry("timestamp", text);
  }

  @Test
  void theFirstOfTwoNamesForAFieldWinsAndTheOtherIsKept() {
    LogEntry entry = read("{\"message\":\"a\",\"msg\":\"b\",\"traceId\":\"1\",\"trace_id\":\"2\"}");

    assertThat(entry.message()).isEqualTo("a");
    assertThat(entry.traceId()).isEqualTo("1");
    assertThat(entry.data()).isEqualTo(Map.of("msg", "b", "trace_id", "2"));
  }

  @Test
  void durationsAreMilliseconds() {
    assertThat(read("{\"duration\":\"1.5s\"}").durationMillis()).isEqualTo(1_500.0);
    assertThat(read("{\"duration\":\"12ms\"}").durationMillis()).isEqualTo(12.0);
    assertThat(read("{\"duration_ms\":7}").durationMillis()).isEqualTo(7.0);
    assertThat(read("{\"duration\":\"long\"}").data()).containsEntry("duration", "long");
  }

  @Test
  void numbersTooLargeForALongAreKeptAsText() {
    assertThat(read("{\"n\":123456789012345678901234567890}").data())
        .containsEntry("n", "123456789012345678901234567890");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "5", "{", "{\"a\":}", "{\"a\":1} x", "{\"a\":1}{", "nonsense"})
  void whatIsNoObjectIsRefused(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedEntryException.class);
  }

  @Test
  void endlessNestingIsRefused() {
    assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(10_000)))
        .isInstanceOf(MalformedEntryException.class);
  }

  @Test
  void anyLineBecomesAnEntry() {
    assertThat(readLine("2026-11-02 boom").message()).isEqualTo("2026-11-02 boom");
    assertThat(readLine("{\"a\":").tags()).containsExactly(JsonLogEntries.UNPARSED);
    assertThat(readLine("{\"msg\":\"m\"}").message()).isEqualTo("m");
    Gen.forAll(2_000, Gen.text(40), line -> assertThat(readLine(line)).isNotNull());
  }

  private static LogEntry readLine(String line) {
    return ENTRIES.readLine(line, CLOCK.instant(), "s");
  }
}
