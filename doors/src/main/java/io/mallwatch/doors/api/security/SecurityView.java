package io.mallwatch.doors.api.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Security findings and detections as people see them.
public interface SecurityView {

  /// The newest that pass the filter.
  List<Finding> findings(Filter filter, int limit);

  Optional<Finding> find(String id);

  /// Somebody looked at it; it alerts no longer unless it becomes graver.
  Optional<Finding> acknowledge(String id, String by, String note);

  /// Everything that is looked for.
  List<Detection> detections();

  /// @param levels empty for all
  /// @param detections ids, empty for all
  /// @param openOnly only those that go on and nobody looked at
  /// @param text part of the subject, or empty
  record Filter(
      Instant from,
      Instant to,
      List<String> levels,
      List<String> detections,
      boolean openOnly,
      String text) {

    public Filter {
      levels = List.copyOf(levels);
      detections = List.copyOf(detections);
    }
  }

  /// @param id such as `SEC-000012`
  /// @param level `info`, `warning`, `high` or `critical`
  /// @param state `open`, `acknowledged` or `over`
  /// @param logs path of the console with the lines of the subject
  record Finding(
      String id,
      String detection,
      Bilingual title,
      String level,
      String subject,
      String service,
      Instant firstAt,
      Instant lastAt,
      long hits,
      String state,
      List<Evidence> evidence,
      @Nullable String acknowledgedBy,
      @Nullable Instant acknowledgedAt,
      String note,
      String logs) {

    public Finding {
      evidence = List.copyOf(evidence);
    }
  }

  /// A stored log entry.
  record Evidence(String index, String id) {}

  /// @param origin `built-in` or the file of a Sigma rule
  /// @param hits since the start of the server
  record Detection(
      String id,
      Bilingual title,
      Bilingual meaning,
      List<String> levels,
      String origin,
      boolean enabled,
      long hits,
      @Nullable Instant lastAt) {

    public Detection {
      levels = List.copyOf(levels);
    }
  }

  /// A text in both languages of the console.
  record Bilingual(String zh, String en) {}
}
