package io.mallwatch.monitors.security;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.monitors.security.Detection.Text;
import io.mallwatch.monitors.security.sigma.SigmaCorrelation;
import io.mallwatch.monitors.security.sigma.SigmaRule;
import io.mallwatch.monitors.security.sigma.SigmaRules;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sigma rules and correlations as detections, for entries of any kind. The subject is the address,
/// the user, or else the service; that of a correlation is what it groups by.
final class SigmaDetector implements Detector {

  private static final int EVIDENCE = 10;

  private record Running(SigmaCorrelation correlation, Bounded<String, Window> windows) {}

  private final SigmaRules rules;
  private final Map<LogLevel, List<SigmaRule>> byLevel = new EnumMap<>(LogLevel.class);
  private final Map<String, Detection> detections = new HashMap<>();
  private final List<Running> running = new ArrayList<>();

  SigmaDetector(SigmaRules rules) {
    this.rules = rules;
    for (LogLevel level : LogLevel.values()) {
      byLevel.put(level, rules.rules().stream().filter(rule -> rule.isPossible(level)).toList());
    }
    for (SigmaRule rule : rules.rules()) {
      detections.put(
          rule.id(),
          detection(rule.id(), rule.title(), rule.description(), rule.level(), rule.file()));
    }
    for (SigmaCorrelation one : rules.correlations()) {
      detections.put(
          one.id(), detection(one.id(), one.title(), one.description(), one.level(), one.file()));
      running.add(new Running(one, new Bounded<>(CountDetector.MAX_KEYS)));
    }
  }

  private static Detection detection(
      String id, String title, String description, String level, String file) {
    return new Detection(
        id,
        new Text(title, title),
        new Text(description, description),
        List.of(level(level)),
        "sigma " + file);
  }

  private static Level level(String sigma) {
    return switch (sigma) {
      case "critical" -> Level.CRITICAL;
      case "high" -> Level.HIGH;
      case "medium" -> Level.WARNING;
      default -> Level.INFO;
    };
  }

  List<Detection> detections() {
    List<Detection> all = new ArrayList<>();
    rules.rules().forEach(rule -> all.add(of(rule.id())));
    rules.correlations().forEach(one -> all.add(of(one.id())));
    return all;
  }

  private Detection of(String id) {
    Detection detection = detections.get(id);
    if (detection == null) {
      throw new IllegalStateException("no detection " + id);
    }
    return detection;
  }

  @Override
  public void see(SecurityEvent event, Found found) {
    LogEntry entry = event.entry();
    for (SigmaRule rule : byLevel.getOrDefault(entry.level(), List.of())) {
      boolean possible = !rule.webOnly() || event.kind() != SecurityEvent.Kind.OTHER;
      if (possible && rule.matches(entry)) {
        Detection detection = of(rule.id());
        String origin = event.origin();
        found.found(
            detection,
            detection.levels().getFirst(),
            origin.isEmpty() ? fallback(entry) : origin,
            List.of(event.source()));
        count(rule, event, found);
      }
    }
  }

  private static String fallback(LogEntry entry) {
    return entry.userId() == null ? entry.service() : entry.userId();
  }

  private void count(SigmaRule rule, SecurityEvent event, Found found) {
    for (Running one : running) {
      SigmaCorrelation correlation = one.correlation();
      if (!correlation.counts(rule)) {
        continue;
      }
      String key = correlation.key(event.entry());
      Window window = one.windows().computeIfAbsent(key, _ -> new Window());
      window.add(
          new Window.Seen(
              event.at().toEpochMilli(), correlation.value(event.entry()), 0, event.source()),
          correlation.timespan().toMillis(),
          SigmaCorrelation.MAX_COUNT);
      int count = correlation.distinct().isEmpty() ? window.count() : window.distinct();
      if (count >= correlation.atLeast()) {
        Detection detection = of(correlation.id());
        found.found(detection, detection.levels().getFirst(), key, window.evidence(EVIDENCE));
      }
    }
  }
}
