package io.mallwatch.traces;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.Span;
import io.mallwatch.model.TimeRange;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which attributes spans have and with which values, as seen in the newest [#TRACES] traces of a
/// range; for completion, not for counting.
///
/// @param ofSpans by key, at most [#MAX_VALUES] values each
/// @param ofResources the same of resources
public record RecentAttributes(
    SortedMap<String, SortedSet<String>> ofSpans,
    SortedMap<String, SortedSet<String>> ofResources) {

  /// Most traces that are looked at.
  public static final int TRACES = 200;

  static final int MAX_KEYS = 500;
  static final int MAX_VALUES = 100;

  /// Looks at the newest traces of `range`.
  public static RecentAttributes of(TraceStore store, TimeRange range, Deadline deadline) {
    RecentAttributes found = new RecentAttributes(new TreeMap<>(), new TreeMap<>());
    TraceQuery newest =
        new TraceQuery(range, "", "", Map.of(), null, null, List.of(), TRACES, deadline);
    for (TraceSummary summary : store.find(newest)) {
      store
          .trace(summary.traceId(), deadline)
          .ifPresent(trace -> {
            for (Span span : trace.spans()) {
              add(span.attributes(), found.ofSpans);
              add(span.resource().attributes(), found.ofResources);
            }
          });
    }
    return found;
  }

  private static void add(
      Map<String, Object> attributes, SortedMap<String, SortedSet<String>> into) {
    attributes.forEach((key, value) -> {
      if (into.size() < MAX_KEYS || into.containsKey(key)) {
        SortedSet<String> values = into.computeIfAbsent(key, _ -> new TreeSet<>());
        if (values.size() < MAX_VALUES) {
          values.add(AttributeText.of(value));
        }
      }
    });
  }
}
