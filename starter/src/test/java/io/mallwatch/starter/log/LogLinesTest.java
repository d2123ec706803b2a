package io.mallwatch.starter.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

class LogLinesTest {
  private static final SpanContext SPAN =
      SpanContext.create(
          "4bf92f3577b34da6a3ce929d0e0e4736",
          "00f067aa0ba902b7",
          TraceFlags.getSampled(),
          TraceState.getDefault());
  private final LoggerContext context = new LoggerContext();
  private final LogLines lines = new LogLines("shop");

  private LoggingEvent event(String message, @Nullable Throwable thrown, KeyValuePair... pairs) {
    var event =
        new LoggingEvent(
            "caller", context.getLogger("test"), Level.WARN, message, thrown, new Object[0]);
    event.setInstant(Instant.parse("2025-11-18T04:00:00.123Z"));
    event.setMDCPropertyMap(Map.of("requestId", "r-1", "userId", "u-1", "other", "x"));
    event.setKeyValuePairs(Arrays.asList(pairs));
    return event;
  }

  @Test
  void fieldsOfTheFormatGoToTheirPlaces() {
    LoggingEvent event =
        event(
            "等级升级",
            null,
            new KeyValuePair("category", "user_activity"),
            new KeyValuePair("action", "level_upgrade"),
            new KeyValuePair("userId", "u-2"),
            new KeyValuePair("duration", Duration.ofMillis(42)),
            new KeyValuePair("tags", List.of("a", "b")),
            new KeyValuePair("fromLevel", "vip"),
            new KeyValuePair("nothing", null));
    event.addMarker(MarkerFactory.getMarker("MARKED"));

    LogLine line = lines.of(event, SPAN);

    assertThat(line.timestamp()).isEqualTo(Instant.parse("2025-11-18T04:00:00.123Z"));
    assertThat(line.level()).isEqualTo("warn");
    assertThat(line.service()).isEqualTo("shop");
    assertThat(line.requestId()).isEqualTo("r-1");
    assertThat(line.userId()).isEqualTo("u-2");
    assertThat(line.category()).isEqualTo("user_activity");
    assertThat(line.action()).isEqualTo("level_upgrade");
    assertThat(line.duration()).isEqualTo(42);
    assertThat(line.tags()).containsExactly("a", "b", "MARKED");
    assertThat(line.data()).containsExactly(Map.entry("fromLevel", "vip"));
    assertThat(line.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(line.spanId()).isEqualTo("00f067aa0ba902b7");
  }

  @Test
  void exceptionsBecomeTheErrorField() {
    var cause = new IOException("disk \"full\"");
    LogLine line = lines.of(event("failed", new IllegalStateException("no tea", cause)), SPAN);

    assertThat(line.error()).isNotNull();
    assertThat(line.error().name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(line.error().message()).isEqualTo("no tea");
    assertThat(line.error().stack()).contains("disk \"full\"").hasSizeLessThanOrEqualTo(16 * 1024);
  }

  @Test
  void withoutASpanThereIsNoTraceId() {
    LogLine line = lines.of(event("m", null), SpanContext.getInvalid());

    assertThat(line.traceId()).isNull();
    assertThat(JsonText.of(line)).doesNotContain("traceId").doesNotContain("error");
  }

  @Test
  void endlessMessagesAreCut() {
    assertThat(lines.of(event("x".repeat(100_000), null), SPAN).message())
        .hasSize(LogLines.MAX_MESSAGE);
  }

  @Test
  void theJsonIsOneLineThatReadsBackToWhatWasLogged() throws IOException {
    Map<String, Object> nested =
        Map.of("list", List.of(1, 2.5, true), "nan", Double.NaN, "deep", Map.of("k", "v"));
    String awkward = "quote \" backslash \\ line\nfeed tab\t nul\u0000 中文 \uD83C\uDF75 \u2028";
    LoggingEvent event =
        event(
            awkward,
            new IllegalStateException("x"),
            new KeyValuePair("details", nested),
            new KeyValuePair("awk\"ward", awkward));

    String text = JsonText.of(lines.of(event, SPAN));

    assertThat(text).doesNotContain("\n");
    JsonNode read = new ObjectMapper().readTree(text);
    assertThat(read.path("message").asText()).isEqualTo(awkward);
    assertThat(read.path("timestamp").asText()).isEqualTo("2025-11-18T04:00:00.123Z");
    assertThat(read.path("data").path("awk\"ward").asText()).isEqualTo(awkward);
    assertThat(read.path("data").path("details").path("list").toString()).isEqualTo("[1,2.5,true]");
    assertThat(read.path("data").path("details").path("nan").asText()).isEqualTo("NaN");
    assertThat(read.path("data").path("details").path("deep").path("k").asText()).isEqualTo("v");
    assertThat(read.path("error").path("name").asText())
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void anyTextReadsBackFromTheJsonOrWithLoneSurrogatesEscaped() throws IOException {
    var random = new Random(42);
    for (int round = 0; round < 500; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        text.append((char) random.nextInt(0x10000));
      }
      JsonNode read =
          new ObjectMapper().readTree(JsonText.of(lines.of(event(text.toString(), null), SPAN)));

      assertThat(read.path("message").asText()).as("round %d", round).isEqualTo(text.toString());
    }
  }
}
