package io.mallwatch.ops.backup;

import io.mallwatch.ops.backup.s3.Bucket;
import io.mallwatch.ops.backup.store.SecretRef;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// What a backup file says.
///
/// @param key what encrypts; none to leave backups readable
/// @param zone of time tables and generations
public record BackupPlan(Repository repository, SecretRef key, ZoneId zone, List<BackupJob> jobs) {

  public BackupPlan {
    jobs = List.copyOf(jobs);
  }

  public Optional<BackupJob> job(String name) {
    return jobs.stream().filter(job -> job.name().equals(name)).findFirst();
  }

  /// Where backups go.
  public sealed interface Repository {

    record Folder(Path path) implements Repository {}

    record S3(Bucket bucket) implements Repository {}
  }
}
