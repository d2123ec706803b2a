package io.mallwatch.doors.alertmanager;

import io.mallwatch.alerts.AlertSink;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the Alertmanager door stands on.
///
/// @param sink takes alerts that are posted
/// @param board the alerts that are held
/// @param silences the silences
/// @param status facts about this server
/// @param resolveTimeout after which an alert without an end is taken as ended
public record AlertmanagerPorts(
    AlertSink sink, Board board, Silences silences, Status status, Duration resolveTimeout) {

  /// The alerts that are held, and how they are grouped.
  public interface Board {

    /// Alerts that have not ended.
    List<HeldAlert> alerts();

    List<Group> groups();

    /// Names of all receivers, in the order of the configuration.
    List<String> receivers();
  }

  /// @param receivers who is told of it
  /// @param processed whether it has been through silences and inhibition yet
  /// @param silencedBy ids of silences
  /// @param inhibitedBy fingerprints of alerts
  /// @param mutedBy names of time intervals
  public record HeldAlert(
      Alert alert,
      Instant updatedAt,
      List<String> receivers,
      boolean processed,
      List<String> silencedBy,
      List<String> inhibitedBy,
      List<String> mutedBy) {

    public HeldAlert {
      receivers = List.copyOf(receivers);
      silencedBy = List.copyOf(silencedBy);
      inhibitedBy = List.copyOf(inhibitedBy);
      mutedBy = List.copyOf(mutedBy);
    }

    boolean isSuppressed() {
      return !silencedBy.isEmpty() || !inhibitedBy.isEmpty() || !mutedBy.isEmpty();
    }
  }

  /// @param labels that the alerts share by `group_by`
  public record Group(Labels labels, String receiver, List<HeldAlert> alerts) {
    public Group {
      alerts = List.copyOf(alerts);
    }
  }

  /// The silences, with Alertmanager's semantics of changing them.
  public interface Silences {

    List<Silence> silences();

    /// Makes a silence, or changes the one with the given id; returns the id it then has.
    ///
    /// @return empty when there is no silence with that id
    Optional<String> put(PostedSilence silence);

    /// Ends a silence now; false when there is none with that id.
    boolean expire(String id);
  }

  /// @param id empty for a new one
  public record PostedSilence(
      String id,
      List<Matcher> matchers,
      Instant startsAt,
      Instant endsAt,
      String createdBy,
      String comment) {
    public PostedSilence {
      matchers = List.copyOf(matchers);
    }
  }

  public record Silence(
      String id,
      List<Matcher> matchers,
      Instant startsAt,
      Instant endsAt,
      Instant updatedAt,
      String createdBy,
      String comment) {

    public Silence {
      matchers = List.copyOf(matchers);
    }

    State state(Instant now) {
      if (now.isBefore(startsAt)) {
        return State.PENDING;
      }
      return now.isBefore(endsAt) ? State.ACTIVE : State.EXPIRED;
    }
  }

  /// Where a silence is in its life, in the order they are listed.
  enum State {
    ACTIVE,
    PENDING,
    EXPIRED;

    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// Facts about this server.
  public interface Status {

    /// The configuration as a vanilla `alertmanager.yml`, secrets redacted; amtool parses it
    /// strictly.
    String configYaml();

    Instant startedAt();

    /// Version of the Alertmanager whose behaviour this server has.
    String version();
  }
}
