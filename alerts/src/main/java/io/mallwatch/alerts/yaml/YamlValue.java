package io.mallwatch.alerts.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One value of a YAML file with its place. Readers return empty and note a [Problem] when the
/// value is not of the kind asked for.
public final class YamlValue {

  private static final int MAX_CODE_POINTS = 16 * 1024 * 1024;

  private final Node node;
  private final String path;
  private final Problems problems;

  YamlValue(Node node, String path, Problems problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  /// The single document in `text`; empty, with or without a problem noted, when there is none.
  public static Optional<YamlValue> parse(String text, Problems problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(problems.file())
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(50)
            .setCodePointLimit(MAX_CODE_POINTS)
            .build();
    try {
      return new Compose(settings)
          .composeString(text)
          .map(node -> new YamlValue(node, "", problems));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      problems.add(line, "", "is not valid YAML: " + e.getProblem());
      return Optional.empty();
    } catch (YamlEngineException e) {
      problems.add(1, "", "is not valid YAML: " + e.getMessage());
      return Optional.empty();
    }
  }

  /// Counted from 1.
  public int line() {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  /// Where in the text the value begins and ends, in code points; null when unknown.
  public int @Nullable [] span() {
    return node.getStartMark()
        .flatMap(
            start -> node.getEndMark().map(end -> new int[] {start.getIndex(), end.getIndex()}))
        .orElse(null);
  }

  /// Such as `groups[0].rules[2].expr`.
  public String path() {
    return path;
  }

  /// Notes that this value is wrong.
  public void problem(String message) {
    problems.add(line(), path, message);
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  public boolean isNull() {
    return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
  }

  /// Whether it is written `false`.
  public boolean isFalse() {
    return node instanceof ScalarNode scalar && scalar.getValue().equals("false");
  }

  /// Its entries; an explicit null is an empty map.
  public Optional<YamlMap> asMap() {
    if (node instanceof MappingNode mapping) {
      return Optional.of(new YamlMap(mapping, this, problems));
    }
    if (isNull()) {
      return Optional.empty();
    }
    problem("must be a map, not " + kind());
    return Optional.empty();
  }

  /// Its items; an explicit null has none.
  public List<YamlValue> asList() {
    List<YamlValue> items = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        items.add(new YamlValue(item, path + "[" + items.size() + "]", problems));
      }
    } else if (!isNull()) {
      problem("must be a list, not " + kind());
    }
    return items;
  }

  /// A scalar as written; numbers and booleans count as text.
  public Optional<String> asText() {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(isNull() ? "" : scalar.getValue());
    }
    problem("must be text, not " + kind());
    return Optional.empty();
  }

  public Optional<Boolean> asBoolean() {
    return asText()
        .flatMap(text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true", "yes", "on" -> Optional.of(true);
              case "false", "no", "off" -> Optional.of(false);
              default -> {
                problem("must be true or false, not " + quoted(text));
                yield Optional.empty();
              }
            });
  }

  /// A whole number from `min` to `max`, both inclusive.
  public Optional<Integer> asInt(int min, int max) {
    return asText()
        .flatMap(text -> {
          try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
              return Optional.of(number);
            }
          } catch (NumberFormatException _) {
            // told below
          }
          problem("must be a whole number from %d to %d, not %s".formatted(min, max, quoted(text)));
          return Optional.empty();
        });
  }

  /// As Prometheus writes durations.
  public Optional<Duration> asDuration() {
    return asText()
        .flatMap(text -> {
          Optional<Duration> duration = Durations.parse(text);
          if (duration.isEmpty()) {
            problem("not a valid duration string: " + quoted(text));
          }
          return duration;
        });
  }

  private String kind() {
    return switch (node.getNodeType()) {
      case MAPPING -> "a map";
      case SEQUENCE -> "a list";
      case SCALAR -> isNull() ? "null" : "a single value";
      case ANCHOR -> "an anchor";
    };
  }

  static String quoted(String text) {
    return '"' + (text.length() > 80 ? text.substring(0, 80) + "..." : text) + '"';
  }
}
