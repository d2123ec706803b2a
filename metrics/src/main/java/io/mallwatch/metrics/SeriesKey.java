package io.mallwatch.metrics;

import io.mallwatch.model.Labels;
import org.jspecify.annotations.Nullable;

/// A series as a sender names it. A sender that writes the same series again hands in the same key
/// again: the engine remembers in it what it found, so that labels are looked up only once.
/// Thread-safe.
public final class SeriesKey {

  /// Replaced by equal ones only; Labels are immutable, so a race does no harm.
  private Labels labels;

  /// A hint that any engine may replace at any time; read and written without order, so what is in
  /// it must be safe to publish by a race (final fields only).
  private @Nullable Object memo;

  /// @param labels `__name__` included
  public SeriesKey(Labels labels) {
    this.labels = labels;
  }

  public Labels labels() {
    return labels;
  }

  /// What an engine left here, perhaps another engine; to be checked before it is trusted.
  public @Nullable Object memo() {
    return memo;
  }

  /// Leaves something for the next time.
  public void remember(Object engineOwn) {
    memo = engineOwn;
  }

  /// Takes labels equal to its own in their place, so that sender and engine hold the texts once.
  public void share(Labels equal) {
    labels = equal;
  }

  @Override
  public String toString() {
    return labels.toString();
  }
}
