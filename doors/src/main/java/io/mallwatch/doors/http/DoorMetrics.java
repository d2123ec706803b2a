package io.mallwatch.doors.http;

import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Counts what passes the doors. Thread-safe. Bounded: doors, statuses and reasons are few.
public final class DoorMetrics {

  private final Map<Served, LongAdder> served = new ConcurrentHashMap<>();
  private final Map<Reason, LongAdder> refused = new ConcurrentHashMap<>();
  private final Map<Reason, LongAdder> dropped = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> nanos = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> received = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();

  private record Served(String door, int status) {}

  private record Reason(String door, String reason) {}

  void served(String door, int status, long tookNanos) {
    served.computeIfAbsent(new Served(door, status), _ -> new LongAdder()).increment();
    nanos.computeIfAbsent(door, _ -> new LongAdder()).add(tookNanos);
  }

  void refused(String door, Problem problem) {
    refused
        .computeIfAbsent(new Reason(door, problem.kind().text()), _ -> new LongAdder())
        .increment();
  }

  void received(String door, int bytes) {
    received.computeIfAbsent(door, _ -> new LongAdder()).add(bytes);
  }

  AtomicInteger inFlight() {
    return inFlight;
  }

  /// Counts `count` items (samples, spans, lines, alerts) that a door could not take.
  ///
  /// @param reason one of a small fixed set
  public void dropped(String door, String reason, long count) {
    dropped.computeIfAbsent(new Reason(door, reason), _ -> new LongAdder()).add(count);
  }

  /// How often a door has answered with `status` so far.
  public long count(String door, int status) {
    LongAdder count = served.get(new Served(door, status));
    return count == null ? 0 : count.sum();
  }

  /// All counters now.
  public List<MetricFamily> families() {
    List<MetricFamily.Point> requests = new ArrayList<>();
    Map<String, Long> requestsByDoor = new TreeMap<>();
    served.forEach((key, count) -> {
      requests.add(
          new MetricFamily.Point(
              Labels.of("door", key.door(), "status", Integer.toString(key.status())),
              count.sum()));
      requestsByDoor.merge(key.door(), count.sum(), Long::sum);
    });
    List<MetricFamily.Point> seconds = new ArrayList<>();
    requestsByDoor.forEach((door, count) -> {
      Labels labels = Labels.of("door", door);
      LongAdder sum = nanos.get(door);
      seconds.add(new MetricFamily.Point("_sum", labels, sum == null ? 0 : sum.sum() / 1e9));
      seconds.add(new MetricFamily.Point("_count", labels, count));
    });
    List<MetricFamily.Point> bytes = new ArrayList<>();
    received.forEach(
        (door, sum) -> bytes.add(new MetricFamily.Point(Labels.of("door", door), sum.sum())));
    return List.of(
        new MetricFamily(
            "mallwatch_http_requests_total", "counter", "Requests answered.", requests),
        new MetricFamily(
            "mallwatch_http_request_duration_seconds",
            "summary",
            "Time from the head of a request to its answer.",
            seconds),
        new MetricFamily(
            "mallwatch_http_received_bytes_total", "counter", "Bytes of bodies as sent.", bytes),
        new MetricFamily(
            "mallwatch_http_refused_total",
            "counter",
            "Requests refused, by reason.",
            reasons(refused)),
        new MetricFamily(
            "mallwatch_http_dropped_items_total",
            "counter",
            "Samples, spans, lines and alerts that came but could not be taken, by reason.",
            reasons(dropped)),
        new MetricFamily(
            "mallwatch_http_requests_in_flight",
            "gauge",
            "Requests being served.",
            List.of(new MetricFamily.Point(Labels.EMPTY, inFlight.get()))));
  }

  private static List<MetricFamily.Point> reasons(Map<Reason, LongAdder> counts) {
    List<MetricFamily.Point> points = new ArrayList<>();
    counts.forEach((key, count) ->
        points.add(
            new MetricFamily.Point(
                Labels.of("door", key.door(), "reason", key.reason()), count.sum())));
    return points;
  }
}
