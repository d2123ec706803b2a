package io.mallwatch.logs.ingest;

import io.mallwatch.model.LogEntry;
import org.jspecify.annotations.Nullable;

/// Changes entries before anything else happens to them, sends them elsewhere, or drops them.
/// Thread-safe.
@FunctionalInterface
public interface EntryRoute {

  /// Leaves every entry as it is.
  EntryRoute STRAIGHT = Routed::new;

  /// What becomes of an entry; null when it is not to be kept.
  @Nullable Routed route(String index, LogEntry entry);

  /// @param index where it goes
  record Routed(String index, LogEntry entry) {}
}
