package io.mallwatch.monitors.security;

import io.mallwatch.monitors.security.SecurityEvent.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Runs [CountRule]s: a window for each key, of at most [#MAX_KEYS] keys a rule.
final class CountDetector implements Detector {

  /// Most keys that one rule follows; who was quiet longest is forgotten first.
  static final int MAX_KEYS = 2_000;

  private static final int EVIDENCE = 10;

  private record Running(CountRule rule, Bounded<String, Window> windows) {}

  private final Map<Kind, List<Running>> running = new EnumMap<>(Kind.class);

  CountDetector(List<CountRule> rules) {
    for (CountRule rule : rules) {
      Running one = new Running(rule, new Bounded<>(MAX_KEYS));
      rule.kinds().forEach(kind -> running.computeIfAbsent(kind, _ -> new ArrayList<>()).add(one));
    }
  }

  @Override
  public void see(SecurityEvent event, Found found) {
    for (Running one : running.getOrDefault(event.kind(), List.of())) {
      see(one, event, found);
    }
  }

  private static void see(Running one, SecurityEvent event, Found found) {
    CountRule rule = one.rule();
    String key = rule.key().apply(event);
    if (key.isEmpty() || !rule.counts().test(event)) {
      return;
    }
    Window window = one.windows().computeIfAbsent(key, _ -> new Window());
    window.add(
        new Window.Seen(
            event.at().toEpochMilli(),
            rule.distinct().apply(event),
            event.amount(),
            event.source()),
        rule.window().toMillis(),
        rule.most());
    Level level = rule.verdict().apply(window);
    if (level != null) {
      found.found(rule.detection(), level, key, window.evidence(EVIDENCE));
    }
  }
}
