package io.mallwatch.ops.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Incidents in memory.
public final class MemoryIncidents implements IncidentRepository {

  private final Map<Integer, Incident> incidents = new TreeMap<>(Comparator.reverseOrder());
  private final Map<Integer, List<TimelineEvent>> timelines = new TreeMap<>();

  @Override
  public int nextNumber() {
    return incidents.keySet().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
  }

  @Override
  public void save(Incident incident, List<TimelineEvent> events) {
    incidents.put(incident.number(), incident);
    append(incident.number(), events);
  }

  @Override
  public void append(int number, List<TimelineEvent> events) {
    timelines.computeIfAbsent(number, _ -> new ArrayList<>()).addAll(events);
  }

  @Override
  public Optional<Incident> find(int number) {
    return Optional.ofNullable(incidents.get(number));
  }

  @Override
  public List<Incident> list(boolean open, boolean resolved, int limit) {
    return incidents.values().stream()
        .filter(incident -> incident.isOpen() ? open : resolved)
        .limit(limit)
        .toList();
  }

  @Override
  public List<Incident> openedBetween(Instant from, Instant until, int limit) {
    return incidents.values().stream()
        .filter(
            incident -> !incident.openedAt().isBefore(from) && incident.openedAt().isBefore(until))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Incident> lastOfGroup(String groupKey) {
    return incidents.values().stream()
        .filter(incident -> incident.groupKey().equals(groupKey))
        .findFirst();
  }

  @Override
  public List<TimelineEvent> timeline(int number) {
    return List.copyOf(timelines.getOrDefault(number, List.of()));
  }
}
