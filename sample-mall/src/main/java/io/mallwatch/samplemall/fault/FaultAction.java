package io.mallwatch.samplemall.fault;

/// What a fault does while it is on, beyond being looked at by the code that it breaks. Calls come
/// one at a time, alternating.
public interface FaultAction {
  /// Begins; may return before the effect is full.
  void start();

  /// Ends, and undoes what [#start()] did.
  void stop();
}
