package io.mallwatch.ops.backup;

import io.mallwatch.ops.backup.source.Login;
import java.util.Optional;

/// Something that is backed up again and again.
///
/// @param name short, of letters, digits, `-` and `_`
/// @param schedule when it is run; empty for only by hand
/// @param drillSchedule when its newest backup is restored into scratch; empty for only by hand
/// @param scratch where that happens
public record BackupJob(
    String name,
    BackupSource source,
    Optional<CronSchedule> schedule,
    Optional<CronSchedule> drillSchedule,
    KeepPolicy keep,
    Scratch scratch) {

  /// Where a database is restored to for a drill.
  public sealed interface Scratch {

    /// A new database beside the source, dropped afterwards.
    record SameServer() implements Scratch {}

    /// A new database on another server, dropped afterwards.
    record OtherServer(Login login) implements Scratch {}

    /// A server of our own in a temporary folder.
    record PrivateServer() implements Scratch {}
  }
}
