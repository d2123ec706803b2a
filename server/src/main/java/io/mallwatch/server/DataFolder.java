package io.mallwatch.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;

/// The data folder, held by one server at a time, and whether the last one stopped cleanly.
final class DataFolder implements AutoCloseable {

  private static final String RUNNING = "running";
  private static final String ID_LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Path dir;
  private final FileChannel channel;
  private final boolean stoppedCleanly;

  private DataFolder(Path dir, FileChannel channel, boolean stoppedCleanly) {
    this.dir = dir;
    this.channel = channel;
    this.stoppedCleanly = stoppedCleanly;
  }

  /// Makes the folder when it is not there, and takes it.
  ///
  /// @throws DataFolderException when it cannot be written or another server has it
  @SuppressWarnings("MustBeClosedChecker") // the channel lives as long as the folder is held
  static DataFolder take(Path dir) {
    FileChannel channel;
    try {
      Files.createDirectories(dir);
      channel =
          FileChannel.open(
              dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new DataFolderException("cannot write to data folder " + dir + ": " + reason(e), e);
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(dir);
      }
      boolean clean = !Files.exists(dir.resolve(RUNNING));
      Files.writeString(dir.resolve(RUNNING), "A server holds this folder, or died in it.\n");
      return new DataFolder(dir, channel, clean);
    } catch (OverlappingFileLockException e) {
      throw inUse(dir);
    } catch (IOException e) {
      throw new DataFolderException("cannot write to data folder " + dir + ": " + reason(e), e);
    }
  }

  private static DataFolderException inUse(Path dir) {
    return new DataFolderException("data folder " + dir + " is in use by another Mallwatch", null);
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
  }

  /// Whether the last server ended in order, or there was none.
  boolean stoppedCleanly() {
    return stoppedCleanly;
  }

  /// An id of 22 letters and digits, made once and kept with the data.
  String id(RandomGenerator random) {
    Path file = dir.resolve("id");
    try {
      if (Files.exists(file)) {
        return Files.readString(file).strip();
      }
      StringBuilder id = new StringBuilder();
      for (int i = 0; i < 22; i++) {
        id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
      }
      Files.writeString(file, id);
      return id.toString();
    } catch (IOException e) {
      throw new DataFolderException("cannot write to data folder " + dir + ": " + reason(e), e);
    }
  }

  Path resolve(String name) {
    return dir.resolve(name);
  }

  /// Gives it up in order.
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(dir.resolve(RUNNING));
    channel.close();
  }
}
