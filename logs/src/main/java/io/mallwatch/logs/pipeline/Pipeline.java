package io.mallwatch.logs.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A pipeline that is ready to run. Thread-safe.
///
/// @param id what it is called; `_simulate` for one that is only tried
/// @param definition its JSON as it was given
/// @param onFailure steps that run when one fails and does not catch it itself; the rest of the
///   pipeline is then left out
record Pipeline(
    String id,
    Map<String, @Nullable Object> definition,
    List<Step> steps,
    List<Step> onFailure,
    Counters counters) {

  /// Pipelines that call each other may be nested so deep.
  static final int MAX_DEPTH = 10;

  Pipeline {
    steps = List.copyOf(steps);
    onFailure = List.copyOf(onFailure);
  }

  /// Runs it whole.
  ///
  /// @throws UncaughtFailureException when a step fails and nothing catches it
  void run(Document document) {
    if (document.depth() >= MAX_DEPTH) {
      throw new UncaughtFailureException(
          "pipeline", "", "pipelines are nested deeper than " + MAX_DEPTH + " at [" + id + "]");
    }
    document.enter();
    counters.in.increment();
    long began = System.nanoTime();
    try {
      runSteps(document);
      (document.isDropped() ? counters.dropped : counters.out).increment();
    } finally {
      document.leave();
      counters.nanos.add(System.nanoTime() - began);
    }
  }

  private void runSteps(Document document) {
    try {
      Step.runAll(steps, document);
    } catch (UncaughtFailureException e) {
      counters.failed.increment();
      if (onFailure.isEmpty()) {
        throw e;
      }
      Step.withFailure(
          document, e.type(), e.tag(), e.reason(), () -> Step.runAll(onFailure, document));
    }
  }

  /// Its figures, then those of its processors in order.
  List<Figures> figures() {
    List<Figures> all = new ArrayList<>();
    all.add(counters.figures(id, "", ""));
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      all.add(step.counters().figures(id, (i + 1) + "_" + step.type(), step.tag()));
    }
    return all;
  }
}
