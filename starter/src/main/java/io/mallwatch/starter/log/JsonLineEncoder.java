package io.mallwatch.starter.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.opentelemetry.api.trace.Span;
import java.nio.charset.StandardCharsets;

/// Encodes each event as one line of JSON.
public final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  private final LogLines lines;

  public JsonLineEncoder(LogLines lines) {
    this.lines = lines;
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    LogLine line = lines.of(event, Span.current().getSpanContext());
    return (JsonText.of(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
