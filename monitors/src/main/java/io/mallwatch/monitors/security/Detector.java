package io.mallwatch.monitors.security;

import io.mallwatch.monitors.security.SecurityEvent.EntryRef;
import java.util.List;

/// Looks at events one after another. Not thread-safe.
interface Detector {

  void see(SecurityEvent event, Found found);

  /// Takes what was found.
  @FunctionalInterface
  interface Found {

    /// @param subject who or what it is about: an address, a user, a service
    void found(Detection detection, Level level, String subject, List<EntryRef> evidence);
  }
}
