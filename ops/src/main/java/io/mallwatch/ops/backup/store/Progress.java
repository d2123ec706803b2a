package io.mallwatch.ops.backup.store;

import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// How far a run has come, and the way to stop it. Thread-safe.
public final class Progress {

  public enum Phase {
    STARTING,
    SAVING,
    CHECKING,
    LOADING,
    COMPARING,
    TIDYING;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final AtomicLong rawBytes = new AtomicLong();
  private final AtomicLong storedBytes = new AtomicLong();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private volatile Phase phase = Phase.STARTING;
  private volatile @Nullable Runnable stop;

  public Phase phase() {
    return phase;
  }

  /// Bytes of the source so far.
  public long rawBytes() {
    return rawBytes.get();
  }

  /// Bytes that went to the repository, or came from it, so far.
  public long storedBytes() {
    return storedBytes.get();
  }

  /// Asks the run to stop; it ends with `CANCELLED` and leaves nothing behind.
  public void cancel() {
    cancelled.set(true);
    Runnable running = stop;
    if (running != null) {
      running.run();
    }
  }

  public void phase(Phase now) {
    phase = now;
    throwIfCancelled();
  }

  public void raw(long bytes) {
    rawBytes.addAndGet(bytes);
    throwIfCancelled();
  }

  public void stored(long bytes) {
    storedBytes.addAndGet(bytes);
    throwIfCancelled();
  }

  public void throwIfCancelled() {
    if (cancelled.get()) {
      throw new BackupFailedException(Reason.CANCELLED, "the run was stopped");
    }
  }

  /// What makes the work end that is under way now; null when nothing has to.
  public void stopBy(@Nullable Runnable work) {
    stop = work;
    throwIfCancelled();
  }
}
