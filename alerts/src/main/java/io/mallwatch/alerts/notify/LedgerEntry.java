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
/// @param receipt what the other side calls it, such as a message id; may be empty
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
    String receipt,
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
    /// Not known yet.
    QUEUED,
    /// The other side has taken it.
    SENT,
    /// The other side says that it has arrived.
    DELIVERED,
    /// It did not work.
    FAILED,
    /// It may have been taken; it is not sent twice.
    UNKNOWN,
    /// It was not sent, on purpose.
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
        receipt,
        groupKey,
        alertNames,
        fingerprints,
        status,
        title);
  }

  LedgerEntry became(State next, Instant when, int made, String why, String given) {
    return new LedgerEntry(
        id,
        when,
        channel,
        receiver,
        target,
        next,
        made,
        why,
        given,
        groupKey,
        alertNames,
        fingerprints,
        status,
        title);
  }
}
