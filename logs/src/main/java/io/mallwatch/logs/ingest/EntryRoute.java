package io.mallwatch.logs.ingest;

import io.mallwatch.model.LogEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes entries before anything else happens to them, sends them elsewhere, or drops them.
/// Thread-safe.
public interface EntryRoute {

  /// Leaves every entry as it is.
  EntryRoute STRAIGHT =
      new EntryRoute() {
        @Override
        public List<String> pipelines(String index, LogEntry entry, @Nullable String asked) {
          return List.of();
        }

        @Override
        public Routed route(
            List<String> pipelines, String index, LogEntry entry, Original original) {
          return new Routed(index, entry);
        }
      };

  /// Names of the pipelines an entry goes through, in order; mostly none.
  ///
  /// @param asked as [Originals#pipeline]
  List<String> pipelines(String index, LogEntry entry, @Nullable String asked);

  /// What becomes of an entry; null when it is not to be kept.
  ///
  /// @param original what the pipelines work on
  @Nullable Routed route(List<String> pipelines, String index, LogEntry entry, Original original);

  /// @param index where it goes
  record Routed(String index, LogEntry entry) {}
}
