package io.mallwatch.ops.health;

/// What a probe found.
///
/// @param good whether the last try was good
/// @param status HTTP status of the last try; 0 when there was none
/// @param detail why it is bad; empty when good
/// @param tries how many were made
/// @param millis duration of the last try
public record HealthOutcome(
    HealthProbe probe, boolean good, int status, String detail, int tries, long millis) {

  /// The line for a person.
  public String text() {
    return good ? probe.goodText() : probe.badText() + "（" + detail + "）";
  }

  /// How many tries failed.
  public int failedTries() {
    return good ? tries - 1 : tries;
  }
}
