package io.mallwatch.monitors.security;

import java.util.Locale;

/// How grave a finding is, the least first. Rules alert from [#WARNING] on.
public enum Level {
  INFO,
  WARNING,
  HIGH,
  CRITICAL;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException when there is no such level
  public static Level of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
