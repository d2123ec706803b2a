package io.mallwatch.model;

import java.util.Locale;
import java.util.Optional;

/// How grave an alert is (R166 to R169), gravest first. Written in label `severity`.
public enum AlertLevel {
  CRITICAL,
  HIGH,
  WARNING,
  INFO;

  /// The label that carries it.
  public static final String LABEL = "severity";

  /// As written in labels: `critical`, `high`, `warning`, `info`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The level of that name in any case; empty for an unknown one, which has no channels (R196).
  public static Optional<AlertLevel> parse(String text) {
    for (AlertLevel level : values()) {
      if (level.name().equalsIgnoreCase(text.strip())) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
