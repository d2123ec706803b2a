package io.mallwatch.traces;

import io.mallwatch.model.Span;
import java.util.Comparator;
import java.util.List;

/// All that is kept of one trace, or the first spans of one that is too large to be read.
public final class Trace {

  /// Order of a trace's spans.
  private static final Comparator<Span> BY_START =
      Comparator.comparingLong(Span::startNanos).thenComparing(Span::spanId);

  private final String traceId;
  private final byte[] otlp;
  private final List<Span> spans;
  private final boolean cut;

  private Trace(String traceId, byte[] otlp, List<Span> spans, boolean cut) {
    this.cut = cut;
    this.traceId = traceId;
    this.otlp = otlp;
    this.spans = spans.stream().sorted(BY_START).toList();
  }

  /// @param otlp a TracesData message with the spans of this trace alone
  /// @param cut whether there are more spans, which are not in it
  public static Trace ofOtlp(String traceId, byte[] otlp, boolean cut) {
    return new Trace(traceId, otlp.clone(), SpanBatch.read(otlp).spans(), cut);
  }

  /// A trace of spans that are at hand as objects.
  public static Trace of(String traceId, List<Span> spans) {
    return new Trace(traceId, OtlpSpanWriter.request(spans), spans, false);
  }

  /// 32 lower-case hex digits.
  public String traceId() {
    return traceId;
  }

  /// Whether there are more spans than are in it.
  public boolean isCut() {
    return cut;
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
