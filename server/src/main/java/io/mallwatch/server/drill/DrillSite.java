package io.mallwatch.server.drill;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The mall and the server that a drill is about.
public interface DrillSite {

  /// Switches a fault.
  ///
  /// @return false when this mall does not have it, or cannot have it here
  /// @throws DrillException when the mall does not answer
  boolean fault(String name, boolean on) throws InterruptedException;

  /// The alert of a rule that fires now.
  ///
  /// @throws DrillException when the server does not answer
  Optional<Firing> firing(String rule) throws InterruptedException;

  /// Whether a message about this alert was sent.
  ///
  /// @throws DrillException when the server does not answer
  boolean isNotified(String fingerprint) throws InterruptedException;

  /// @param incident id, or null when it belongs to none yet
  record Firing(String fingerprint, @Nullable String incident) {}

  /// Mall or server cannot be reached.
  final class DrillException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DrillException(String message) {
      super(message);
    }
  }
}
