package io.mallwatch.ops.incident;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Something that happened in an incident; never changed afterwards.
///
/// @param by a name, or [#SYSTEM]
/// @param zh for people, in Chinese
/// @param en the same in English
/// @param data for machines
public record TimelineEvent(
    Instant at, Kind kind, String by, String zh, String en, Map<String, String> data) {

  /// Who did what nobody did.
  public static final String SYSTEM = "system";

  public TimelineEvent {
    data = java.util.Collections.unmodifiableMap(new TreeMap<>(data));
  }

  /// What happened.
  public enum Kind {
    OPENED,
    REOPENED,
    ALERT_FIRING,
    ALERT_RESOLVED,
    NOTIFICATION,
    ACKNOWLEDGED,
    /// Nobody went on after the acknowledgement.
    UNACKNOWLEDGED,
    NOTE,
    PRIORITY,
    ASSIGNED,
    RESPONDER,
    SNOOZED,
    MERGED,
    /// It comes and goes; its end is held back.
    FLAPPING,
    /// Many groups fire at once and are held together.
    STORM,
    /// People were called.
    ESCALATED,
    /// A deployment or another mark on the charts.
    MARK,
    CLOCK_WARNING,
    BREACH,
    RESOLVED;

    /// As the API writes it, such as `clock_warning`.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static TimelineEvent system(Instant at, Kind kind, String zh, String en) {
    return new TimelineEvent(at, kind, SYSTEM, zh, en, Map.of());
  }
}
