package io.mallwatch.traces;

import io.mallwatch.model.Span;
import java.util.List;

/// All spans kept of one trace, by start.
public record Trace(String traceId, List<Span> spans) {
  public Trace {
    spans = List.copyOf(spans);
  }
}
