package io.mallwatch.logs.tail;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is read and how far, and what is not and why.
///
/// @param files that are or were read
/// @param ignored files that are named by an input and are not read
/// @param paused whether the store takes nothing now, so that lines wait on disk
/// @param totals since the start
public record TailReport(
    List<FileStatus> files, List<Ignored> ignored, boolean paused, Totals totals) {

  public TailReport {
    files = List.copyOf(files);
    ignored = List.copyOf(ignored);
  }

  /// Only the files whose path contains `part`. When there is none, that is said.
  public TailReport matching(String part) {
    if (part.isEmpty()) {
      return this;
    }
    List<FileStatus> some =
        files.stream().filter(file -> file.path().toString().contains(part)).toList();
    List<Ignored> others =
        ignored.stream().filter(file -> file.path().toString().contains(part)).toList();
    boolean unknown = some.isEmpty() && others.isEmpty();
    return new TailReport(
        some,
        unknown ? List.of(new Ignored(Path.of(part), "named by no input, or not there")) : others,
        paused,
        totals);
  }

  /// How a file stands.
  public enum State {
    /// Read to its end as far as it goes.
    CAUGHT_UP,
    /// Has more than was read.
    BEHIND,
    /// Its last line has no end yet, or may go on.
    WAITING,
    /// Compressed, and read whole.
    DONE,
    /// Not where it was; what was open is still read.
    GONE,
    /// Cannot be read; the error says why.
    FAILED
  }

  /// @param input that names it
  /// @param readBytes how far it was read
  /// @param sizeBytes as far as known; of a compressed file, as it is on disk
  /// @param lagBytes not yet read; 0 where that cannot be known
  /// @param entries stored since the start
  /// @param lastRead when something of it was stored
  /// @param error what failed last; null when nothing did
  public record FileStatus(
      Path path,
      String input,
      State state,
      long readBytes,
      long sizeBytes,
      long lagBytes,
      long entries,
      @Nullable Instant lastRead,
      @Nullable String error) {}

  public record Ignored(Path path, String reason) {}

  /// @param entries stored
  /// @param bytes of them
  /// @param refused not stored because the store could not take them as they are
  /// @param waits how often the store had no room
  /// @param pieces of lines that were too long
  /// @param failedSaves of the registry
  public record Totals(
      long entries, long bytes, long refused, long waits, long pieces, long failedSaves) {}

  /// Of nothing.
  public static final TailReport EMPTY =
      new TailReport(List.of(), List.of(), false, new Totals(0, 0, 0, 0, 0, 0));
}
