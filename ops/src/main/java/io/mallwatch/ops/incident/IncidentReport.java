package io.mallwatch.ops.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How incidents went that were opened in a time: how soon they were answered and ended, and which
/// rules make noise. Incidents that were merged into others count with those.
///
/// @param all over everything
/// @param byPriority gravest first
/// @param byService sorted by how many, most first
/// @param rules by how noisy they are, worst first
public record IncidentReport(
    Instant from,
    Instant until,
    Figures all,
    Map<Priority, Figures> byPriority,
    Map<String, Figures> byService,
    List<RuleNoise> rules) {

  /// Most incidents a report looks at; the newest.
  static final int MOST = 10_000;

  private static final int MOST_ROWS = 50;

  /// An end that came by itself so soon needed nobody.
  private static final Duration SHORT = Duration.ofMinutes(5);

  /// @param meanSecondsToAcknowledge null when none was acknowledged
  /// @param meanSecondsToResolve null when none was resolved
  public record Figures(
      int incidents,
      int acknowledged,
      int resolved,
      @Nullable Double meanSecondsToAcknowledge,
      @Nullable Double meanSecondsToResolve,
      int responseBreaches,
      int resolutionBreaches) {

    static Figures of(List<Incident> incidents, Instant now) {
      long toAcknowledge = 0;
      long toResolve = 0;
      int acknowledged = 0;
      int resolved = 0;
      int late = 0;
      int overdue = 0;
      for (Incident incident : incidents) {
        Instant answered = incident.acknowledgedAt();
        Instant ended = incident.resolvedAt();
        if (answered != null) {
          acknowledged++;
          toAcknowledge += Duration.between(incident.openedAt(), answered).toSeconds();
        }
        if (ended != null) {
          resolved++;
          toResolve += Duration.between(incident.openedAt(), ended).toSeconds();
        }
        late += incident.responseBreached(now) ? 1 : 0;
        overdue += incident.resolutionBreached(now) ? 1 : 0;
      }
      return new Figures(
          incidents.size(),
          acknowledged,
          resolved,
          acknowledged == 0 ? null : (double) toAcknowledge / acknowledged,
          resolved == 0 ? null : (double) toResolve / resolved,
          late,
          overdue);
    }
  }

  /// What a rule has brought.
  ///
  /// @param neverAcknowledged ended without anybody's word
  /// @param shortLived ended within five minutes without anybody's word
  /// @param reopened how often they came back
  public record RuleNoise(
      String rule, int incidents, int neverAcknowledged, int shortLived, int reopened) {}

  public IncidentReport {
    rules = List.copyOf(rules);
  }

  static IncidentReport of(List<Incident> found, Instant from, Instant until, Instant now) {
    List<Incident> incidents =
        found.stream().filter(incident -> incident.handling().mergedInto() == 0).toList();
    Map<Priority, List<Incident>> priorities = new TreeMap<>();
    Map<String, List<Incident>> services = new TreeMap<>();
    Map<String, List<Incident>> rules = new TreeMap<>();
    for (Incident incident : incidents) {
      add(priorities, incident.priority(), incident);
      Set<String> names = new LinkedHashSet<>();
      Set<String> places = new LinkedHashSet<>();
      for (IncidentAlert alert : incident.alerts()) {
        names.add(alert.name());
        places.add(alert.labels().get("service"));
      }
      names.forEach(name -> add(rules, name, incident));
      places.stream()
          .filter(place -> !place.isEmpty())
          .forEach(place -> add(services, place, incident));
    }
    Map<Priority, Figures> byPriority = new TreeMap<>();
    priorities.forEach((priority, some) -> byPriority.put(priority, Figures.of(some, now)));
    Map<String, Figures> byService = new java.util.LinkedHashMap<>();
    services.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
        .limit(MOST_ROWS)
        .forEach(entry -> byService.put(entry.getKey(), Figures.of(entry.getValue(), now)));
    return new IncidentReport(
        from,
        until,
        Figures.of(incidents, now),
        byPriority,
        byService,
        rules.entrySet().stream()
            .map(entry -> noise(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingInt(RuleNoise::shortLived)
                    .thenComparingInt(RuleNoise::neverAcknowledged)
                    .thenComparingInt(RuleNoise::incidents)
                    .reversed())
            .limit(MOST_ROWS)
            .toList());
  }

  private static <K> void add(Map<K, List<Incident>> map, K key, Incident incident) {
    map.computeIfAbsent(key, _ -> new ArrayList<>()).add(incident);
  }

  private static RuleNoise noise(String rule, List<Incident> incidents) {
    int never = 0;
    int brief = 0;
    int again = 0;
    for (Incident incident : incidents) {
      Instant ended = incident.resolvedAt();
      boolean silent = ended != null && incident.acknowledgedAt() == null;
      never += silent ? 1 : 0;
      brief += silent && !incident.openedAt().plus(SHORT).isBefore(ended) ? 1 : 0;
      again += incident.handling().reopens();
    }
    return new RuleNoise(rule, incidents.size(), never, brief, again);
  }
}
