package io.mallwatch.server;

import io.mallwatch.server.config.BadConfigException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Finds the files that patterns in the configuration name.
final class RulePaths {

  private RulePaths() {}

  /// The files of all patterns, each once, sorted within a pattern; `*` and `?` may stand in the
  /// last part of a path.
  ///
  /// @throws BadConfigException for patterns that name no file
  static List<Path> find(String key, List<String> patterns) {
    List<Path> found = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String pattern : patterns) {
      List<Path> some = matching(pattern);
      if (some.isEmpty()) {
        problems.add("%s: %s names no file".formatted(key, pattern));
      }
      some.stream().filter(path -> !found.contains(path)).forEach(found::add);
    }
    if (!problems.isEmpty()) {
      throw new BadConfigException(problems);
    }
    return found;
  }

  /// The files of one pattern, sorted; none when there are none.
  static List<Path> matching(String pattern) {
    Path path = Path.of(pattern).toAbsolutePath();
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    Path folder = path.getParent();
    Path name = path.getFileName();
    List<Path> found = new ArrayList<>();
    if (folder != null && name != null && Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, name.toString())) {
        files.forEach(found::add);
      } catch (IOException e) {
        return List.of();
      }
    }
    found.sort(null);
    return found;
  }
}
