package io.mallwatch.monitors.security;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What was found. A detection that finds the same subject again within half an hour adds to the
/// finding that is there. Thread-safe; holds the newest [#KEPT], and writes them when [#save()] is
/// called.
public final class Findings {

  /// Most findings that are kept.
  public static final int KEPT = 5_000;

  /// Counter of hits by detection and level.
  public static final String COUNTER = "security_detections_total";

  /// Gauge with a series for each open finding.
  public static final String OPEN = "security_finding_open";

  private static final Duration SAME = Duration.ofMinutes(30);
  private static final int OPEN_SERIES = 100;

  private record Key(String detection, String subject) {}

  private record Counted(String detection, Level level) {}

  private final FindingRepository repository;
  private final InstantSource clock;
  private final Map<Long, Finding> byNumber = new LinkedHashMap<>(); // guarded by this
  private final Map<Key, Long> newest = new HashMap<>(); // guarded by this
  private final Map<Long, Finding> unsaved = new LinkedHashMap<>(); // guarded by this
  private final Map<Counted, Long> hits = new HashMap<>(); // guarded by this
  private long last; // guarded by this

  public Findings(FindingRepository repository, InstantSource clock) {
    this.repository = repository;
    this.clock = clock;
    for (Finding finding : repository.newest(KEPT)) {
      put(finding);
      last = Math.max(last, finding.number());
    }
  }

  /// What of one detection was found.
  ///
  /// @param at when the event happened
  record Hit(Detection detection, Level level, String subject, String service, Instant at) {}

  /// Adds a hit and gives the finding it now belongs to.
  synchronized Finding add(Hit hit, List<Finding.Evidence> evidence) {
    Instant now = clock.instant();
    hits.merge(new Counted(hit.detection().id(), hit.level()), 1L, Long::sum);
    Key key = new Key(hit.detection().id(), hit.subject());
    Finding before = Optional.ofNullable(newest.get(key)).map(byNumber::get).orElse(null);
    boolean same =
        before != null && Duration.between(before.lastAt(), hit.at()).abs().compareTo(SAME) <= 0;
    Finding finding =
        before != null && same
            ? before.again(hit.level(), hit.at(), now, evidence)
            : new Finding(
                ++last,
                hit.detection().id(),
                hit.level(),
                hit.subject(),
                hit.service(),
                hit.at(),
                hit.at(),
                now,
                1,
                evidence,
                null);
    put(finding);
    unsaved.put(finding.number(), finding);
    return finding;
  }

  private synchronized void put(Finding finding) {
    byNumber.put(finding.number(), finding);
    newest.put(new Key(finding.detection(), finding.subject()), finding.number());
    while (byNumber.size() > KEPT) {
      Finding eldest = byNumber.values().iterator().next();
      byNumber.remove(eldest.number());
      newest.remove(new Key(eldest.detection(), eldest.subject()), eldest.number());
    }
  }

  /// Those that pass, the last seen first.
  public synchronized List<Finding> list(Predicate<Finding> which, int limit) {
    return byNumber.values().stream()
        .filter(which)
        .sorted(Comparator.comparing(Finding::lastAt).thenComparingLong(Finding::number).reversed())
        .limit(limit)
        .toList();
  }

  public synchronized Optional<Finding> find(String id) {
    return byNumber.values().stream().filter(finding -> finding.id().equals(id)).findFirst();
  }

  /// Somebody looked at it: it alerts no longer, unless it becomes graver.
  public synchronized Optional<Finding> acknowledge(String id, String by, String note) {
    return find(id)
        .map(finding -> {
          Finding seen =
              finding.acknowledged(new Finding.Acknowledgement(by, note, clock.instant()));
          put(seen);
          unsaved.put(seen.number(), seen);
          return seen;
        });
  }

  /// Writes what changed. What cannot be written is tried again the next time.
  public void save() {
    List<Finding> changed;
    synchronized (this) {
      changed = List.copyOf(unsaved.values());
      unsaved.clear();
    }
    if (changed.isEmpty()) {
      return;
    }
    try {
      repository.save(changed, KEPT);
    } catch (RuntimeException e) {
      synchronized (this) {
        changed.forEach(finding -> unsaved.putIfAbsent(finding.number(), finding));
      }
      throw e;
    }
  }

  /// Whether it goes on and nobody looked at it.
  public boolean isOpen(Finding finding) {
    return finding.acknowledged() == null && finding.heardAt().isAfter(clock.instant().minus(SAME));
  }

  /// When a detection found something last.
  public synchronized Map<String, Finding> lastByDetection() {
    Map<String, Finding> byDetection = new TreeMap<>();
    byNumber.values().forEach(finding -> byDetection.put(finding.detection(), finding));
    return byDetection;
  }

  /// How often a detection hit since the start, at any level.
  public synchronized long hits(String detection) {
    long sum = 0;
    for (Map.Entry<Counted, Long> one : hits.entrySet()) {
      sum += one.getKey().detection().equals(detection) ? one.getValue() : 0;
    }
    return sum;
  }

  /// The counters of all `detections`, zeros too, and the gravest open findings, for rules.
  public synchronized MetricBatch samples(Collection<Detection> detections, Instant now) {
    List<SeriesSamples> series = new ArrayList<>();
    long millis = now.toEpochMilli();
    for (Detection detection : detections) {
      for (Level level : detection.levels()) {
        double count = hits.getOrDefault(new Counted(detection.id(), level), 0L);
        series.add(
            SeriesSamples.of(labels(COUNTER, detection.id(), level, null, null), millis, count));
      }
    }
    list(finding -> isOpen(finding) && finding.level() != Level.INFO, KEPT).stream()
        .sorted((a, b) -> b.level().compareTo(a.level()))
        .limit(OPEN_SERIES)
        .forEach(finding ->
            series.add(
                SeriesSamples.of(
                    labels(
                        OPEN,
                        finding.detection(),
                        finding.level(),
                        finding.subject(),
                        finding.id()),
                    millis,
                    1)));
    return MetricBatch.of(
        series,
        List.of(),
        List.of(
            new MetricMetadata(COUNTER, "counter", "Hits of security detections", ""),
            new MetricMetadata(OPEN, "gauge", "Findings that go on and nobody looked at", "")));
  }

  private static Labels labels(
      String name,
      String detection,
      Level level,
      @Nullable String subject,
      @Nullable String finding) {
    Labels labels =
        Labels.of(
            Labels.METRIC_NAME,
            name,
            "job",
            "mallwatch",
            "detection",
            detection,
            "level",
            level.text());
    return subject == null || finding == null
        ? labels
        : labels.with("subject", subject).with("finding", finding);
  }
}
