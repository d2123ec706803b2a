package io.mallwatch.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.pipeline.Pipelines;
import io.mallwatch.model.LogEntry;
import io.mallwatch.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentShapeTest {

  private final JsonLogEntries entries =
      new JsonLogEntries(FakeClock.mondayMorning(), ZoneOffset.UTC, "unknown");

  private LogEntry read(String json) {
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    return entries.read(utf8, 0, utf8.length);
  }

  private static Map<String, ?> tree(String json) {
    return Pipelines.definition(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"timestamp\":\"2026-11-02T01:00:00.000Z\",\"level\":\"info\",\"service\":\"order\",\"message\":\"ok\"}",
        "{\"timestamp\":\"2026-11-02T01:00:00Z\",\"level\":\"ERROR\",\"message\":\"支付失败\",\"data\":{\"amount\":99.5}}",
        "{\"@timestamp\":\"2026-11-02T09:00:00.123456+08:00\",\"log\":{\"level\":\"warn\",\"logger\":\"a.B\"},"
            + "\"service\":{\"name\":\"pay\",\"version\":\"1\"},\"host\":{\"name\":\"h\"},\"message\":\"m\"}",
        "{\"time\":1793581200123,\"level\":30,\"msg\":\"pino\",\"pid\":7,\"hostname\":\"h\"}",
        "{\"ts\":1793581200.25,\"log.level\":\"Warning\",\"message\":\"dotted\"}",
        "{\"timestamp\":\"2026-11-02 01:00:00,250\",\"message\":\"m\"}",
        "{\"id\":\"2549961272\",\"type\":\"PushEvent\",\"actor\":{\"id\":1762355,\"login\":\"x\"},\"public\":true}",
        "{\"message\":\"m\",\"fields\":{\"orderId\":\"A1\",\"user_id\":\"u\"},\"severity\":\"info\"}",
        "{\"message\":\"m\",\"data\":{\"a\":1},\"b\":2}",
        "{\"message\":\"m\",\"error\":{\"message\":\"boom\",\"type\":\"E\",\"code\":5}}",
        "{\"message\":\"m\",\"err\":\"boom\",\"stack\":\"E: boom\\n at x\"}",
        "{\"message\":\"m\",\"userId\":10086,\"tags\":\"a,b\",\"duration\":12}",
        "{\"message\":\"m\",\"duration\":\"1.5s\",\"event\":{\"duration\":1}}",
        "{\"message\":\"m\",\"event\":{\"duration\":1500000,\"category\":\"web\",\"dataset\":\"d\"}}",
        "{\"message\":\"m\",\"traceId\":\"ABCDEF\",\"tags\":[\"x\",\"y\"],\"@timestamp\":\"not a time\"}",
        "{\"message\":\"m\",\"timestamp\":\"2026-11-02T01:00:00.000Z\",\"@timestamp\":\"2026-11-02T01:00:00.000Z\"}",
        "{\"message\":12.5}",
        "{}"
      })
  void anObjectIsGivenBackAsItCame(String json) {
    LogEntry entry = read(json);
    Map<String, Object> document = SentShape.document(entry);
    if (entry.tags().contains("_timestampparsefailure")) {
      assertThat(String.valueOf(document.remove("tags"))).contains("_timestampparsefailure");
      document.put("tags", entry.tags().subList(0, entry.tags().size() - 1));
    }
    assertThat(document).isEqualTo(tree(json));
  }

  @Test
  void aPlainEntryHasAShortShape() {
    assertThat(
            read("{\"timestamp\":\"2026-11-02T01:00:00.123Z\",\"level\":\"info\",\"service\":\"s\",\"message\":\"m\",\"data\":{\"a\":1}}")
                .shape())
        .isEqualTo("t");
    assertThat(
            read("{\"@timestamp\":\"2026-11-02T01:00:00.123Z\",\"message\":\"m\",\"a\":1}").shape())
        .isEqualTo("T\n-l\n-s\n^");
  }

  @Test
  void namesThatCannotBeToldLeaveTheEntryWithoutAShape() {
    assertThat(read("{\"a\\nb\":1}").shape()).isNull();
  }
}
