package io.mallwatch.metrics.scrape.discovery;

import io.mallwatch.model.Labels;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Target groups in files. Only files that changed are read again; one that cannot be read keeps
/// its last good groups.
final class TargetFiles implements TargetSource {

  /// What a file held when it was read.
  private record Read(FileTime changed, long size, List<TargetGroup> groups, String error) {}

  private final List<String> patterns;
  private Map<Path, Read> known = new HashMap<>();

  TargetFiles(List<String> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  @Override
  public Found find() {
    Map<Path, Read> now = new TreeMap<>();
    List<String> errors = new ArrayList<>();
    for (String pattern : patterns) {
      for (Path file : files(Path.of(pattern), errors)) {
        now.put(file, read(file, known.get(file)));
      }
    }
    known = now;
    List<TargetGroup> groups = new ArrayList<>();
    for (Read read : now.values()) {
      groups.addAll(read.groups());
      if (!read.error().isEmpty()) {
        errors.add(read.error());
      }
    }
    return new Found(groups, errors);
  }

  private static Read read(Path file, @Nullable Read before) {
    FileTime changed = FileTime.fromMillis(0);
    long size = -1;
    try {
      changed = Files.getLastModifiedTime(file);
      size = Files.size(file);
      if (before != null && before.changed().equals(changed) && before.size() == size) {
        return before;
      }
      List<TargetGroup> groups =
          TargetGroupText.parse(
              Files.readString(file),
              file.toString(),
              Labels.of("__meta_filepath", file.toString()));
      return new Read(changed, size, groups, "");
    } catch (IOException | DiscoveryFailedException e) {
      List<TargetGroup> last = before == null ? List.of() : before.groups();
      String error = e instanceof IOException ? file + ": " + e : String.valueOf(e.getMessage());
      return new Read(changed, size, last, error);
    }
  }

  private static List<Path> files(Path pattern, List<String> errors) {
    List<Path> files = new ArrayList<>();
    Path folder = pattern.toAbsolutePath().getParent();
    Path name = pattern.getFileName();
    if (folder == null || name == null) {
      return files;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name.toString())) {
      found.forEach(files::add);
    } catch (NotDirectoryException | NoSuchFileException e) {
      errors.add("there is no folder " + folder);
    } catch (IOException e) {
      errors.add("cannot read %s: %s".formatted(folder, e));
    }
    return files;
  }
}
