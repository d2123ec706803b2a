package io.mallwatch.server;

import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.ops.backup.BackupFile;
import io.mallwatch.ops.backup.BackupPlan;
import io.mallwatch.ops.backup.BackupRunner;
import io.mallwatch.ops.backup.Backups;
import io.mallwatch.ops.backup.source.DatabaseTools;
import io.mallwatch.ops.checklist.Checklist;
import io.mallwatch.ops.checklist.ChecklistFile;
import io.mallwatch.ops.checklist.Checklists;
import io.mallwatch.ops.checklist.SourceAnswers;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.state.SqlBackupRuns;
import io.mallwatch.server.state.SqlChecklistRuns;
import io.mallwatch.server.state.StateDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What people do regularly, done for them: backups, checklists.
final class OperationsWiring {

  static final List<String> SHIPPED_CHECKLISTS = List.of("daily.yml", "weekly.yml", "monthly.yml");

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

  /// The checklists that are configured, else those that are shipped.
  ///
  /// @throws BadConfigException for patterns that name no file
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException when a file is wrong
  static Checklists checklists(
      Config config, StateDatabase state, SourceAnswers.Sources sources, InstantSource clock) {
    List<Checklist> lists = new ArrayList<>();
    List<String> patterns = config.operations().checklists();
    if (patterns.isEmpty()) {
      for (String name : SHIPPED_CHECKLISTS) {
        lists.add(ChecklistFile.parse(name, shipped("deploy/checklists/" + name)));
      }
    }
    for (Path path : RulePaths.find("checklists.files", patterns)) {
      try {
        lists.add(ChecklistFile.parse(path.toString(), Files.readString(path)));
      } catch (IOException e) {
        throw new BadConfigException(List.of("checklists.files: %s: %s".formatted(path, e)));
      }
    }
    return new Checklists(
        lists,
        new SqlChecklistRuns(state),
        new SourceAnswers(sources, clock),
        clock,
        config.server().timeZone());
  }

  /// How many open incidents nobody has acknowledged.
  static int unacknowledged(Incidents incidents) {
    return Math.toIntExact(
        incidents.open().stream().filter(incident -> incident.acknowledgedAt() == null).count());
  }

  private static String shipped(String path) {
    try (InputStream in = OperationsWiring.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the program was packaged without " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
