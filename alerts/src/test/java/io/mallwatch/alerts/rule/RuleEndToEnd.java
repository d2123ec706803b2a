package io.mallwatch.alerts.rule;

import io.mallwatch.alerts.AlertSink;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.util.Map;

/// One rule over a metric engine that answers as told, for tests of what follows.
public final class RuleEndToEnd implements AutoCloseable {

  private static final String RULES =
      """
      groups:
        - name: g
          interval: 15s
          rules:
            - alert: Slow
              expr: slow
              for: 30s
              labels: {severity: high}
              annotations: {summary: 慢}
      """;

  private final FakeMetrics metrics = new FakeMetrics();
  private final FakeClock clock;
  private final RuleEngine engine;

  public RuleEndToEnd(AlertSink sink, FakeClock clock) {
    this.clock = clock;
    this.engine =
        new RuleEngine(metrics, metrics, sink, RuleSettings.defaults("http://mall"), clock);
    load("慢", "慢");
  }

  /// Loads the rule with `from` replaced.
  public void load(String from, String to) {
    engine.load(new RuleFiles(_ -> {}, Duration.ofMinutes(1)).parse("f", RULES.replace(from, to)));
  }

  public void holds(boolean slow) {
    metrics.answer("slow", slow ? Map.of(Labels.of("service", "mall"), 2.5) : Map.of());
  }

  public void evaluate() {
    engine.evaluate("f;g", clock.instant());
  }

  @Override
  public void close() {
    engine.close();
  }
}
