package io.mallwatch.alerts.notify;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// One notification over one channel and what became of it.
///
/// @param id given by the ledger; 0 before
/// @param at of the last change
/// @param channel kind, such as `email`; empty when the receiver has none
/// @param target whom it reaches, without secrets
/// @param attempts made so far
/// @param error why it failed or was held back; empty when all is well
/// @param fingerprints of its alerts
/// @param status `firing` or `resolved`
public record LedgerEntry(
    long id,
    Instant at,
    String channel,
    String receiver,
    String target,
    State state,
    int attempts,
    String error,
    String groupKey,
    List<String> alertNames,
    List<String> fingerprints,
    String status,
    String title) {

  public LedgerEntry {
    alertNames = List.copyOf(alertNames);
    fingerprints = List.copyOf(fingerprints);
  }

  /// What became of it.
  public enum State {
    QUEUED,
    SENT,
    FAILED,
    SUPPRESSED;

    /// As the API writes it.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The same under the id that a ledger gave.
  public LedgerEntry withId(long newId) {
    return new LedgerEntry(
        newId,
        at,
        channel,
        receiver,
        target,
        state,
        attempts,
        error,
        groupKey,
        alertNames,
        fingerprints,
        status,
        title);
  }

  LedgerEntry became(State next, Instant when, int made, String why) {
    return new LedgerEntry(
        id,
        when,
        channel,
        receiver,
        target,
        next,
        made,
        why,
        groupKey,
        alertNames,
        fingerprints,
        status,
        title);
  }
}
