package io.mallwatch.metrics.push;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// All groups that were pushed. Nothing is taken that would make them contradict each other: a
/// family has one type, a series is in one group. Thread-safe.
public final class PushGroups {

  private final PushLimits limits;
  private final InstantSource clock;
  private final Map<Labels, PushGroup> groups = new HashMap<>(); // guarded by this
  private final Map<Labels, Labels> groupOfSeries = new HashMap<>(); // guarded by this
  private long version; // guarded by this
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder full = new LongAdder();
  private final LongAdder deleted = new LongAdder();

  public PushGroups(PushLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /// `PUT`: the page becomes all there is in the group.
  ///
  /// @param key see [PushPath]
  /// @param body text format 0.0.4, decompressed
  public PushResult put(Labels key, byte[] body) {
    return push(key, body, true);
  }

  /// `POST`: families of the page replace those of the same name in the group.
  ///
  /// @param key see [PushPath]
  /// @param body text format 0.0.4, decompressed
  public PushResult post(Labels key, byte[] body) {
    return push(key, body, false);
  }

  /// `DELETE`: the group is gone. Without such a group nothing happens.
  public synchronized void delete(Labels key) {
    PushGroup gone = groups.remove(key);
    if (gone != null) {
      deleted.increment();
      forget(gone);
      version++;
    }
  }

  /// Deletes all groups.
  public synchronized void wipe() {
    deleted.add(groups.size());
    groups.clear();
    groupOfSeries.clear();
    version++;
  }

  /// All groups, by key.
  public synchronized List<PushGroup> groups() {
    Map<Labels, PushGroup> sorted = new TreeMap<>(Labels.ORDER);
    sorted.putAll(groups);
    return List.copyOf(sorted.values());
  }

  /// Rises with every change.
  synchronized long version() {
    return version;
  }

  /// What was counted since the start, by name such as `pushes_refused`.
  public Map<String, Long> counters() {
    Map<String, Long> all = new TreeMap<>();
    all.put("pushes_accepted", accepted.sum());
    all.put("pushes_refused", refused.sum());
    all.put("pushes_full", full.sum());
    all.put("groups_deleted", deleted.sum());
    return all;
  }

  /// Takes groups of an earlier run.
  synchronized void restore(List<PushGroup> saved) {
    for (PushGroup group : saved) {
      groups.put(group.key(), group);
      remember(group);
    }
  }

  private PushResult push(Labels key, byte[] body, boolean replace) {
    Instant now = clock.instant();
    if (body.length > limits.bodyBytes()) {
      full.increment();
      return new PushResult.Full("the push is larger than %d bytes".formatted(limits.bodyBytes()));
    }
    Map<String, PushGroup.Family> pushed;
    try {
      pushed = PushedPage.families(key, body, now);
    } catch (IllegalArgumentException e) {
      return refuse(key, now, String.valueOf(e.getMessage()));
    }
    return take(key, pushed, replace, now);
  }

  private synchronized PushResult refuse(Labels key, Instant now, String reason) {
    refused.increment();
    PushGroup before = groups.get(key);
    if (before != null || groups.size() < limits.groups()) {
      groups.put(
          key,
          before == null
              ? new PushGroup(key, Map.of(), null, now)
              : new PushGroup(key, before.families(), before.pushed(), now));
      version++;
    }
    return new PushResult.Refused(
        "pushed metrics are invalid or inconsistent with existing metrics: " + reason);
  }

  private synchronized PushResult take(
      Labels key, Map<String, PushGroup.Family> pushed, boolean replace, Instant now) {
    PushGroup before = groups.get(key);
    Map<String, PushGroup.Family> families = new HashMap<>();
    if (before != null && !replace) {
      families.putAll(before.families());
    }
    families.putAll(pushed);
    PushGroup after = new PushGroup(key, families, now, before == null ? null : before.failed());
    Optional<String> contradiction = contradiction(after, pushed);
    if (contradiction.isPresent()) {
      return refuse(key, now, contradiction.get());
    }
    int others = groupOfSeries.size() - (before == null ? 0 : before.sampleCount());
    if ((before == null && groups.size() >= limits.groups())
        || others + after.sampleCount() > limits.samples()) {
      full.increment();
      return new PushResult.Full(
          "there are %d groups and %d samples already"
              .formatted(groups.size(), groupOfSeries.size()));
    }
    if (before != null) {
      forget(before);
    }
    groups.put(key, after);
    remember(after);
    version++;
    accepted.increment();
    return new PushResult.Accepted();
  }

  // guarded by this
  private Optional<String> contradiction(PushGroup after, Map<String, PushGroup.Family> pushed) {
    for (PushGroup.Family family : pushed.values()) {
      for (PushGroup other : groups.values()) {
        PushGroup.Family known = other.families().get(family.name());
        if (known != null
            && !other.key().equals(after.key())
            && !known.type().equals(family.type())) {
          return Optional.of(
              "%s is a %s in group %s, not a %s"
                  .formatted(family.name(), known.type(), other.key(), family.type()));
        }
      }
      for (PushGroup.Sample sample : family.samples()) {
        Labels owner = groupOfSeries.get(sample.series().labels());
        if (owner != null && !owner.equals(after.key())) {
          return Optional.of(
              "%s is in group %s already".formatted(sample.series().labels(), owner));
        }
      }
    }
    return twice(after);
  }

  /// A series may have come under another family before, when its type was not said.
  private static Optional<String> twice(PushGroup group) {
    Map<Labels, String> seen = new HashMap<>();
    for (PushGroup.Family family : group.families().values()) {
      for (PushGroup.Sample sample : family.samples()) {
        String other = seen.put(sample.series().labels(), family.name());
        if (other != null) {
          return Optional.of(
              "%s belongs to both %s and %s"
                  .formatted(sample.series().labels(), other, family.name()));
        }
      }
    }
    return Optional.empty();
  }

  // guarded by this
  private void forget(PushGroup group) {
    group.families().values().stream()
        .flatMap(family -> family.samples().stream())
        .forEach(sample -> groupOfSeries.remove(sample.series().labels()));
  }

  // guarded by this
  private void remember(PushGroup group) {
    group.families().values().stream()
        .flatMap(family -> family.samples().stream())
        .forEach(sample -> groupOfSeries.put(sample.series().labels(), group.key()));
  }

  /// Every sample there is, those about the pushes themselves included.
  static List<PushGroup.Sample> samples(PushGroup group) {
    List<PushGroup.Sample> all = new ArrayList<>();
    group.families().values().forEach(family -> all.addAll(family.samples()));
    all.add(timeSample(group, PushedPage.PUSH_TIME, group.pushed()));
    all.add(timeSample(group, PushedPage.FAILURE_TIME, group.failed()));
    return all;
  }

  private static PushGroup.Sample timeSample(PushGroup group, String name, @Nullable Instant at) {
    Map<String, String> labels = new HashMap<>(group.key().toMap());
    labels.values().removeIf(String::isEmpty);
    labels.put(Labels.METRIC_NAME, name);
    double seconds = at == null ? 0 : at.getEpochSecond() + at.getNano() / 1e9;
    return new PushGroup.Sample(new SeriesKey(Labels.of(labels)), seconds);
  }

  /// Type and help of every family, once.
  public List<MetricMetadata> metadata() {
    Map<String, MetricMetadata> all = new TreeMap<>();
    all.put(
        PushedPage.PUSH_TIME,
        new MetricMetadata(
            PushedPage.PUSH_TIME,
            "gauge",
            "Last Unix time when changing this group in the Pushgateway succeeded.",
            ""));
    all.put(
        PushedPage.FAILURE_TIME,
        new MetricMetadata(
            PushedPage.FAILURE_TIME,
            "gauge",
            "Last Unix time when changing this group in the Pushgateway failed.",
            ""));
    for (PushGroup group : groups()) {
      group
          .families()
          .values()
          .forEach(family ->
              all.putIfAbsent(
                  family.name(),
                  new MetricMetadata(family.name(), family.type(), family.help(), "")));
    }
    return List.copyOf(all.values());
  }
}
