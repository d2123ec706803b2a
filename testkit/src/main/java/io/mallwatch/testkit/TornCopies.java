package io.mallwatch.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.BiConsumer;

/// What a crash leaves behind: copies of a data folder in which one file ends early or has a
/// flipped byte, to be reopened.
public final class TornCopies {

  private TornCopies() {}

  /// For every length from `fromLength` to the file's size, in steps of `step`: copies `folder`
  /// below `scratch`, cuts `file` (relative to the folder) to that length and calls `check` with
  /// the copy and the length.
  public static void forEachCut(
      Path folder,
      Path file,
      Path scratch,
      long fromLength,
      int step,
      BiConsumer<Path, Long> check) {
    try {
      long size = Files.size(folder.resolve(file));
      for (long length = fromLength; length <= size; length += step) {
        Path copy = copy(folder, scratch.resolve("cut-" + length));
        try (RandomAccessFile torn = new RandomAccessFile(copy.resolve(file).toFile(), "rw")) {
          torn.setLength(length);
        }
        check.accept(copy, length);
        delete(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Copies `folder` to `target` and flips the byte of `file` at `offset`.
  public static Path flipped(Path folder, Path file, Path target, long offset) {
    try {
      Path copy = copy(folder, target);
      try (RandomAccessFile broken = new RandomAccessFile(copy.resolve(file).toFile(), "rw")) {
        broken.seek(offset);
        int old = broken.read();
        broken.seek(offset);
        broken.write(old ^ 0x5a);
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Copies a folder with everything below it, as it stands.
  public static Path copy(Path folder, Path target) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
                throws IOException {
              Files.createDirectories(target.resolve(folder.relativize(dir)));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.copy(file, target.resolve(folder.relativize(file)));
              return FileVisitResult.CONTINUE;
            }
          });
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path dir, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
