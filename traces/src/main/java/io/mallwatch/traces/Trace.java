package io.mallwatch.traces;

import io.mallwatch.model.Span;
import java.util.Comparator;
import java.util.List;

/// All that is kept of one trace.
public final class Trace {

  /// Order of a trace's spans.
  private static final Comparator<Span> BY_START =
      Comparator.comparingLong(Span::startNanos).thenComparing(Span::spanId);

  private final String traceId;
  private final byte[] otlp;
  private final List<Span> spans;

  private Trace(String traceId, byte[] otlp, List<Span> spans) {
    this.traceId = traceId;
    this.otlp = otlp;
    this.spans = spans.stream().sorted(BY_START).toList();
  }

  /// @param otlp a TracesData message with the spans of this trace alone
  public static Trace ofOtlp(String traceId, byte[] otlp) {
    return new Trace(traceId, otlp.clone(), SpanBatch.read(otlp).spans());
  }

  /// A trace of spans that are at hand as objects.
  public static Trace of(String traceId, List<Span> spans) {
    return new Trace(traceId, OtlpSpanWriter.request(spans), spans);
  }

  /// 32 lower-case hex digits.
  public String traceId() {
    return traceId;
  }

  /// By start.
  public List<Span> spans() {
    return spans;
  }

  /// The spans as they came, with all that [Span] does not hold: OTLP's `TracesData`.
  public byte[] otlp() {
    return otlp.clone();
  }
}
