package io.mallwatch.traces.graph;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Span;
import io.mallwatch.traces.ByteHash;
import io.mallwatch.traces.LongTable;
import io.mallwatch.traces.SpanBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rate, errors and durations of every operation, counted before anything is sampled away; names as
/// the collector's spanmetrics connector gives them, so that Jaeger's Monitor tab finds them.
///
/// Server and consumer spans and roots are counted. Operations past [#MAX_OPERATIONS] of a service,
/// services past [#MAX_SERVICES], and all that is new once there are [#MAX_KEYS] combinations are
/// counted as `other`. Thread-safe.
public final class SpanMetrics {

  /// Counter of calls.
  public static final String CALLS = "traces_span_metrics_calls_total";

  /// Histogram of durations.
  public static final String DURATION = "traces_span_metrics_duration_milliseconds";

  /// Most operations of one service that have series of their own.
  static final int MAX_OPERATIONS = 200;

  static final int MAX_SERVICES = 500;

  /// Most combinations of service, operation, kind and status; about twenty series each.
  static final int MAX_KEYS = 4_000;

  private static final String OTHER = "other";
  private static final int KINDS = Span.Kind.values().length;
  private static final int STATUSES = Span.Status.values().length;

  /// Upper bounds of the buckets in milliseconds; one more is unbounded.
  private static final double[] BOUNDS = {
    2, 4, 6, 8, 10, 50, 100, 200, 400, 800, 1_000, 1_400, 2_000, 5_000, 10_000, 15_000
  };

  private record Key(String service, String operation, Span.Kind kind, Span.Status status) {}

  private final LongTable<Durations> byHash = new LongTable<>(); // guarded by this
  private final Map<Key, Durations> series = new HashMap<>(); // guarded by this
  private final Map<String, Map<String, String>> operations = new HashMap<>(); // guarded by this
  private long overflowed; // guarded by this

  /// Counts the spans of a batch.
  public synchronized void observe(SpanBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      Span.Kind kind = batch.kind(i);
      if (kind == Span.Kind.SERVER || kind == Span.Kind.CONSUMER || batch.parentId(i) == 0) {
        count(batch, i);
      }
    }
  }

  private void count(SpanBatch batch, int i) {
    long hash =
        ByteHash.of(
            ByteHash.of(batch.owner(i).serviceHash(), batch.nameHash(i)),
            batch.kind(i).ordinal() * STATUSES + batch.status(i).ordinal());
    Durations durations = byHash.get(hash);
    if (durations == null) {
      durations = durations(batch, i, hash);
    }
    durations.add(
        batch.end(i) - batch.start(i),
        batch.traceHigh(i),
        batch.traceLow(i),
        batch.spanId(i),
        batch.end(i));
  }

  private Durations durations(SpanBatch batch, int i, long hash) {
    String given = batch.owner(i).service();
    String service =
        operations.containsKey(given) || operations.size() < MAX_SERVICES ? given : OTHER;
    Map<String, String> known = operations.computeIfAbsent(service, _ -> new HashMap<>());
    String name = batch.name(i);
    String operation = known.get(name);
    if (operation == null) {
      boolean room = known.size() < MAX_OPERATIONS && series.size() < MAX_KEYS;
      operation = room ? name : OTHER;
      if (room) {
        known.put(name, name);
      }
    }
    Durations durations =
        series.computeIfAbsent(
            new Key(service, operation, batch.kind(i), batch.status(i)),
            _ -> new Durations(BOUNDS));
    if (operation.equals(OTHER) && !name.equals(OTHER)) {
      overflowed++;
    } else if (byHash.size() < MAX_KEYS * KINDS) {
      byHash.put(hash, durations);
    }
    return durations;
  }

  /// All series as they are now.
  public synchronized List<SeriesValue> snapshot() {
    List<SeriesValue> values = new ArrayList<>();
    series.forEach((key, durations) -> {
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
      values.add(new SeriesValue(labels.with(Labels.METRIC_NAME, CALLS), durations.count(), null));
      durations.histogram(labels, DURATION, 1, values);
    });
    return values;
  }

  /// Spans counted under `other` because there are too many services or operations.
  public synchronized long overflowed() {
    return overflowed;
  }
}
