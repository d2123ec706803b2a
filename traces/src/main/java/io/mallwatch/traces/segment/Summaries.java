package io.mallwatch.traces.segment;

import io.mallwatch.traces.SpanFields;
import io.mallwatch.traces.TraceSummary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Sums up the spans of a trace.
final class Summaries {

  private Summaries() {}

  /// @param stored spans of one trace, at least one
  static TraceSummary of(String traceId, List<StoredSpan> stored) {
    Set<Long> ids = new HashSet<>();
    SpanFields fields = new SpanFields();
    StoredSpan root = stored.getFirst();
    long rootStart = Long.MAX_VALUE;
    boolean rootHasParent = true;
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    int errors = 0;
    List<Long> parents = new ArrayList<>();
    Map<String, int[]> services = new TreeMap<>();
    for (StoredSpan span : stored) {
      fields.read(span.cursor());
      ids.add(fields.spanId());
      boolean hasParent = fields.parentId() != 0;
      if (hasParent) {
        parents.add(fields.parentId());
      }
      if ((rootHasParent && !hasParent)
          || (rootHasParent == hasParent && fields.start() < rootStart)) {
        root = span;
        rootStart = fields.start();
        rootHasParent = hasParent;
      }
      start = Math.min(start, fields.start());
      end = Math.max(end, fields.end());
      int[] counts = services.computeIfAbsent(span.owner().service(), _ -> new int[2]);
      counts[0]++;
      if (fields.isError()) {
        errors++;
        counts[1]++;
      }
    }
    fields.read(root.cursor());
    String rootName =
        new String(root.array(), fields.nameAt(), fields.nameLength(), StandardCharsets.UTF_8);
    List<TraceSummary.ServiceCount> counts = new ArrayList<>();
    services.forEach(
        (service, count) -> counts.add(new TraceSummary.ServiceCount(service, count[0], count[1])));
    return new TraceSummary(
        traceId,
        root.owner().service(),
        rootName,
        start,
        end,
        stored.size(),
        errors,
        (int) parents.stream().filter(parent -> !ids.contains(parent)).count(),
        counts);
  }
}
