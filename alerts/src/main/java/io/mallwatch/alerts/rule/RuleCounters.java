package io.mallwatch.alerts.rule;

import java.util.concurrent.atomic.LongAdder;

/// What the rule engine counts about itself; only ever grows.
public final class RuleCounters {

  private final LongAdder evaluations = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder missedIterations = new LongAdder();
  private final LongAdder samplesRefused = new LongAdder();
  private final LongAdder alertsSent = new LongAdder();
  private final LongAdder alertsRefused = new LongAdder();

  void evaluated(boolean failed) {
    evaluations.increment();
    if (failed) {
      failures.increment();
    }
  }

  void missed(long iterations) {
    missedIterations.add(iterations);
  }

  void refusedSamples(int count) {
    samplesRefused.add(count);
  }

  void sent(int count) {
    alertsSent.add(count);
  }

  void refusedAlerts(int count) {
    alertsRefused.add(count);
  }

  /// Evaluations of single rules.
  public long evaluations() {
    return evaluations.sum();
  }

  /// Evaluations that ended with an error.
  public long failures() {
    return failures.sum();
  }

  /// Evaluations of groups left out because the one before took too long.
  public long missedIterations() {
    return missedIterations.sum();
  }

  /// Samples that the metric engine refused.
  public long samplesRefused() {
    return samplesRefused.sum();
  }

  /// Alerts handed to the sink, repeats included.
  public long alertsSent() {
    return alertsSent.sum();
  }

  /// Alerts that the sink had no room for; they are sent again at the next evaluation.
  public long alertsRefused() {
    return alertsRefused.sum();
  }
}
