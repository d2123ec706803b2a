package io.mallwatch.metrics.scrape.yaml;

import io.mallwatch.metrics.scrape.ScrapeConfig;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads `scrape_configs`, `scrape_config_files` and the scrape defaults in `global` of a file like
/// Prometheus's. Keys that are not known are refused; top-level keys of other concerns, such as
/// `rule_files`, are left to others.
public final class ScrapeConfigYaml {

  /// Keys of other concerns.
  private static final Set<String> OTHERS =
      Set.of(
          "rule_files",
          "alerting",
          "remote_write",
          "remote_read",
          "storage",
          "tracing",
          "otlp",
          "runtime");

  private static final Pattern FILES = Pattern.compile("[^*]*(\\*[^/]*)?");
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\$|\\{([^}]*)\\}|([a-zA-Z_][a-zA-Z0-9_]*))");

  private final Path directory;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> jobs = new HashMap<>();
  private final List<ScrapeConfig> configs = new ArrayList<>();

  private ScrapeConfigYaml(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /// Reads a whole document.
  ///
  /// @param directory what files in it are relative to
  /// @param environment for `$name` in external labels
  /// @throws ScrapeConfigException with all problems
  public static ScrapeFile parse(String yaml, Path directory, Map<String, String> environment) {
    ScrapeConfigYaml reader = new ScrapeConfigYaml(directory, environment);
    ScrapeFile file = reader.read(yaml);
    if (!reader.problems.isEmpty()) {
      throw new ScrapeConfigException(reader.problems);
    }
    return file;
  }

  private Optional<YamlKeys> document(String yaml, Path folder, String name) {
    try {
      Optional<Node> tree =
          new Compose(LoadSettings.builder().setLabel(name).build()).composeString(yaml);
      return Optional.of(YamlKeys.of("", 1, tree.orElse(null), folder, problems));
    } catch (YamlEngineException e) {
      problems.add(name + ": not YAML: " + e.getMessage());
      return Optional.empty();
    }
  }

  private ScrapeFile read(String yaml) {
    YamlKeys top = document(yaml, directory, "the file").orElse(null);
    if (top == null) {
      return new ScrapeFile(List.of(), Labels.EMPTY);
    }
    OTHERS.forEach(top::skip);
    YamlKeys globalKeys = top.mapping("global");
    GlobalYaml global = GlobalYaml.read(globalKeys);
    Labels external = externalLabels(globalKeys);
    globalKeys.refuseOthers();
    jobs(top, global, "this file");
    for (String pattern : top.texts("scrape_config_files")) {
      if (FILES.matcher(pattern).matches()) {
        moreJobs(top.file(pattern), global);
      } else {
        top.problem("scrape_config_files", "only the last part of a path may hold a *");
      }
    }
    top.refuseOthers();
    return new ScrapeFile(configs, external);
  }

  private void jobs(YamlKeys document, GlobalYaml global, String where) {
    for (YamlKeys keys : document.mappings("scrape_configs")) {
      int before = problems.size();
      String job = keys.text("job_name", "");
      String first = job.isEmpty() ? null : jobs.putIfAbsent(job, where);
      if (job.isEmpty()) {
        keys.problem("job_name", "is missing");
      } else if (first != null) {
        keys.problem("job_name", "there is a job %s already, in %s".formatted(job, first));
      }
      ScrapeConfig config = new JobYaml(keys, global).read(job.isEmpty() ? "?" : job);
      keys.refuseOthers();
      if (problems.size() == before) {
        configs.add(config);
      }
    }
  }

  private void moreJobs(Path pattern, GlobalYaml global) {
    Path folder = pattern.toAbsolutePath().getParent();
    Path name = pattern.getFileName();
    if (folder == null || name == null) {
      return;
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name.toString())) {
      found.forEach(files::add);
      files.sort(null);
      for (Path file : files) {
        int before = problems.size();
        document(Files.readString(file), folder, file.toString())
            .ifPresent(document -> {
              jobs(document, global, file.toString());
              document.refuseOthers();
            });
        for (int i = before; i < problems.size(); i++) {
          problems.set(i, file + ": " + problems.get(i));
        }
      }
    } catch (NotDirectoryException | NoSuchFileException _) {
      // As with any pattern that matches nothing.
    } catch (IOException e) {
      problems.add("%s cannot be read: %s".formatted(pattern, e));
    }
  }

  private Labels externalLabels(YamlKeys global) {
    Map<String, String> labels = new TreeMap<>();
    for (Label label : global.labels("external_labels")) {
      labels.put(
          label.name(),
          VARIABLE
              .matcher(label.value())
              .replaceAll(match -> Matcher.quoteReplacement(variable(match))));
    }
    return Labels.of(labels);
  }

  private String variable(java.util.regex.MatchResult match) {
    if (match.group().equals("$$")) {
      return "$";
    }
    String name = match.group(1) == null ? match.group(2) : match.group(1);
    return environment.getOrDefault(name, "");
  }
}
