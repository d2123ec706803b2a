package io.mallwatch.ops.incident;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keeps what is open, and the last incident of lately changed groups, in memory, so that a storm
/// of groups costs each group no more than one. Everything is kept in the repository behind it as
/// well. Not thread-safe: [Incidents] calls it one at a time.
final class OpenIncidents {

  private static final int MOST_OPEN = 10_000;
  private static final int MOST_GROUPS = 20_000;

  private final IncidentRepository repository;

  /// Newest first.
  private final TreeMap<Integer, Incident> open =
      new TreeMap<>(java.util.Comparator.reverseOrder());

  private final Map<String, Integer> byGroup = new HashMap<>();
  private final Map<String, Integer> byFingerprint = new HashMap<>();
  private final Map<String, Optional<Incident>> lastOfGroup =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Incident>> eldest) {
          return size() > MOST_GROUPS;
        }
      };

  /// Found out at first use.
  private int nextNumber;

  OpenIncidents(IncidentRepository repository) {
    this.repository = repository;
    repository.list(true, false, MOST_OPEN).reversed().forEach(this::remember);
  }

  int nextNumber() {
    if (nextNumber == 0) {
      nextNumber = repository.nextNumber();
    }
    return nextNumber;
  }

  void save(Incident incident, List<TimelineEvent> events) {
    repository.save(incident, events);
    Incident before = open.get(incident.number());
    if (before != null) {
      forget(before);
    }
    remember(incident);
    nextNumber = Math.max(nextNumber(), incident.number() + 1);
    Incident last = lastOfGroup.getOrDefault(incident.groupKey(), Optional.empty()).orElse(null);
    if (last == null || last.number() <= incident.number()) {
      lastOfGroup.put(incident.groupKey(), Optional.of(incident));
    }
  }

  private void remember(Incident incident) {
    if (incident.state() == Incident.State.RESOLVED) {
      return;
    }
    open.put(incident.number(), incident);
    if (!incident.groupKey().isEmpty()) {
      byGroup.put(incident.groupKey(), incident.number());
    }
    incident.alerts().forEach(a -> byFingerprint.put(a.fingerprint(), incident.number()));
  }

  private void forget(Incident incident) {
    open.remove(incident.number());
    byGroup.remove(incident.groupKey(), incident.number());
    incident.alerts().forEach(a -> byFingerprint.remove(a.fingerprint(), incident.number()));
  }

  /// Newest first.
  List<Incident> all() {
    return List.copyOf(open.values());
  }

  /// The open incident of the group, else one that holds one of the alerts.
  @Nullable Incident of(String groupKey, Collection<String> fingerprints) {
    Integer number = byGroup.get(groupKey);
    for (String fingerprint : fingerprints) {
      if (number == null) {
        number = byFingerprint.get(fingerprint);
      }
    }
    return number == null ? null : open.get(number);
  }

  /// The incident of this number while it is open.
  @Nullable Incident open(int number) {
    return open.get(number);
  }

  /// Whether an alert may join `incident`: it belongs to no other open one.
  boolean mayJoin(Incident incident, String fingerprint) {
    Integer holder = byFingerprint.get(fingerprint);
    return holder == null || holder == incident.number();
  }

  Optional<Incident> lastOfGroup(String groupKey) {
    Optional<Incident> known = lastOfGroup.get(groupKey);
    if (known == null) {
      known = repository.lastOfGroup(groupKey);
      lastOfGroup.put(groupKey, known);
    }
    return known;
  }
}
