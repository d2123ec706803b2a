package io.mallwatch.server;

import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.ops.backup.BackupFile;
import io.mallwatch.ops.backup.BackupPlan;
import io.mallwatch.ops.backup.BackupRunner;
import io.mallwatch.ops.backup.Backups;
import io.mallwatch.ops.backup.source.DatabaseTools;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.state.SqlBackupRuns;
import io.mallwatch.server.state.StateDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What people do regularly, done for them: backups.
final class OperationsWiring {

  private OperationsWiring() {}

  /// What the jobs work on.
  record Stores(DataFolder folder, Tsdb metrics, StateDatabase state) {}

  /// The backups that are configured.
  ///
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException when their file is wrong
  static Optional<BackupRunner> backups(
      Config config, Stores stores, InstantSource clock, RandomGenerator random) {
    String file = config.operations().backupFile();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    BackupPlan plan = BackupFile.read(Path.of(file), config.server().timeZone());
    Map<String, String> environment = System.getenv();
    Backups backups =
        Backups.open(
            plan,
            new Backups.Parts(
                new DatabaseTools(environment),
                new OwnCopies(stores.folder(), stores.metrics(), stores.state()),
                environment,
                Path.of(System.getProperty("java.io.tmpdir"), "mallwatch-backup-locks"),
                clock,
                random));
    return Optional.of(new BackupRunner(backups, new SqlBackupRuns(stores.state()), clock));
  }
}
