package io.mallwatch.ops.backup;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// One thing the server did, or is doing, for a backup job.
///
/// @param id counts up
/// @param by name of a person, or `schedule`
/// @param finishedAt empty while it waits or runs
/// @param reason sort of failure; empty otherwise
/// @param message what became of it, for people
/// @param backupId what was taken, checked or restored; empty while unknown
public record BackupRun(
    long id,
    String job,
    Action action,
    String by,
    Instant startedAt,
    Optional<Instant> finishedAt,
    State state,
    String reason,
    String message,
    String backupId) {

  public enum Action {
    BACKUP,
    CHECK,
    DRILL;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Action> of(String text) {
      for (Action action : values()) {
        if (action.text().equals(text)) {
          return Optional.of(action);
        }
      }
      return Optional.empty();
    }
  }

  public enum State {
    WAITING,
    RUNNING,
    GOOD,
    FAILED,
    CANCELLED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  BackupRun running() {
    return new BackupRun(
        id, job, action, by, startedAt, Optional.empty(), State.RUNNING, "", "", backupId);
  }

  BackupRun ended(Instant at, State how, String why, String text, String backup) {
    return new BackupRun(id, job, action, by, startedAt, Optional.of(at), how, why, text, backup);
  }
}
