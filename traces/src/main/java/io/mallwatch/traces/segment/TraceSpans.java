package io.mallwatch.traces.segment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gathers the spans of one trace, up to a bound, so that a trace without end (a loop, an id used
/// for all) costs a reader no more than a large one. Not thread-safe.
final class TraceSpans {

  /// Most spans of a trace that are read.
  static final int MOST = 50_000;

  /// Most bytes of them.
  static final long MOST_BYTES = 48L << 20;

  private final List<StoredSpan> spans = new ArrayList<>();
  private final Map<Long, StoredSpan> archived = new HashMap<>();
  private long bytes;
  private boolean cut;

  /// @param kept what the archive has of it; the same spans are not taken again
  TraceSpans(List<StoredSpan> kept) {
    for (StoredSpan span : kept) {
      archived.put(span.hash(), span);
    }
    kept.forEach(this::take);
  }

  /// Whether it takes nothing more; what is not even offered then is missing.
  boolean isFull() {
    return spans.size() >= MOST || bytes >= MOST_BYTES;
  }

  /// Adds spans, unless they are there already.
  void add(List<StoredSpan> more) {
    for (StoredSpan span : more) {
      StoredSpan same = archived.isEmpty() ? null : archived.get(span.hash());
      if (same == null || !same.isSame(span)) {
        take(span);
      }
    }
  }

  private void take(StoredSpan span) {
    if (isFull()) {
      cut = true;
      return;
    }
    spans.add(span);
    bytes += span.length();
  }

  /// Notes that there is more than was offered.
  void leaveOutRest() {
    cut = true;
  }

  /// In order of arrival, archived ones first.
  List<StoredSpan> spans() {
    return spans;
  }

  /// Whether spans were left out.
  boolean isCut() {
    return cut;
  }
}
