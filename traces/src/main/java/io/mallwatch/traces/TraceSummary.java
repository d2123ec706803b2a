package io.mallwatch.traces;

import java.util.List;

/// What a list of traces shows of one.
///
/// @param rootService service of the root: the parentless span with the earliest start, or else the
///   earliest span
/// @param orphanCount spans whose parent is not in the trace
/// @param services sorted by name
public record TraceSummary(
    String traceId,
    String rootService,
    String rootOperation,
    long startNanos,
    long endNanos,
    int spanCount,
    int errorCount,
    int orphanCount,
    List<ServiceCount> services) {

  public TraceSummary {
    services = List.copyOf(services);
  }

  public record ServiceCount(String service, int spanCount, int errorCount) {}

  public long durationNanos() {
    return endNanos - startNanos;
  }
}
