package io.mallwatch.traces.graph;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rate, errors and durations of every operation, counted before anything is sampled away; names as
/// the collector's spanmetrics connector gives them, so that Jaeger's Monitor tab finds them.
///
/// Server and consumer spans and roots are counted. Operations past [#MAX_OPERATIONS] of a service
/// are counted as `other`. Thread-safe.
public final class SpanMetrics {

  /// Counter of calls.
  public static final String CALLS = "traces_span_metrics_calls_total";

  /// Histogram of durations.
  public static final String DURATION = "traces_span_metrics_duration_milliseconds";

  /// Most operations of one service that have series of their own.
  static final int MAX_OPERATIONS = 200;

  private static final int MAX_SERVICES = 500;
  private static final String OTHER = "other";

  /// Upper bounds of the buckets in milliseconds; one more is unbounded.
  private static final double[] BOUNDS = {
    2, 4, 6, 8, 10, 50, 100, 200, 400, 800, 1_000, 1_400, 2_000, 5_000, 10_000, 15_000
  };

  private record Key(String service, String operation, Span.Kind kind, Span.Status status) {}

  private static final class Counts {
    private final long[] buckets = new long[BOUNDS.length + 1];
    private final @Nullable SpanExample[] examples = new @Nullable SpanExample[BOUNDS.length + 1];
    private long calls;
    private double sumMillis;
  }

  /// A cumulative series as it is now.
  ///
  /// @param labels with the metric's name
  /// @param example the last span that was counted in it, or null
  public record SeriesValue(Labels labels, double value, @Nullable SpanExample example) {}

  /// A span behind a number.
  public record SpanExample(String traceId, String spanId, double valueMillis, long atMillis) {}

  private final Map<Key, Counts> series = new HashMap<>(); // guarded by this
  private final Map<String, Map<String, String>> operations = new HashMap<>(); // guarded by this
  private long overflowed; // guarded by this

  public synchronized void observe(Span span) {
    boolean counted =
        span.kind() == Span.Kind.SERVER || span.kind() == Span.Kind.CONSUMER || span.isRoot();
    if (!counted) {
      return;
    }
    Counts counts =
        series.computeIfAbsent(
            new Key(service(span), operation(span), span.kind(), span.status()), _ -> new Counts());
    double millis = span.durationNanos() / 1e6;
    int bucket = 0;
    while (bucket < BOUNDS.length && millis > BOUNDS[bucket]) {
      bucket++;
    }
    counts.calls++;
    counts.sumMillis += millis;
    counts.buckets[bucket]++;
    counts.examples[bucket] =
        new SpanExample(span.traceId(), span.spanId(), millis, span.endNanos() / 1_000_000);
  }

  private String service(Span span) {
    String service = span.resource().service();
    return operations.containsKey(service) || operations.size() < MAX_SERVICES ? service : OTHER;
  }

  private String operation(Span span) {
    Map<String, String> known = operations.computeIfAbsent(service(span), _ -> new HashMap<>());
    String name = known.get(span.name());
    if (name != null) {
      return name;
    }
    if (known.size() >= MAX_OPERATIONS) {
      overflowed++;
      return OTHER;
    }
    known.put(span.name(), span.name());
    return span.name();
  }

  /// All series as they are now.
  public synchronized List<SeriesValue> snapshot() {
    List<SeriesValue> values = new ArrayList<>();
    series.forEach((key, counts) -> {
      Labels labels =
          Labels.of(
              "service_name",
              key.service,
              "span_name",
              key.operation,
              "span_kind",
              "SPAN_KIND_" + key.kind.name(),
              "status_code",
              "STATUS_CODE_" + key.status.name());
      values.add(new SeriesValue(labels.with(Labels.METRIC_NAME, CALLS), counts.calls, null));
      long cumulative = 0;
      for (int i = 0; i < counts.buckets.length; i++) {
        cumulative += counts.buckets[i];
        String bound = i < BOUNDS.length ? text(BOUNDS[i]) : "+Inf";
        values.add(
            new SeriesValue(
                labels.with(Labels.METRIC_NAME, DURATION + "_bucket").with("le", bound),
                cumulative,
                counts.examples[i]));
      }
      values.add(
          new SeriesValue(
              labels.with(Labels.METRIC_NAME, DURATION + "_sum"), counts.sumMillis, null));
      values.add(
          new SeriesValue(
              labels.with(Labels.METRIC_NAME, DURATION + "_count"), counts.calls, null));
    });
    return values;
  }

  /// Spans counted under `other` because their service has too many operations.
  public synchronized long overflowed() {
    return overflowed;
  }

  private static String text(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
