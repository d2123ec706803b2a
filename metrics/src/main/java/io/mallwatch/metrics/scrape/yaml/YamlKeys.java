package io.mallwatch.metrics.scrape.yaml;

import io.mallwatch.metrics.scrape.Durations;
import io.mallwatch.metrics.scrape.http.Secret;
import io.mallwatch.model.Labels;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads the keys of one mapping and remembers which were asked for; the others are unknown. What
/// is wrong goes, with its path and line, to a list that all mappings of a document share. Values
/// are taken as they are written. Not thread-safe.
final class YamlKeys {

  private final String path;
  private final int line;
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Path directory;
  private final List<String> problems;
  private final Set<String> asked = new HashSet<>();

  private YamlKeys(String path, int line, Path directory, List<String> problems) {
    this.path = path;
    this.line = line;
    this.directory = directory;
    this.problems = problems;
  }

  /// @param tree what should be a mapping; nothing at all is an empty one
  /// @param directory what files are relative to
  static YamlKeys of(
      String path, int line, @Nullable Node tree, Path directory, List<String> problems) {
    YamlKeys keys = new YamlKeys(path, tree == null ? line : line(tree), directory, problems);
    if (tree instanceof MappingNode mapping) {
      keys.take(mapping, true);
    } else if (tree != null && !isNull(tree)) {
      problems.add("%s (line %d): expected a mapping".formatted(path, line(tree)));
    }
    return keys;
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /// Merge keys (`<<`) of anchors bring what is not given itself.
  private void take(MappingNode mapping, boolean own) {
    List<Node> merged = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (NodeTuple pair : mapping.getValue()) {
      String key = pair.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?";
      if (key.equals("<<")) {
        merged.add(pair.getValueNode());
      } else if (!seen.add(key)) {
        problems.add("%s (line %d): comes twice".formatted(at(key), line(pair.getKeyNode())));
      } else if (own || !keys.containsKey(key)) {
        keys.put(key, pair.getValueNode());
        lines.put(key, line(pair.getKeyNode()));
      }
    }
    for (Node node : merged) {
      List<Node> all = node instanceof SequenceNode several ? several.getValue() : List.of(node);
      for (Node one : all) {
        if (one instanceof MappingNode other) {
          take(other, false);
        }
      }
    }
  }

  String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /// Notes that something is wrong with a key, or with the mapping that lacks it.
  void problem(String key, String text) {
    problems.add("%s (line %d): %s".formatted(at(key), lines.getOrDefault(key, line), text));
  }

  private @Nullable Node take(String key) {
    asked.add(key);
    Node value = keys.get(key);
    return value == null || isNull(value) ? null : value;
  }

  boolean has(String key) {
    return keys.containsKey(key);
  }

  /// Notes that this key is another's concern.
  void skip(String key) {
    asked.add(key);
  }

  /// Reports every key that was not asked for.
  void refuseOthers() {
    for (String key : keys.keySet()) {
      if (!asked.contains(key)) {
        problem(key, "unknown key");
      }
    }
  }

  String text(String key, String missing) {
    return read(key, missing, value -> value);
  }

  Duration duration(String key, Duration missing) {
    return read(key, missing, Durations::parse);
  }

  /// A duration above 0.
  Duration period(String key, Duration missing) {
    Duration given = duration(key, missing);
    if (given.isPositive()) {
      return given;
    }
    problem(key, "must be above 0");
    return missing;
  }

  long bytes(String key, long missing) {
    return read(key, missing, Durations::bytes);
  }

  /// A number from 0 on.
  int count(String key, int missing) {
    return read(
        key,
        missing,
        text -> {
          if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("\"%s\" is no number from 0 on".formatted(text));
          }
          return Integer.parseInt(text);
        });
  }

  double number(String key, double missing) {
    return read(
        key,
        missing,
        text -> {
          try {
            return Double.parseDouble(text);
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"%s\" is no number".formatted(text), e);
          }
        });
  }

  boolean flag(String key, boolean missing) {
    return read(
        key,
        missing,
        text ->
            switch (text) {
              case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON" -> true;
              case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF" -> false;
              default -> throw new IllegalArgumentException("expected true or false");
            });
  }

  /// A URL with scheme and host.
  @Nullable URI url(String key) {
    String text = text(key, "");
    if (text.isEmpty()) {
      problem(key, "is missing");
      return null;
    }
    try {
      URI url = URI.create(text);
      String scheme = url.getScheme();
      if (url.getRawAuthority() != null && ("http".equals(scheme) || "https".equals(scheme))) {
        return url;
      }
      problem(key, "\"%s\" is no http or https URL with a host".formatted(text));
    } catch (IllegalArgumentException e) {
      problem(key, "\"%s\" is no URL: %s".formatted(text, e.getMessage()));
    }
    return null;
  }

  <T> T read(String key, T missing, Function<String, T> parse) {
    Node value = take(key);
    if (value == null) {
      return missing;
    }
    if (!(value instanceof ScalarNode scalar)) {
      problem(key, "expected a single value");
      return missing;
    }
    try {
      return parse.apply(scalar.getValue());
    } catch (ArithmeticException | IllegalArgumentException e) {
      problem(key, String.valueOf(e.getMessage()));
      return missing;
    }
  }

  YamlKeys mapping(String key) {
    return of(at(key), lines.getOrDefault(key, line), take(key), directory, problems);
  }

  /// The mappings of a list; nothing at all is an empty list.
  List<YamlKeys> mappings(String key) {
    List<YamlKeys> mappings = new ArrayList<>();
    List<Node> entries = list(key);
    for (int i = 0; i < entries.size(); i++) {
      Node entry = entries.get(i);
      if (isNull(entry)) {
        problems.add("%s[%d] (line %d): is empty".formatted(at(key), i, line(entry)));
      } else {
        mappings.add(of("%s[%d]".formatted(at(key), i), line(entry), entry, directory, problems));
      }
    }
    return mappings;
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node entry : list(key)) {
      if (entry instanceof ScalarNode scalar) {
        texts.add(isNull(entry) ? "" : scalar.getValue());
      } else {
        problem(key, "expected a list of texts");
      }
    }
    return texts;
  }

  private List<Node> list(String key) {
    Node value = take(key);
    if (value instanceof SequenceNode entries) {
      return entries.getValue();
    }
    if (value != null) {
      problem(key, "expected a list");
    }
    return List.of();
  }

  /// A mapping of names to texts.
  Map<String, String> pairs(String key) {
    Map<String, String> pairs = new TreeMap<>();
    YamlKeys mapping = mapping(key);
    for (String name : mapping.names()) {
      pairs.put(name, mapping.text(name, ""));
    }
    return pairs;
  }

  Labels labels(String key) {
    Map<String, String> labels = pairs(key);
    if (labels.remove("") != null) {
      problem(key, "a label has no name");
    }
    return Labels.of(labels);
  }

  /// A mapping of names to lists of texts.
  Map<String, List<String>> lists(String key) {
    Map<String, List<String>> lists = new TreeMap<>();
    YamlKeys mapping = mapping(key);
    for (String name : mapping.names()) {
      lists.put(name, mapping.texts(name));
    }
    return lists;
  }

  /// The names of this mapping's keys.
  List<String> names() {
    return List.copyOf(keys.keySet());
  }

  /// A path, relative to the document's folder.
  Path file(String text) {
    return directory.resolve(text);
  }

  /// A secret given here or in a file that `key` + `_file` names; null when neither is.
  @Nullable Secret secret(String key) {
    String inFile = key + "_file";
    String inline = text(key, "");
    String file = text(inFile, "");
    if (!inline.isEmpty() && !file.isEmpty()) {
      problem(inFile, "at most one of %s and %s is allowed".formatted(key, inFile));
    }
    if (file.isEmpty()) {
      return inline.isEmpty() ? null : new Secret.Text(inline);
    }
    Path found = file(file);
    if (!Files.isReadable(found)) {
      problem(inFile, "%s cannot be read".formatted(found));
    }
    return new Secret.InFile(found);
  }
}
