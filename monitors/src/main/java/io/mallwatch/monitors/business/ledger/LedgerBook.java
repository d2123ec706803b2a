package io.mallwatch.monitors.business.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Breaches that were found, kept over restarts. Thread-safe.
public interface LedgerBook {

  /// A breach from its first finding to its last.
  ///
  /// @param id set by the book; 0 before
  /// @param mended when the invariant held again; null while it does not
  /// @param offending the most rows that offended at a time
  /// @param difference the most that was too much or too few
  /// @param rows the rows of the last finding
  record Breach(
      long id,
      String invariant,
      Instant firstSeen,
      Instant lastSeen,
      @Nullable Instant mended,
      int offending,
      double difference,
      List<Map<String, String>> rows) {

    public Breach {
      rows = List.copyOf(rows);
    }
  }

  /// Notes that an invariant is broken: begins a breach, or carries on the open one.
  void broken(Finding finding);

  /// Notes that an invariant holds: ends its open breach, if there is one.
  void holds(String invariant, Instant at);

  /// Breaches, newest first.
  List<Breach> recent(int most);
}
