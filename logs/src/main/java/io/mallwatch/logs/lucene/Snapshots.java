package io.mallwatch.logs.lucene;

import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.logs.LogStore;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The snapshots that are held: readers kept open, so that what is merged, dropped or added in the
/// meantime changes nothing for them. A snapshot ends when it is closed or was not asked for in
/// time; [#expire()] must be called now and then. Thread-safe.
final class Snapshots implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Snapshots.class);

  /// Longest time that a snapshot is held without being asked.
  static final Duration LONGEST = Duration.ofHours(24);

  private final int most;
  private final InstantSource clock;
  private final StoreCounters counters;
  private final Map<String, Held> byId = new ConcurrentHashMap<>();
  private long made; // guarded by this
  private boolean closed; // guarded by this

  Snapshots(int most, InstantSource clock, StoreCounters counters) {
    this.most = most;
    this.clock = clock;
    this.counters = counters;
  }

  /// Holds the readers of these days.
  LogStore.Snapshot hold(List<Partition> days, Duration refresh, Duration keepAlive)
      throws IOException {
    checkKeepAlive(keepAlive);
    expire();
    Held held = new Held(readers(days, refresh), clock.instant().plus(keepAlive));
    synchronized (this) {
      if (!closed && byId.size() < most) {
        held.id = "%06x%s".formatted(++made, Long.toString(clock.millis(), 36));
        byId.put(held.id, held);
        return held;
      }
    }
    held.end();
    counters.of("snapshot_refused").increment();
    throw new StoreOverloadedException("%d snapshots are held already".formatted(most));
  }

  private static void checkKeepAlive(Duration keepAlive) {
    if (keepAlive.isNegative() || keepAlive.isZero() || keepAlive.compareTo(LONGEST) > 0) {
      throw new BadQueryException(
          "a snapshot is held for more than nothing and at most %d h".formatted(LONGEST.toHours()));
    }
  }

  private static List<HeldDay> readers(List<Partition> days, Duration refresh) throws IOException {
    List<HeldDay> readers = new ArrayList<>();
    for (Partition day : days) {
      Partition.Lease lease = day.lease(refresh);
      if (lease != null) {
        readers.add(new HeldDay(day, lease));
      }
    }
    return readers;
  }

  Optional<LogStore.Snapshot> find(String id) {
    Held held = byId.get(id);
    return held == null || held.hasExpired() ? Optional.empty() : Optional.of(held);
  }

  int count() {
    return byId.size();
  }

  /// Ends those whose time has passed.
  void expire() {
    for (Held held : byId.values()) {
      if (held.hasExpired()) {
        counters.of("snapshot_expired").increment();
        held.close();
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    byId.values().forEach(Held::close);
  }

  private record HeldDay(Partition partition, Partition.Lease held) implements Day {
    @Override
    public long day() {
      return partition.day();
    }

    @Override
    public Partition.@Nullable Lease lease(Duration interval) {
      return held.again();
    }
  }

  private final class Held implements LogStore.Snapshot, Days {
    private final List<HeldDay> days;
    private String id = "";
    private volatile Instant until;
    private boolean ended; // guarded by days

    Held(List<HeldDay> days, Instant until) {
      this.days = days;
      this.until = until;
    }

    boolean hasExpired() {
      return !clock.instant().isBefore(until);
    }

    @Override
    public List<HeldDay> covering(TimeRange range, boolean newestFirst) {
      List<HeldDay> some = new ArrayList<>();
      for (HeldDay day : days) {
        if (Partitions.startOf(day.day()).isBefore(range.to())
            && Partitions.startOf(day.day() + 1).isAfter(range.from())) {
          some.add(day);
        }
      }
      if (newestFirst) {
        Collections.reverse(some);
      }
      return some;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public LogSearchResult search(LogQuery query) {
      return reading(() -> new Searches(this, Duration.ZERO).search(query));
    }

    @Override
    public LogAggregation.Result aggregate(LogAggregation aggregation) {
      return reading(() -> new Aggregations(this, Duration.ZERO).aggregate(aggregation));
    }

    private <T> T reading(Reading<T> what) {
      if (find(id).isEmpty()) {
        throw new BadQueryException("the snapshot is no longer held");
      }
      try {
        return what.read();
      } catch (IOException e) {
        throw new StoreUnavailableException("the snapshot cannot be read", e);
      }
    }

    @Override
    public void keep(Duration keepAlive) {
      checkKeepAlive(keepAlive);
      Instant later = clock.instant().plus(keepAlive);
      if (later.isAfter(until)) {
        until = later;
      }
    }

    @Override
    public void close() {
      byId.remove(id);
      end();
    }

    private void end() {
      synchronized (days) {
        if (ended) {
          return;
        }
        ended = true;
      }
      for (HeldDay day : days) {
        try {
          day.held.close();
        } catch (IOException e) {
          logger.warn("event=snapshot_close_failed reason={}", e.getMessage());
        }
      }
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }
}
