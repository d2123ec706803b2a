package io.mallwatch.logs.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A processor in its place: when it runs, and what happens when it fails. Thread-safe.
///
/// @param type such as `grok`
/// @param tag its name among others of its type; may be empty
/// @param condition null when it always runs
/// @param onFailure steps that run when it fails; then the next step does
record Step(
    String type,
    String tag,
    @Nullable Condition condition,
    boolean ignoreFailure,
    List<Step> onFailure,
    Processor action,
    Counters counters) {

  Step {
    onFailure = List.copyOf(onFailure);
  }

  /// Runs steps until the document is dropped or sent elsewhere.
  static void runAll(List<Step> steps, Document document) {
    for (Step step : steps) {
      step.run(document);
      if (document.isDropped() || document.isRerouted()) {
        return;
      }
    }
  }

  private void run(Document document) {
    if (condition != null && !condition.holds(document)) {
      document.told(type, tag, "skipped", "", true);
      return;
    }
    counters.in.increment();
    long began = System.nanoTime();
    try {
      action.process(document);
      if (document.isDropped()) {
        counters.dropped.increment();
        document.told(type, tag, "dropped", "", false);
      } else {
        counters.out.increment();
        document.told(type, tag, "success", "", true);
      }
    } catch (ProcessingFailedException e) {
      counters.failed.increment();
      failed(document, e);
    } finally {
      counters.nanos.add(System.nanoTime() - began);
    }
  }

  private void failed(Document document, ProcessingFailedException e) {
    if (ignoreFailure) {
      counters.out.increment();
      document.told(type, tag, "error_ignored", e.reason(), true);
      return;
    }
    document.told(type, tag, "error", e.reason(), false);
    if (onFailure.isEmpty()) {
      throw e instanceof UncaughtFailureException
          ? e
          : new UncaughtFailureException(type, tag, e.reason());
    }
    withFailure(document, type, tag, e.reason(), () -> runAll(onFailure, document));
    (document.isDropped() ? counters.dropped : counters.out).increment();
  }

  /// Runs handlers while `_ingest.on_failure_*` says what failed.
  static void withFailure(
      Document document, String type, String tag, String reason, Runnable handlers) {
    document.ingest().put("on_failure_message", reason);
    document.ingest().put("on_failure_processor_type", type);
    document.ingest().put("on_failure_processor_tag", tag);
    try {
      handlers.run();
    } finally {
      document.ingest().remove("on_failure_message");
      document.ingest().remove("on_failure_processor_type");
      document.ingest().remove("on_failure_processor_tag");
    }
  }
}
