package io.mallwatch.server.self;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.model.Labels;
import io.mallwatch.ops.backup.Backup;
import io.mallwatch.ops.backup.BackupJob;
import io.mallwatch.ops.backup.BackupRun.Action;
import io.mallwatch.ops.backup.BackupRun.State;
import io.mallwatch.ops.backup.BackupRunner;
import io.mallwatch.ops.backup.Proof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How old, large and proven backups are, as metric families. `scripts/backup.sh` writes some of
/// the same names, so the same rules watch both.
public final class BackupMetrics {

  private final Map<String, List<MetricFamily.Point>> points = new LinkedHashMap<>();

  private BackupMetrics() {}

  public static List<MetricFamily> families(BackupRunner runner) {
    BackupMetrics metrics = new BackupMetrics();
    for (BackupJob job : runner.plan().jobs()) {
      metrics.add(runner, job);
    }
    return List.of(
        metrics.family("backup_last_success_timestamp_seconds", "When the last backup succeeded."),
        metrics.family("backup_max_age_seconds", "How old the newest backup may be."),
        metrics.family("backup_size_bytes", "Of the newest backup, as it is stored."),
        metrics.family("backup_raw_bytes", "Of the newest backup, before compression."),
        metrics.family("backup_duration_seconds", "How long the newest backup took."),
        metrics.family("backup_rows", "Rows in the newest backup of a database."),
        metrics.family("backup_verified_timestamp_seconds", "When one was last found good."),
        metrics.family("backup_drill_rto_seconds", "How long the last good restore took."),
        metrics.family("backup_last_run_good", "Whether the last run of an action was good."));
  }

  private MetricFamily family(String name, String help) {
    return new MetricFamily(name, "gauge", help, points.getOrDefault(name, List.of()));
  }

  private void point(String name, Labels labels, double value) {
    points.computeIfAbsent(name, _ -> new ArrayList<>()).add(new MetricFamily.Point(labels, value));
  }

  private void add(BackupRunner runner, BackupJob job) {
    Labels labels = Labels.of("backup", job.name());
    List<Backup> all =
        runner.known().stream().filter(one -> one.manifest().job().equals(job.name())).toList();
    runner
        .maxAge(job)
        .ifPresent(age -> point("backup_max_age_seconds", labels, (double) age.toSeconds()));
    if (!all.isEmpty()) {
      Backup newest = all.getFirst();
      point(
          "backup_last_success_timestamp_seconds", labels, seconds(newest.manifest().finishedAt()));
      point("backup_size_bytes", labels, (double) newest.manifest().storedBytes());
      point("backup_raw_bytes", labels, (double) newest.manifest().rawBytes());
      point("backup_duration_seconds", labels, newest.manifest().took().toMillis() / 1000.0);
      newest
          .manifest()
          .dump()
          .ifPresent(dump -> point("backup_rows", labels, (double) dump.rows()));
    }
    all.stream()
        .filter(Backup::isProven)
        .flatMap(one -> Stream.concat(one.check().stream(), one.drill().stream()))
        .filter(Proof::good)
        .map(Proof::at)
        .max(Instant::compareTo)
        .ifPresent(at -> point("backup_verified_timestamp_seconds", labels, seconds(at)));
    all.stream()
        .flatMap(one -> one.drill().stream())
        .filter(Proof::good)
        .findFirst()
        .ifPresent(drill -> point("backup_drill_rto_seconds", labels, drill.rtoSeconds()));
    for (Action action : Action.values()) {
      runner
          .last(job, action)
          .ifPresent(run ->
              point(
                  "backup_last_run_good",
                  labels.with(Labels.of("action", action.text())),
                  run.state() == State.GOOD ? 1 : 0));
    }
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }
}
