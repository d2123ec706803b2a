package io.mallwatch.alerts.notify;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What was told to whom last, so that nothing is told twice, also after a restart. Thread-safe;
/// calls block.
public interface NotificationLog {

  /// What was told last.
  ///
  /// @param channel such as `webhook/0`: kind and place in the receiver
  /// @throws io.mallwatch.model.StoreUnavailableException when the store is away
  Optional<Entry> find(String groupKey, String receiver, String channel);

  /// Inserts the entry or replaces that of the same group, receiver and channel.
  ///
  /// @throws io.mallwatch.model.StoreUnavailableException when the store is away
  void record(Entry entry);

  /// Forgets entries older than `limit`.
  void purge(Instant limit);

  /// @param at when it was told
  /// @param firing fingerprints told as firing
  /// @param resolved fingerprints told as resolved
  record Entry(
      String groupKey,
      String receiver,
      String channel,
      Instant at,
      Set<String> firing,
      Set<String> resolved) {

    public Entry {
      firing = Set.copyOf(firing);
      resolved = Set.copyOf(resolved);
    }
  }
}
