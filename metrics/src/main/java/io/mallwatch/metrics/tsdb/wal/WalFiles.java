package io.mallwatch.metrics.tsdb.wal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Names of the files in a log's folder.
final class WalFiles {

  private static final Pattern SEGMENT = Pattern.compile("segment-(\\d{8,})");
  private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-(\\d{8,})");

  private WalFiles() {}

  static Path segment(Path dir, long number) {
    return dir.resolve("segment-%08d".formatted(number));
  }

  /// The head as of the start of segment `number`.
  static Path checkpoint(Path dir, long number) {
    return dir.resolve("checkpoint-%08d".formatted(number));
  }

  static NavigableMap<Long, Path> segments(Path dir) throws IOException {
    return list(dir, SEGMENT);
  }

  static NavigableMap<Long, Path> checkpoints(Path dir) throws IOException {
    return list(dir, CHECKPOINT);
  }

  private static NavigableMap<Long, Path> list(Path dir, Pattern name) throws IOException {
    NavigableMap<Long, Path> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(dir)) {
      files.forEach(file -> {
        Matcher matcher = name.matcher(file.getFileName().toString());
        if (matcher.matches()) {
          found.put(Long.parseLong(matcher.group(1)), file);
        }
      });
    }
    return found;
  }

  /// Makes a rename or a new file in `dir` durable.
  static void forceFolder(Path dir) throws IOException {
    try (FileChannel folder = FileChannel.open(dir, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
