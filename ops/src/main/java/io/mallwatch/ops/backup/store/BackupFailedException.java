package io.mallwatch.ops.backup.store;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A backup, a check or a restore did not come to a good end.
public final class BackupFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// Sorts of failure, each of which a person meets in another way.
  public enum Reason {
    /// The source could not be read.
    SOURCE,
    /// The dump or the stored file ends too early.
    TRUNCATED,
    /// Bytes are not what they were.
    DAMAGED,
    /// Something that should be there is not.
    MISSING,
    /// What was restored is not what was saved.
    DIFFERENT,
    DISK_FULL,
    WRONG_KEY,
    /// A name, password or key was refused, or has expired.
    CREDENTIAL,
    /// A server did not answer; a retry may help.
    UNREACHABLE,
    /// Another run of the job holds the lock.
    LOCKED,
    CANCELLED;

    /// As in metrics and JSON: `disk_full`.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;

  public BackupFailedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public BackupFailedException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// What a failed read or write of a file means.
  public static BackupFailedException of(String what, IOException e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    boolean full = text.contains("No space left") || text.contains("Disk quota exceeded");
    return new BackupFailedException(
        full ? Reason.DISK_FULL : Reason.SOURCE,
        full ? "%s: the disk is full".formatted(what) : "%s: %s".formatted(what, text),
        e);
  }

  public Reason reason() {
    return reason;
  }
}
