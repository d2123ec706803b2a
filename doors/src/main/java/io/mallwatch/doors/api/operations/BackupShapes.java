package io.mallwatch.doors.api.operations;

import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.ops.backup.Backup;
import io.mallwatch.ops.backup.BackupJob;
import io.mallwatch.ops.backup.BackupRun;
import io.mallwatch.ops.backup.BackupRunner;
import io.mallwatch.ops.backup.Manifest;
import io.mallwatch.ops.backup.Proof;
import io.mallwatch.ops.backup.source.DumpFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Backups as JSON.
final class BackupShapes {

  static final Shape<Proof> PROOF =
      Shape.<Proof>object("BackupProof")
          .field("at", Shape.INSTANT, Proof::at)
          .field("good", Shape.BOOLEAN, Proof::good)
          .field("problems", Shape.list(Shape.STRING), Proof::problems)
          .field("rows", Shape.LONG, Proof::rows)
          .field("rtoSeconds", Shape.NUMBER, Proof::rtoSeconds)
          .field("rpoSeconds", Shape.LONG, Proof::rpoSeconds);

  private static final Shape<Map.Entry<String, DumpFacts.Table>> TABLE =
      Shape.<Map.Entry<String, DumpFacts.Table>>object("BackupTable")
          .field("name", Shape.STRING, Map.Entry::getKey)
          .field("rows", Shape.LONG, table -> table.getValue().rows());

  static final Shape.ObjectShape<Backup> BACKUP =
      Shape.<Backup>object("Backup")
          .field("id", Shape.STRING, one -> one.manifest().id())
          .field("job", Shape.STRING, one -> one.manifest().job())
          .field("kind", Shape.STRING, one -> one.manifest().kind())
          .field("startedAt", Shape.INSTANT, one -> one.manifest().startedAt())
          .field("seconds", Shape.NUMBER, one -> one.manifest().took().toMillis() / 1000.0)
          .field("rawBytes", Shape.LONG, one -> one.manifest().rawBytes())
          .field("storedBytes", Shape.LONG, one -> one.manifest().storedBytes())
          .field("sha256", Shape.STRING, one -> one.manifest().storedSha256())
          .field("encrypted", Shape.BOOLEAN, one -> one.manifest().isEncrypted())
          .field("files", Shape.LONG, one -> one.manifest().files())
          .field("rows", Shape.LONG, one -> one.manifest().dump().map(DumpFacts::rows).orElse(0L))
          .field("tables", Shape.list(TABLE), one -> tables(one.manifest()))
          .field("warnings", Shape.list(Shape.STRING), one -> one.manifest().warnings())
          .field("proven", Shape.BOOLEAN, Backup::isProven)
          .optional("check", PROOF, one -> one.check().orElse(null))
          .optional("drill", PROOF, one -> one.drill().orElse(null));

  static final Shape<BackupRun> RUN =
      Shape.<BackupRun>object("BackupRun")
          .field("id", Shape.LONG, BackupRun::id)
          .field("job", Shape.STRING, BackupRun::job)
          .field("action", Shape.oneOf("backup", "check", "drill"), run -> run.action().text())
          .field("by", Shape.STRING, BackupRun::by)
          .field("startedAt", Shape.INSTANT, BackupRun::startedAt)
          .optional("finishedAt", Shape.INSTANT, run -> run.finishedAt().orElse(null))
          .field(
              "state",
              Shape.oneOf("waiting", "running", "good", "failed", "cancelled"),
              run -> run.state().text())
          .field("reason", Shape.STRING, BackupRun::reason)
          .field("message", Shape.STRING, BackupRun::message)
          .field("backupId", Shape.STRING, BackupRun::backupId);

  private static final Shape<BackupRunner.Active> ACTIVE =
      Shape.<BackupRunner.Active>object("BackupActive")
          .field("run", RUN, BackupRunner.Active::run)
          .field("phase", Shape.STRING, active -> active.progress().phase().text())
          .field("rawBytes", Shape.LONG, active -> active.progress().rawBytes())
          .field("storedBytes", Shape.LONG, active -> active.progress().storedBytes());

  /// A job with what is known of it.
  record Job(
      BackupJob job,
      Optional<Instant> nextBackup,
      Optional<Instant> nextDrill,
      Optional<BackupRun> lastBackup,
      Optional<BackupRun> lastDrill,
      boolean late) {}

  private static final Shape<Job> JOB =
      Shape.<Job>object("BackupJob")
          .field("name", Shape.STRING, one -> one.job().name())
          .field("kind", Shape.STRING, one -> one.job().source().kind())
          .field("source", Shape.STRING, one -> one.job().source().text())
          .field(
              "schedule",
              Shape.STRING,
              one -> one.job().schedule().map(Object::toString).orElse(""))
          .field(
              "drillSchedule",
              Shape.STRING,
              one -> one.job().drillSchedule().map(Object::toString).orElse(""))
          .field("late", Shape.BOOLEAN, Job::late)
          .optional("nextBackup", Shape.INSTANT, one -> one.nextBackup().orElse(null))
          .optional("nextDrill", Shape.INSTANT, one -> one.nextDrill().orElse(null))
          .optional("lastBackup", RUN, one -> one.lastBackup().orElse(null))
          .optional("lastDrill", RUN, one -> one.lastDrill().orElse(null));

  /// Everything at once.
  ///
  /// @param repository for people; empty when no backup file is configured
  record All(
      String repository,
      boolean encrypted,
      List<Job> jobs,
      BackupRunner.@Nullable Active active,
      List<Backup> backups,
      List<BackupRun> runs) {}

  static final Shape<All> ALL =
      Shape.<All>object("Backups")
          .field("repository", Shape.STRING, All::repository)
          .field("encrypted", Shape.BOOLEAN, All::encrypted)
          .field("jobs", Shape.list(JOB), All::jobs)
          .optional("active", ACTIVE, All::active)
          .field("backups", Shape.list(BACKUP), All::backups)
          .field("runs", Shape.list(RUN), All::runs);

  private BackupShapes() {}

  private static List<Map.Entry<String, DumpFacts.Table>> tables(Manifest manifest) {
    return manifest.dump().map(dump -> List.copyOf(dump.tables().entrySet())).orElse(List.of());
  }
}
