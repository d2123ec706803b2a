package io.mallwatch.metrics.scrape;

import io.mallwatch.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the keys of one mapping and remembers which were asked for; the others are unknown. What
/// is wrong goes to a list that all mappings of a document share. Not thread-safe.
final class YamlKeys {

  private final String path;
  private final Map<?, ?> keys;
  private final List<String> problems;
  private final Set<String> asked = new HashSet<>();

  private YamlKeys(String path, Map<?, ?> keys, List<String> problems) {
    this.path = path;
    this.keys = keys;
    this.problems = problems;
  }

  /// @param tree what should be a mapping; nothing at all is an empty one
  static YamlKeys of(String path, @Nullable Object tree, List<String> problems) {
    if (tree instanceof Map<?, ?> map) {
      return new YamlKeys(path, map, problems);
    }
    if (tree != null) {
      problems.add(path + ": expected a mapping");
    }
    return new YamlKeys(path, Map.of(), problems);
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void problem(String key, String text) {
    problems.add(at(key) + ": " + text);
  }

  private @Nullable Object take(String key) {
    asked.add(key);
    return keys.get(key);
  }

  boolean has(String key) {
    return keys.containsKey(key);
  }

  /// Reports every key that was not asked for.
  void refuseOthers() {
    for (Object key : keys.keySet()) {
      if (!asked.contains(String.valueOf(key))) {
        problem(String.valueOf(key), "unknown key");
      }
    }
  }

  String text(String key, String missing) {
    return read(key, missing, value -> value);
  }

  Duration duration(String key, Duration missing) {
    return read(key, missing, Durations::parse);
  }

  long bytes(String key, long missing) {
    return read(key, missing, Durations::bytes);
  }

  long integer(String key, long missing) {
    return read(key, missing, Long::parseLong);
  }

  boolean flag(String key, boolean missing) {
    return read(
        key,
        missing,
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("expected true or false");
            });
  }

  <T> T read(String key, T missing, Function<String, T> parse) {
    Object value = take(key);
    if (value == null) {
      return missing;
    }
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      problem(key, "expected a single value");
      return missing;
    }
    try {
      return parse.apply(value.toString());
    } catch (ArithmeticException | IllegalArgumentException e) {
      problem(key, String.valueOf(e.getMessage()));
      return missing;
    }
  }

  YamlKeys mapping(String key) {
    return of(at(key), take(key), problems);
  }

  /// The mappings of a list; nothing at all is an empty list.
  List<YamlKeys> mappings(String key) {
    List<YamlKeys> mappings = new ArrayList<>();
    List<?> entries = list(key);
    for (int i = 0; i < entries.size(); i++) {
      mappings.add(of("%s[%d]".formatted(at(key), i), entries.get(i), problems));
    }
    return mappings;
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Object entry : list(key)) {
      texts.add(String.valueOf(entry));
    }
    return texts;
  }

  private List<?> list(String key) {
    Object value = take(key);
    if (value instanceof List<?> entries) {
      return entries;
    }
    if (value != null) {
      problem(key, "expected a list");
    }
    return List.of();
  }

  Labels labels(String key) {
    Map<String, String> labels = new TreeMap<>();
    for (Map.Entry<?, ?> pair : mapping(key).keys.entrySet()) {
      labels.put(String.valueOf(pair.getKey()), String.valueOf(pair.getValue()));
    }
    labels.remove("");
    return Labels.of(labels);
  }

  /// A mapping of names to lists of texts.
  Map<String, List<String>> lists(String key) {
    Map<String, List<String>> lists = new TreeMap<>();
    YamlKeys mapping = mapping(key);
    for (Object name : mapping.keys.keySet()) {
      lists.put(String.valueOf(name), mapping.texts(String.valueOf(name)));
    }
    return lists;
  }

  /// The names of this mapping's keys.
  List<String> names() {
    return keys.keySet().stream().map(String::valueOf).toList();
  }

  /// A secret given here or in a file that `key` + `_file` names.
  String secret(String key) {
    String inline = text(key, "");
    String file = text(key + "_file", "");
    if (file.isEmpty()) {
      return inline;
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      problem(key + "_file", "cannot be read: " + e);
      return "";
    }
  }
}
