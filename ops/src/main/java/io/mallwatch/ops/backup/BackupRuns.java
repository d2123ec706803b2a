package io.mallwatch.ops.backup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The memory of runs. Thread-safe; survives a restart.
public interface BackupRuns {

  /// Keeps a new run and returns it with its id.
  BackupRun add(BackupRun run);

  /// Writes over the run of the same id.
  void save(BackupRun run);

  /// The newest first.
  List<BackupRun> newest(int limit);

  /// When a job was last begun, by whatever.
  Optional<Instant> lastBegun(String job, BackupRun.Action action);

  /// Says of runs that never ended that the server stopped meanwhile.
  void abandon(Instant at);
}
