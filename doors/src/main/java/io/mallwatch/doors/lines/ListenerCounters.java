package io.mallwatch.doors.lines;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What came to one port and what became of it. Thread-safe. Reasons are few.
final class ListenerCounters {

  final LongAdder stored = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder unparsed = new LongAdder();
  final LongAdder waits = new LongAdder();
  final AtomicInteger connections = new AtomicInteger();
  private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();

  /// Lines that came and are not stored.
  void dropped(String reason, long lines) {
    dropped.computeIfAbsent(reason, _ -> new LongAdder()).add(lines);
  }

  /// Connections that were not served, or were ended.
  void refused(String reason) {
    refused.computeIfAbsent(reason, _ -> new LongAdder()).increment();
  }

  static List<MetricFamily> families(Map<String, ListenerCounters> all) {
    List<MetricFamily.Point> stored = new ArrayList<>();
    List<MetricFamily.Point> bytes = new ArrayList<>();
    List<MetricFamily.Point> unparsed = new ArrayList<>();
    List<MetricFamily.Point> waits = new ArrayList<>();
    List<MetricFamily.Point> connections = new ArrayList<>();
    List<MetricFamily.Point> dropped = new ArrayList<>();
    List<MetricFamily.Point> refused = new ArrayList<>();
    all.forEach((name, one) -> {
      Labels labels = Labels.of("listener", name);
      stored.add(new MetricFamily.Point(labels, one.stored.sum()));
      bytes.add(new MetricFamily.Point(labels, one.bytes.sum()));
      unparsed.add(new MetricFamily.Point(labels, one.unparsed.sum()));
      waits.add(new MetricFamily.Point(labels, one.waits.sum()));
      connections.add(new MetricFamily.Point(labels, one.connections.get()));
      points(labels, one.dropped, dropped);
      points(labels, one.refused, refused);
    });
    return List.of(
        family("lines_total", "counter", "Lines that were stored.", stored),
        family("bytes_total", "counter", "Bytes that came.", bytes),
        family(
            "unparsed_total", "counter", "Lines that fit no form and were kept whole.", unparsed),
        family("waits_total", "counter", "How often the store had no room.", waits),
        family("connections", "gauge", "Open connections.", connections),
        family("dropped_total", "counter", "Lines that came and are not stored.", dropped),
        family(
            "refused_connections_total",
            "counter",
            "Connections that were not served, or were ended.",
            refused));
  }

  private static void points(
      Labels labels, Map<String, LongAdder> counts, List<MetricFamily.Point> into) {
    counts.forEach((reason, count) ->
        into.add(new MetricFamily.Point(labels.with("reason", reason), count.sum())));
  }

  private static MetricFamily family(
      String name, String type, String help, List<MetricFamily.Point> points) {
    return new MetricFamily("mallwatch_log_listener_" + name, type, help, points);
  }
}
