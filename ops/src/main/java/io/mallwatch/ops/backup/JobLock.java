package io.mallwatch.ops.backup;

import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Holds a job for one run at a time on this machine; the system frees it when the process dies.
final class JobLock implements AutoCloseable {

  private final FileChannel channel;

  private JobLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws BackupFailedException `LOCKED` when another run has it
  @SuppressWarnings("MustBeClosedChecker") // held until the lock is closed
  static JobLock take(Path folder, String job) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(job + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null;
      }
      if (lock == null) {
        channel.close();
        throw new BackupFailedException(
            Reason.LOCKED, "another run of %s is under way on this machine".formatted(job));
      }
      return new JobLock(channel);
    } catch (IOException e) {
      throw BackupFailedException.of("lock of " + job, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw BackupFailedException.of("lock", e);
    }
  }
}
