package io.mallwatch.doors.api.incident;

import io.mallwatch.ops.incident.Change;
import io.mallwatch.ops.incident.IncidentReport;
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

  /// Does what a person wants done.
  Optional<Detail> change(String id, String by, Change change);

  /// How the incidents went that were opened in this time.
  IncidentReport report(Instant from, Instant until);

  /// A post-mortem to go on writing, as Markdown.
  ///
  /// @param chinese else in English
  Optional<String> postmortem(String id, boolean chinese);

  /// Everything about it in one zip that is read without a server.
  Optional<Bundle> bundle(String id);

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
      String source,
      Held held) {
    public Summary {
      alertNames = List.copyOf(alertNames);
    }
  }

  /// Who works on it and how it is held.
  ///
  /// @param assignee null while nobody leads
  /// @param mergedInto id of the incident it became part of, or null
  /// @param lost what it has cost so far in yuan, or null when that is not known
  /// @param lostPerMinute what it costs now in yuan, or null when that is not known
  record Held(
      @Nullable String assignee,
      List<String> responders,
      @Nullable Instant snoozedUntil,
      @Nullable String mergedInto,
      int reopens,
      boolean flapping,
      @Nullable Double lost,
      @Nullable Double lostPerMinute) {

    public Held {
      responders = List.copyOf(responders);
    }
  }

  /// @param zip its bytes; not copied
  record Bundle(String fileName, byte[] zip) {}

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

  /// @param kind such as `opened`, `alert_firing`, `notification`, `acknowledged`, `breach`
  /// @param by a name, or `system`
  record Event(Instant at, String kind, String by, Bilingual text, Map<String, Object> data) {}

  /// A text in both languages of the console.
  record Bilingual(String zh, String en) {}
}
