package io.mallwatch.traces.segment;

import io.mallwatch.traces.ServiceEdge;
import io.mallwatch.traces.graph.EdgeCount;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Adds up the edges of several hours.
final class EdgeSums {

  private record Ends(String parent, String child, ServiceEdge.NodeType type) {}

  private EdgeSums() {}

  static List<ServiceEdge> of(List<EdgeCount> counts) {
    Map<Ends, List<EdgeCount>> byEnds =
        counts.stream()
            .collect(
                Collectors.groupingBy(
                    count -> new Ends(count.parent(), count.child(), count.childType())));
    return byEnds.entrySet().stream()
        .map(entry -> edge(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(ServiceEdge::parent).thenComparing(ServiceEdge::child))
        .toList();
  }

  private static ServiceEdge edge(Ends ends, List<EdgeCount> counts) {
    return new ServiceEdge(
        ends.parent,
        ends.child,
        ends.type,
        counts.stream().mapToLong(EdgeCount::calls).sum(),
        counts.stream().mapToLong(EdgeCount::errors).sum(),
        counts.stream().mapToLong(EdgeCount::durationNanosSum).sum());
  }
}
