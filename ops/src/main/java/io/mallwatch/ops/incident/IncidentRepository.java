package io.mallwatch.ops.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where incidents are kept. Calls block and survive a crash on return.
public interface IncidentRepository {

  /// One more than the greatest number so far.
  int nextNumber();

  /// Keeps `incident`, new or changed, and adds `events` to its timeline, both or neither.
  void save(Incident incident, List<TimelineEvent> events);

  /// Adds to the timeline of a known incident.
  void append(int number, List<TimelineEvent> events);

  Optional<Incident> find(int number);

  /// Newest number first.
  List<Incident> list(boolean open, boolean resolved, int limit);

  /// Those opened, or last reopened, in this time; newest number first.
  List<Incident> openedBetween(Instant from, Instant until, int limit);

  /// The last incident that followed this group, open or not.
  Optional<Incident> lastOfGroup(String groupKey);

  /// Oldest first.
  List<TimelineEvent> timeline(int number);
}
