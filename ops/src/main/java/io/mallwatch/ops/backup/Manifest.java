package io.mallwatch.ops.backup;

import io.mallwatch.ops.backup.source.DumpFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a backup says of itself; written after everything else, so a backup with a manifest is
/// whole.
///
/// @param id such as `20260102T030405Z-1f3a`; sorts by time
/// @param kind of the source
/// @param source for people
/// @param startedAt the moment that a database dump shows
/// @param rawBytes before compression
/// @param storedBytes in the repository
/// @param rawSha256 of what the source gave, 64 hex digits
/// @param storedSha256 of the file in the repository
/// @param keyId of the key it is encrypted with; empty when it is not
/// @param files how many files a folder had; 0 for a database
/// @param dump what a database dump holds; empty for folders
/// @param warnings what did not go as it should
public record Manifest(
    String id,
    String job,
    String kind,
    String source,
    Instant startedAt,
    Instant finishedAt,
    long rawBytes,
    long storedBytes,
    String rawSha256,
    String storedSha256,
    String keyId,
    long files,
    Optional<DumpFacts> dump,
    List<String> warnings) {

  public Manifest {
    warnings = List.copyOf(warnings);
  }

  public Duration took() {
    return Duration.between(startedAt, finishedAt);
  }

  public boolean isEncrypted() {
    return !keyId.isEmpty();
  }

  /// Name of the file with its bytes, in the repository.
  public String dataName() {
    String extension = kind.equals("database") ? ".sql.gz" : ".tar.gz";
    return folder() + "data" + extension + (isEncrypted() ? ".enc" : "");
  }

  String folder() {
    return job + "/" + id + "/";
  }
}
