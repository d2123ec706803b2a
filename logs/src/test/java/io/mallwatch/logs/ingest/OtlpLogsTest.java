package io.mallwatch.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.model.wire.ProtoWriter;
import io.mallwatch.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtlpLogsTest {

  private static final Instant T0 = Instant.parse("2026-11-02T02:00:00.123456789Z");

  private final FakeClock clock = FakeClock.mondayMorning();
  private final OtlpLogs otlp = new OtlpLogs(clock);

  private static ProtoWriter text(String value) {
    return new ProtoWriter().string(1, value);
  }

  private static ProtoWriter attribute(String key, ProtoWriter value) {
    return new ProtoWriter().string(1, key).message(2, value);
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  /// The records before the resource, as a sender may.
  private static byte[] request(ProtoWriter... records) {
    ProtoWriter scopeLogs = new ProtoWriter();
    for (ProtoWriter record : records) {
      scopeLogs.message(2, record);
    }
    scopeLogs.message(1, new ProtoWriter().string(1, "com.zhongdao.Pay").string(2, "1"));
    ProtoWriter resource =
        new ProtoWriter()
            .message(1, attribute("service.name", text("pay")))
            .message(1, attribute("host.name", text("h1")))
            .message(1, attribute("process.command_line", text("java ...")));
    return new ProtoWriter()
        .message(1, new ProtoWriter().message(2, scopeLogs).message(1, resource))
        .toByteArray();
  }

  private List<LogEntry> read(byte[] bytes) {
    return otlp.read(bytes, 0, bytes.length).entries();
  }

  @Test
  void aRecordBecomesAnEntry() {
    ProtoWriter record =
        new ProtoWriter()
            .fixed64(1, nanos(T0))
            .fixed64(11, 5)
            .varint(2, 17)
            .string(3, "SEVERE")
            .message(5, text("支付失败"))
            .message(6, attribute("category", text("business_transaction")))
            .message(6, attribute("action", text("purchase_order")))
            .message(6, attribute("requestId", text("r-1")))
            .message(6, attribute("user.id", text("u-1")))
            .message(6, attribute("duration", new ProtoWriter().fixedDouble(4, 12.5)))
            .message(
                6,
                attribute(
                    "tags",
                    new ProtoWriter()
                        .message(5, new ProtoWriter().message(1, text("a")).message(1, text("b")))))
            .message(6, attribute("data.amount", new ProtoWriter().varint(3, 5)))
            .message(6, attribute("data.paid", new ProtoWriter().bool(2, false)))
            .message(
                6,
                attribute(
                    "order",
                    new ProtoWriter()
                        .message(6, new ProtoWriter().message(1, attribute("no", text("x"))))))
            .message(6, attribute("exception.type", text("E")))
            .message(6, attribute("exception.message", text("m")))
            .message(6, attribute("exception.stacktrace", text("E: m\n\tat a")))
            .message(6, attribute("raw", new ProtoWriter().bytes(7, new byte[] {1, 2})))
            .fixed32(8, 1)
            .hex(9, "4bf92f3577b34da6a3ce929d0e0e4736")
            .hex(10, "00f067aa0ba902b7");

    assertThat(read(request(record)))
        .containsExactly(
            LogEntry.builder(T0, LogLevel.ERROR, "pay", "支付失败")
                .category("business_transaction")
                .action("purchase_order")
                .requestId("r-1")
                .userId("u-1")
                .traceId("4bf92f3577b34da6a3ce929d0e0e4736")
                .spanId("00f067aa0ba902b7")
                .error(new LogEntry.LogError("E", "m", "E: m\n\tat a"))
                .tags(List.of("a", "b"))
                .durationMillis(12.5)
                .data("amount", 5L)
                .data("paid", false)
                .data("order", Map.of("no", "x"))
                .data("raw", "AQI=")
                .data("logger", "com.zhongdao.Pay")
                .data("host.name", "h1")
                .build());
  }

  @Test
  void timesFallBackToTheObservedThenToNow() {
    ProtoWriter observed = new ProtoWriter().fixed64(11, nanos(T0)).message(5, text("a"));
    ProtoWriter none = new ProtoWriter().message(5, text("b")).string(3, "WARNING");

    List<LogEntry> entries = read(request(observed, none));
    assertThat(entries).extracting(LogEntry::timestamp).containsExactly(T0, clock.instant());
    assertThat(entries).extracting(LogEntry::level).containsExactly(LogLevel.INFO, LogLevel.WARN);
  }

  @Test
  void bodiesThatAreMapsAreTakenApartAndBadIdsLeftOut() {
    ProtoWriter body =
        new ProtoWriter()
            .message(
                6,
                new ProtoWriter()
                    .message(1, attribute("message", text("m")))
                    .message(1, attribute("sku", text("s"))));
    ProtoWriter record = new ProtoWriter().message(5, body).hex(9, "00".repeat(16)).hex(10, "ab");

    LogEntry entry = read(request(record)).getFirst();
    assertThat(entry.message()).isEqualTo("m");
    assertThat(entry.data()).containsEntry("sku", "s");
    assertThat(entry.traceId()).isNull();
    assertThat(entry.spanId()).isNull();
  }

  @Test
  void endlessNestingIsRejectedRecordByRecord() {
    ProtoWriter value = text("x");
    for (int i = 0; i < 30; i++) {
      value = new ProtoWriter().message(5, new ProtoWriter().message(1, value));
    }
    byte[] bytes =
        request(new ProtoWriter().message(5, value), new ProtoWriter().message(5, text("good")));

    OtlpLogs.Result result = otlp.read(bytes, 0, bytes.length);
    assertThat(result.rejected()).isEqualTo(1);
    assertThat(result.reason()).contains("deeper");
    assertThat(result.entries()).extracting(LogEntry::message).containsExactly("good");
  }

  @Test
  void anEmptyRequestIsNothingAndTornBytesAreMalformed() {
    assertThat(read(new byte[0])).isEmpty();
    byte[] whole = request(new ProtoWriter().message(5, text("a")));
    int refused = 0;
    for (int length = 1; length < whole.length; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      try {
        read(torn);
      } catch (MalformedProtoException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(whole.length / 2);
    assertThatThrownBy(() -> read("nonsense".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedProtoException.class);
  }
}
