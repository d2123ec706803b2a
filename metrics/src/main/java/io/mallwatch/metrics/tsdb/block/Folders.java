package io.mallwatch.metrics.tsdb.block;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folders as units: a block is one.
final class Folders {

  private static final Logger logger = LoggerFactory.getLogger(Folders.class);

  private Folders() {}

  /// What lies directly in `dir`, sorted by name.
  static List<Path> list(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.sorted().toList();
    }
  }

  /// Deletes a folder of plain files; what cannot be deleted is logged and left for the next start.
  static void delete(Path folder) {
    try {
      for (Path file : list(folder)) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException | UncheckedIOException e) {
      logger.warn("folder_not_deleted path={}", folder, e);
    }
  }

  /// Makes what was created or renamed in `folder` durable.
  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
