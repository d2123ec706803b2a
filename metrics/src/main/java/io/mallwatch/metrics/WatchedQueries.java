package io.mallwatch.metrics;

import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Any engine's queries, with a list of those that run. A query is cancelled by interrupting the
/// thread that waits for it, as every engine promises to notice. As many are listed as the engine
/// admits. Thread-safe.
public final class WatchedQueries implements MetricQueries, RunningQueries {

  private final MetricQueries engine;
  private final InstantSource clock;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, Watched> watched = new ConcurrentHashMap<>();
  private final LongAdder answered = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  /// What all queries so far took together.
  ///
  /// @param nanos wall time
  public record Totals(long queries, long nanos) {}

  public WatchedQueries(MetricQueries engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /// A query and the thread that waits for it.
  private static final class Watched {

    private final Running told;

    /// Guarded by this; null once the answer is there.
    private @Nullable Thread waiting = Thread.currentThread();

    /// Guarded by this.
    private boolean cancelled;

    Watched(Running told) {
      this.told = told;
    }

    synchronized boolean cancel() {
      if (waiting == null) {
        return false;
      }
      cancelled = true;
      waiting.interrupt();
      return true;
    }

    /// Nothing interrupts its thread afterwards.
    ///
    /// @return whether it was cancelled
    synchronized boolean end() {
      waiting = null;
      return cancelled;
    }
  }

  private <T> T watch(String query, QueryOptions options, Supplier<T> answer) {
    long id = ids.incrementAndGet();
    Watched entry =
        new Watched(
            new Running(id, query, clock.instant(), 0, options.origin(), options.priority()));
    watched.put(id, entry);
    long began = System.nanoTime();
    try {
      return answer.get();
    } catch (DeadlineExceededException e) {
      if (entry.end()) {
        throw DeadlineExceededException.cancelled("query was canceled in expression evaluation");
      }
      throw e;
    } finally {
      watched.remove(id);
      answered.increment();
      nanos.add(System.nanoTime() - began);
      if (entry.end()) {
        // The interrupt was meant for the query, not for what its caller does next.
        var _ = Thread.interrupted();
      }
    }
  }

  /// What all queries so far took together.
  public Totals totals() {
    return new Totals(answered.sum(), nanos.sum());
  }

  @Override
  public List<Running> running() {
    return watched.values().stream()
        .map(entry -> entry.told)
        .sorted(Comparator.comparingLong(Running::id))
        .toList();
  }

  @Override
  public boolean cancel(long id) {
    Watched entry = watched.get(id);
    return entry != null && entry.cancel();
  }

  @Override
  public QueryResult instant(String query, Instant at, QueryOptions options) {
    return watch(query, options, () -> engine.instant(query, at, options));
  }

  @Override
  public QueryResult range(
      String query, Instant start, Instant end, Duration step, QueryOptions options) {
    return watch(query, options, () -> engine.range(query, start, end, step, options));
  }

  @Override
  public List<Labels> series(List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
    return engine.series(selectors, range, options);
  }

  @Override
  public List<String> labelNames(
      List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
    return engine.labelNames(selectors, range, options);
  }

  @Override
  public List<String> labelValues(
      String name, List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
    return engine.labelValues(name, selectors, range, options);
  }

  @Override
  public List<Exemplar> exemplars(String query, TimeRange range, QueryOptions options) {
    return engine.exemplars(query, range, options);
  }

  @Override
  public List<MetricMetadata> metadata(String family) {
    return engine.metadata(family);
  }

  @Override
  public MetricCapabilities capabilities() {
    return engine.capabilities();
  }
}
