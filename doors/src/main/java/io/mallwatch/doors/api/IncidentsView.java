package io.mallwatch.doors.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Incidents as people see and handle them. Changing an incident that does not exist gives an empty
/// result; a change that its state does not allow throws [io.mallwatch.model.BadQueryException].
public interface IncidentsView {

  /// Newest first.
  List<Summary> list(Filter filter, int limit);

  Optional<Detail> find(String id);

  /// Opens an incident by hand.
  Detail open(String title, String priority, String note, String by);

  Optional<Detail> acknowledge(String id, String by);

  Optional<Detail> resolve(String id, String by, String note);

  Optional<Detail> note(String id, String by, String text);

  /// Which incidents are listed.
  enum Filter {
    OPEN,
    RESOLVED,
    ALL
  }

  /// @param id such as `INC-000012`
  /// @param priority `P0` to `P3`
  /// @param state `triggered`, `acknowledged` or `resolved`
  /// @param source `alert` or `manual`
  record Summary(
      String id,
      int number,
      String title,
      String priority,
      String state,
      Instant openedAt,
      @Nullable Instant acknowledgedAt,
      @Nullable String acknowledgedBy,
      @Nullable Instant resolvedAt,
      Instant responseDue,
      Instant resolutionDue,
      boolean responseBreached,
      boolean resolutionBreached,
      List<String> alertNames,
      int alertCount,
      String source) {
    public Summary {
      alertNames = List.copyOf(alertNames);
    }
  }

  record Detail(Summary summary, List<IncidentAlert> alerts, List<Event> timeline) {
    public Detail {
      alerts = List.copyOf(alerts);
      timeline = List.copyOf(timeline);
    }
  }

  /// @param state `firing` or `resolved`
  /// @param expr empty when it did not come from a rule
  record IncidentAlert(
      String fingerprint,
      String name,
      Map<String, String> labels,
      Map<String, String> annotations,
      Instant startsAt,
      @Nullable Instant endsAt,
      String state,
      String expr,
      Links links) {}

  /// Where the console shows what belongs to an alert.
  record Links(String metric, String logs, String traces) {}

  /// @param kind `opened`, `alert_firing`, `alert_resolved`, `notification`, `acknowledged`,
  ///   `note`, `resolved`, `reopened`, `clock_warning` or `breach`
  /// @param by a name, or `system`
  record Event(Instant at, String kind, String by, Bilingual text, Map<String, Object> data) {}

  /// A text in both languages of the console.
  record Bilingual(String zh, String en) {}
}
