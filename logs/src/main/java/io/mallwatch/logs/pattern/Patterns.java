package io.mallwatch.logs.pattern;

import io.mallwatch.logs.LogPatterns;
import io.mallwatch.logs.ingest.EntryMark;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.TimeRange;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The patterns of all services. Marks entries with the id of theirs, answers what was seen when,
/// and keeps its knowledge in one file, written by [#save()]: what came since the last save is
/// forgotten when the process dies. Thread-safe.
public final class Patterns implements LogPatterns, EntryMark, AutoCloseable {

  private static final long MINUTE = 60_000;
  private static final int MAX_SERVICE = 200;

  /// How much is kept.
  ///
  /// @param services services and levels apart, at a time; entries of others get no pattern
  /// @param patterns of one service and level
  public record Limits(int services, int patterns) {
    public static Limits defaults() {
      return new Limits(400, 250);
    }
  }

  /// What is known of lines of one service and level since the start.
  ///
  /// @param lastArrival null when none came since the start
  public record Source(
      String service, LogLevel level, long entries, @Nullable Instant lastArrival) {}

  /// When a pattern of errors was first seen.
  public record FirstSeen(String service, LogLevel level, String id, Instant at) {}

  private record Key(String service, LogLevel level) {}

  private final PatternFile file;
  private final InstantSource clock;
  private final Limits limits;
  private final Instant since;
  private final Map<Key, Clusters> groups = new ConcurrentHashMap<>();
  private final LongAdder unwatched = new LongAdder();

  private Patterns(PatternFile file, InstantSource clock, Limits limits, Instant since) {
    this.file = file;
    this.clock = clock;
    this.limits = limits;
    this.since = since;
  }

  /// Reads what the file knows; a file that cannot be read is put aside, and watching begins anew.
  public static Patterns open(Path path, InstantSource clock, Limits limits) {
    PatternFile file = new PatternFile(path);
    PatternFile.Content content = file.read().orElse(null);
    Patterns patterns =
        new Patterns(file, clock, limits, content == null ? clock.instant() : content.since());
    if (content != null) {
      for (PatternFile.Group group : content.groups()) {
        Clusters clusters = patterns.group(group.service(), group.level());
        if (clusters != null) {
          group.clusters().stream().limit(limits.patterns()).forEach(clusters::keep);
        }
      }
    }
    return patterns;
  }

  @Override
  public List<LogEntry> mark(List<LogEntry> entries) {
    LineScan scan = new LineScan();
    long now = clock.millis();
    List<LogEntry> marked = new ArrayList<>(entries.size());
    for (LogEntry entry : entries) {
      Clusters clusters = group(entry.service(), entry.level());
      if (clusters == null) {
        unwatched.increment();
        marked.add(entry);
      } else {
        String line = entry.message();
        scan.scan(line);
        marked.add(
            with(entry, clusters.observe(scan, line, entry.timestamp().toEpochMilli(), now)));
      }
    }
    return marked;
  }

  private static LogEntry with(LogEntry entry, String id) {
    Map<String, Object> data = new LinkedHashMap<>(entry.data());
    data.put(FIELD, id);
    return new LogEntry(
        entry.timestamp(),
        entry.level(),
        entry.service(),
        entry.message(),
        entry.category(),
        entry.action(),
        entry.requestId(),
        entry.userId(),
        entry.traceId(),
        entry.spanId(),
        entry.error(),
        entry.tags(),
        entry.durationMillis(),
        data,
        entry.shape());
  }

  private @Nullable Clusters group(String service, LogLevel level) {
    Key key = new Key(service, level);
    if (service.length() > MAX_SERVICE) {
      return null;
    }
    Clusters group = groups.get(key);
    if (group != null || groups.size() >= limits.services()) {
      return group;
    }
    return groups.computeIfAbsent(key, _ -> new Clusters(service, level, limits.patterns()));
  }

  @Override
  public Page patterns(Query query) {
    List<Seen> found = new ArrayList<>();
    String text = query.text().toLowerCase(Locale.ROOT);
    for (Clusters group : groups.values()) {
      if ((query.services().isEmpty() || query.services().contains(group.service))
          && (query.levels().isEmpty() || query.levels().contains(group.level))) {
        group.forEach(cluster -> {
          Seen seen = seen(group, cluster, query.range(), query.points());
          if (seen.count() > 0
              && (text.isEmpty()
                  || seen.pattern().template().toLowerCase(Locale.ROOT).contains(text))) {
            found.add(seen);
          }
        });
      }
    }
    Comparator<Seen> order =
        switch (query.order()) {
          case COUNT -> Comparator.comparingLong(Seen::count).reversed();
          case NEW -> Comparator.comparing((Seen seen) -> seen.pattern().firstSeen()).reversed();
        };
    found.sort(order.thenComparing(seen -> seen.pattern().id()));
    return new Page(found.subList(0, Math.min(query.limit(), found.size())), found.size(), since);
  }

  @Override
  public Optional<Seen> history(String id, TimeRange range, int points) {
    List<Seen> found = new ArrayList<>(1);
    for (Clusters group : groups.values()) {
      group.forEach(cluster -> {
        if (cluster.id.equals(id) || cluster.formerIds.contains(id)) {
          found.add(seen(group, cluster, range, points));
        }
      });
    }
    return found.stream().findFirst();
  }

  private static Seen seen(Clusters group, Cluster cluster, TimeRange range, int points) {
    long from = Math.floorDiv(range.from().toEpochMilli(), MINUTE);
    long to = Math.ceilDiv(range.to().toEpochMilli(), MINUTE);
    List<Long> trend = new ArrayList<>(points);
    for (int i = 0; i < points; i++) {
      trend.add(
          cluster.counts.between(
              from + (to - from) * i / points, from + (to - from) * (i + 1) / points));
    }
    return new Seen(
        new Pattern(
            cluster.id,
            cluster.formerIds,
            group.service,
            group.level,
            cluster.template(),
            cluster.example,
            cluster.total,
            Instant.ofEpochMilli(cluster.firstMillis),
            Instant.ofEpochMilli(cluster.lastMillis)),
        cluster.counts.between(from, to),
        trend);
  }

  /// The patterns of errors that were first seen last, newest first.
  public List<FirstSeen> newestErrors(int limit) {
    List<FirstSeen> all = new ArrayList<>();
    for (Clusters group : groups.values()) {
      if (group.level == LogLevel.ERROR) {
        group.forEach(cluster ->
            all.add(
                new FirstSeen(
                    group.service,
                    group.level,
                    cluster.id,
                    Instant.ofEpochMilli(cluster.firstMillis))));
      }
    }
    all.sort(Comparator.comparing(FirstSeen::at).reversed());
    return all.subList(0, Math.min(limit, all.size()));
  }

  /// Every service and level that was heard since the start.
  public List<Source> sources() {
    List<Source> sources = new ArrayList<>();
    for (Clusters group : groups.values()) {
      long last = group.lastArrival();
      if (last > 0) {
        sources.add(
            new Source(group.service, group.level, group.entries(), Instant.ofEpochMilli(last)));
      }
    }
    return sources;
  }

  @Override
  public Instant since() {
    return since;
  }

  /// Patterns at the moment.
  public int size() {
    return groups.values().stream().mapToInt(Clusters::size).sum();
  }

  /// Patterns that went because there were too many.
  public long evicted() {
    return groups.values().stream().mapToLong(Clusters::evicted).sum();
  }

  /// Entries without a pattern because there were too many services.
  public long unwatched() {
    return unwatched.sum();
  }

  /// Writes what is known to the file; a failure is told and tried again the next time.
  public void save() {
    file.write(since, List.copyOf(groups.values()));
  }

  @Override
  public void close() {
    save();
  }
}
