package io.mallwatch.monitors.security;

import io.mallwatch.monitors.security.SecurityEvent.EntryRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found about one subject by one detection, for as long as it goes on.
///
/// @param number counts up
/// @param detection id of the detection
/// @param subject an address, a user or a service
/// @param service whose log it was found in
/// @param firstAt when the first event happened
/// @param lastAt and the last
/// @param heardAt when the last one came here
/// @param hits how often it was found
/// @param evidence the newest entries, at most ten
public record Finding(
    long number,
    String detection,
    Level level,
    String subject,
    String service,
    Instant firstAt,
    Instant lastAt,
    Instant heardAt,
    long hits,
    List<Evidence> evidence,
    @Nullable Acknowledgement acknowledged) {

  public Finding {
    evidence = List.copyOf(evidence);
  }

  /// A stored log entry.
  public record Evidence(String index, String id) {

    static Evidence of(EntryRef ref) {
      return new Evidence(ref.index(), ref.id());
    }
  }

  /// Who looked at it, when, and what they say.
  public record Acknowledgement(String by, String note, Instant at) {}

  /// Such as `SEC-000012`.
  public String id() {
    return "SEC-%06d".formatted(number);
  }

  Finding acknowledged(Acknowledgement by) {
    return new Finding(
        number, detection, level, subject, service, firstAt, lastAt, heardAt, hits, evidence, by);
  }

  /// The same with one more hit.
  Finding again(Level now, Instant at, Instant heard, List<Evidence> newest) {
    return new Finding(
        number,
        detection,
        now.compareTo(level) > 0 ? now : level,
        subject,
        service,
        at.isBefore(firstAt) ? at : firstAt,
        at.isAfter(lastAt) ? at : lastAt,
        heard,
        hits + 1,
        newest,
        now.compareTo(level) > 0 ? null : acknowledged);
  }
}
