package io.mallwatch.traces.segment;

import io.mallwatch.model.Span;
import io.mallwatch.traces.TraceSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Sums up the spans of a trace.
final class Summaries {

  private Summaries() {}

  /// @param spans of one trace, at least one
  static TraceSummary of(String traceId, List<Span> spans) {
    Set<String> ids = new HashSet<>();
    for (Span span : spans) {
      ids.add(span.spanId());
    }
    Span root =
        spans.stream()
            .min(
                Comparator.comparing((Span span) -> !span.isRoot())
                    .thenComparingLong(Span::startNanos)
                    .thenComparing(Span::spanId))
            .orElseThrow();
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    int errors = 0;
    int orphans = 0;
    Map<String, int[]> services = new TreeMap<>();
    for (Span span : spans) {
      start = Math.min(start, span.startNanos());
      end = Math.max(end, span.endNanos());
      int[] counts = services.computeIfAbsent(span.resource().service(), _ -> new int[2]);
      counts[0]++;
      if (span.isError()) {
        errors++;
        counts[1]++;
      }
      if (!span.isRoot() && !ids.contains(span.parentSpanId())) {
        orphans++;
      }
    }
    List<TraceSummary.ServiceCount> counts = new ArrayList<>();
    services.forEach(
        (service, count) -> counts.add(new TraceSummary.ServiceCount(service, count[0], count[1])));
    return new TraceSummary(
        traceId,
        root.resource().service(),
        root.name(),
        start,
        end,
        spans.size(),
        errors,
        orphans,
        counts);
  }
}
