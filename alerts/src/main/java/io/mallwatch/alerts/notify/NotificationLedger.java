package io.mallwatch.alerts.notify;

import java.util.List;

/// The history of all notifications, told or not. Thread-safe; calls block.
public interface NotificationLedger {

  /// Writes a new entry and returns it with its id.
  ///
  /// @throws io.mallwatch.model.StoreUnavailableException when the store is away
  LedgerEntry append(LedgerEntry entry);

  /// Replaces the entry of the same id.
  ///
  /// @throws io.mallwatch.model.StoreUnavailableException when the store is away
  void update(LedgerEntry entry);

  /// Entries that pass, newest first.
  List<LedgerEntry> find(Query query);

  /// @param fingerprint of one of its alerts; empty for any
  /// @param groupKeys one of these; empty for any
  /// @param limit at most so many
  record Query(String fingerprint, List<String> groupKeys, int limit) {

    public Query {
      groupKeys = List.copyOf(groupKeys);
    }
  }

  /// Told when an entry reaches its end: sent, failed or suppressed. Called on a notification
  /// thread: be quick.
  @FunctionalInterface
  interface Listener {
    void settled(LedgerEntry entry);
  }
}
