package io.mallwatch.alerts.silence;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// All silences, with Alertmanager's rules for changing them. Reads come from memory; every change
/// is durable before it counts. Thread-safe.
public final class Silences {

  /// Expired ones are kept for so long.
  public static final Duration RETENTION = Duration.ofDays(5);

  private static final int MAX_SILENCES = 10_000;

  private final SilenceRepository repository;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /// By id; replaced as a whole on each change.
  private volatile Map<String, Silence> silences;

  /// @param ids makes a new UUID
  public Silences(SilenceRepository repository, InstantSource clock, Supplier<String> ids) {
    this.repository = repository;
    this.clock = clock;
    this.ids = ids;
    Map<String, Silence> loaded = new LinkedHashMap<>();
    repository.load().forEach(silence -> loaded.put(silence.id(), silence));
    this.silences = loaded;
  }

  /// Stores a new silence (empty id) or changes one, and returns what is in force now. When what it
  /// covers changes, the old one expires and the new one gets a new id.
  ///
  /// @throws InvalidSilenceException when it makes no sense
  /// @throws java.util.NoSuchElementException when there is none of its id
  public synchronized Silence set(Silence wanted) {
    Instant now = clock.instant();
    check(wanted, now);
    if (wanted.id().isEmpty()) {
      return create(wanted, now);
    }
    Silence before =
        find(wanted.id())
            .orElseThrow(() ->
                new java.util.NoSuchElementException("silence " + wanted.id() + " not found"));
    if (canUpdate(before, wanted, now)) {
      return keep(wanted.withTimes(wanted.startsAt(), wanted.endsAt(), now));
    }
    if (before.state(now) != Silence.State.EXPIRED) {
      expire(before.id());
    }
    return create(wanted, now);
  }

  private Silence create(Silence wanted, Instant now) {
    if (silences.size() >= MAX_SILENCES) {
      throw new InvalidSilenceException("exceeded maximum number of silences: " + MAX_SILENCES);
    }
    Instant start = wanted.startsAt().isBefore(now) ? now : wanted.startsAt();
    return keep(wanted.withId(ids.get()).withTimes(start, wanted.endsAt(), now));
  }

  /// Whether the change leaves what is covered, and when that began, as it was.
  private static boolean canUpdate(Silence before, Silence wanted, Instant now) {
    if (!before.matchers().equals(wanted.matchers())) {
      return false;
    }
    return switch (before.state(now)) {
      case EXPIRED -> false;
      case ACTIVE ->
          before.startsAt().getEpochSecond() == wanted.startsAt().getEpochSecond()
              && !wanted.endsAt().isBefore(now);
      case PENDING -> !wanted.startsAt().isBefore(now);
    };
  }

  private static void check(Silence silence, Instant now) {
    if (silence.matchers().isEmpty()) {
      throw new InvalidSilenceException("silence invalid: at least one matcher required");
    }
    boolean all = true;
    for (Matcher matcher : silence.matchers()) {
      all &= matcher.matches("");
    }
    if (all) {
      throw new InvalidSilenceException(
          "silence invalid: at least one matcher must not match the empty string");
    }
    if (silence.endsAt().isBefore(silence.startsAt())) {
      throw new InvalidSilenceException("silence invalid: end time must not be before start time");
    }
    if (silence.startsAt().equals(silence.endsAt())) {
      throw new InvalidSilenceException(
          "silence invalid: start time must not be equal to end time");
    }
    if (silence.endsAt().isBefore(now)) {
      throw new InvalidSilenceException("silence invalid: end time can't be in the past");
    }
  }

  /// Ends a silence now; does nothing when it has ended.
  ///
  /// @throws java.util.NoSuchElementException when there is none of that id
  public synchronized void expire(String id) {
    Instant now = clock.instant();
    Silence silence =
        find(id).orElseThrow(() -> new java.util.NoSuchElementException("silence not found"));
    switch (silence.state(now)) {
      case EXPIRED -> {
        // nothing left to end
      }
      case ACTIVE -> keep(silence.withTimes(silence.startsAt(), now, now));
      case PENDING -> keep(silence.withTimes(now, now, now));
    }
  }

  private Silence keep(Silence silence) {
    repository.save(silence);
    Map<String, Silence> next = new LinkedHashMap<>(silences);
    next.put(silence.id(), silence);
    silences = next;
    return silence;
  }

  public Optional<Silence> find(String id) {
    return Optional.ofNullable(silences.get(id));
  }

  /// All, in Alertmanager's order: active by end, pending by start, expired by end with the latest
  /// first.
  public List<Silence> all() {
    Instant now = clock.instant();
    List<Silence> all = new ArrayList<>(silences.values());
    all.sort(
        Comparator.comparingInt((Silence s) -> order(s.state(now)))
            .thenComparing((left, right) -> within(left, right, now)));
    return all;
  }

  private static int order(Silence.State state) {
    return switch (state) {
      case ACTIVE -> 0;
      case PENDING -> 1;
      case EXPIRED -> 2;
    };
  }

  private static int within(Silence left, Silence right, Instant now) {
    return switch (left.state(now)) {
      case ACTIVE -> left.endsAt().compareTo(right.endsAt());
      case PENDING -> left.startsAt().compareTo(right.startsAt());
      case EXPIRED -> right.endsAt().compareTo(left.endsAt());
    };
  }

  /// The ids of the active silences that cover `labels`, sorted.
  public List<String> covering(Labels labels, Instant now) {
    List<String> found = new ArrayList<>();
    for (Silence silence : silences.values()) {
      if (silence.state(now) == Silence.State.ACTIVE && silence.covers(labels)) {
        found.add(silence.id());
      }
    }
    found.sort(null);
    return found;
  }

  /// Forgets what expired longer ago than the retention.
  public synchronized void purge() {
    Instant limit = clock.instant().minus(RETENTION);
    List<String> old =
        silences.values().stream()
            .filter(silence -> silence.endsAt().isBefore(limit))
            .map(Silence::id)
            .toList();
    if (!old.isEmpty()) {
      repository.delete(old);
      Map<String, Silence> next = new LinkedHashMap<>(silences);
      old.forEach(next::remove);
      silences = next;
    }
  }
}
