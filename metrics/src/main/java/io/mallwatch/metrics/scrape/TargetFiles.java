package io.mallwatch.metrics.scrape;

import io.mallwatch.model.Labels;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Target groups in files (`file_sd_configs`): a list of `targets` and `labels`, JSON or YAML. A
/// file that cannot be read keeps its last good groups. Not thread-safe.
final class TargetFiles {

  private static final Logger logger = LoggerFactory.getLogger(TargetFiles.class);

  private final Map<Path, List<TargetGroup>> lastGood = new HashMap<>();
  private final ScrapeCounters counters;

  TargetFiles(ScrapeCounters counters) {
    this.counters = counters;
  }

  /// The groups of all files that match `pattern`; only its last part may hold `*`.
  List<TargetGroup> read(String pattern) {
    List<TargetGroup> groups = new ArrayList<>();
    for (Path file : files(Path.of(pattern))) {
      try {
        List<TargetGroup> found = parse(file, Files.readString(file));
        lastGood.put(file, found);
        groups.addAll(found);
      } catch (IOException | IllegalArgumentException | YamlEngineException e) {
        counters.discoveryFailures.increment();
        logger.warn("target_file_unreadable file={}", file, e);
        groups.addAll(lastGood.getOrDefault(file, List.of()));
      }
    }
    return groups;
  }

  private List<Path> files(Path pattern) {
    List<Path> files = new ArrayList<>();
    Path folder = pattern.toAbsolutePath().getParent();
    Path name = pattern.getFileName();
    if (folder == null || name == null) {
      return files;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name.toString())) {
      found.forEach(files::add);
    } catch (NotDirectoryException | java.nio.file.NoSuchFileException e) {
      logger.debug("target_folder_missing folder={}", folder, e);
    } catch (IOException e) {
      counters.discoveryFailures.increment();
      logger.warn("target_folder_unreadable folder={}", folder, e);
    }
    files.sort(null);
    return files;
  }

  private static List<TargetGroup> parse(Path file, String text) {
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(text);
    List<TargetGroup> groups = new ArrayList<>();
    if (tree == null) {
      return groups;
    }
    if (!(tree instanceof List<?> entries)) {
      throw new IllegalArgumentException("expected a list of target groups");
    }
    for (Object entry : entries) {
      if (!(entry instanceof Map<?, ?> group)
          || !(group.get("targets") instanceof List<?> targets)) {
        throw new IllegalArgumentException("a target group has no targets");
      }
      groups.add(
          new TargetGroup(
              targets.stream().map(String::valueOf).toList(),
              labels(group.get("labels")),
              file.toString()));
    }
    return groups;
  }

  private static Labels labels(@org.jspecify.annotations.Nullable Object tree) {
    if (tree == null) {
      return Labels.EMPTY;
    }
    if (!(tree instanceof Map<?, ?> pairs)) {
      throw new IllegalArgumentException("the labels of a target group are no mapping");
    }
    Map<String, String> labels = new TreeMap<>();
    pairs.forEach((name, value) -> labels.put(String.valueOf(name), String.valueOf(value)));
    return Labels.of(labels);
  }
}
