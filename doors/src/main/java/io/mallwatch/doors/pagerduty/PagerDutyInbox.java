package io.mallwatch.doors.pagerduty;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What events do. Thread-safe.
public interface PagerDutyInbox {

  /// Something is wrong, or still is.
  void trigger(Event event);

  /// Somebody works on what `dedupKey` names; nothing happens when nothing is open.
  void acknowledge(String dedupKey);

  /// What `dedupKey` names is over; nothing happens when nothing is open.
  void resolve(String dedupKey);

  /// A mark on the charts: something was changed on purpose.
  ///
  /// @param at null for now
  void changed(String summary, String source, @Nullable Instant at);

  /// PagerDuty says that `by` has done this to an incident that we told it about.
  ///
  /// @param dedupKey as we sent it
  /// @param resolved else acknowledged
  void mirrored(String dedupKey, String by, boolean resolved);

  /// @param severity `critical`, `error`, `warning` or `info`
  /// @param type of the event, PagerDuty's `class`; may be empty
  /// @param at when it happened, or null for now
  /// @param details as they were sent, values as text
  record Event(
      String dedupKey,
      String summary,
      String source,
      String severity,
      String component,
      String group,
      String type,
      @Nullable Instant at,
      Map<String, String> details,
      String clientUrl) {

    public Event {
      details = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(details));
    }
  }
}
