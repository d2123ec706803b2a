package io.mallwatch.doors.channels;

import io.mallwatch.model.Alert;
import java.util.List;
import java.util.Optional;

/// Tells a receiver at once, past the routes.
@FunctionalInterface
public interface ReceiverSink {

  /// Tells `alerts` over every channel of `receiver` and waits for what becomes of it; empty when
  /// there is no such receiver.
  ///
  /// @param groupKey under which the ledger has it
  Optional<List<Outcome>> tell(String receiver, String groupKey, List<Alert> alerts);

  /// @param state `sent`, `delivered`, `failed`, `unknown` or `suppressed`
  /// @param error empty when all is well
  /// @param receipt what the other side calls it; may be empty
  record Outcome(
      String channel, String target, String state, int attempts, String error, String receipt) {

    /// Whether telling again would not help or would tell twice.
    public boolean isSettled() {
      return !state.equals("failed") && !state.equals("queued");
    }
  }
}
