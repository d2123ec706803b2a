package io.mallwatch.alerts.yaml;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// The entries of a map; remembers which were asked for, so that [#refuseUnknown] finds the rest.
public final class YamlMap {

  private final YamlValue self;
  private final Map<String, YamlValue> entries = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();

  YamlMap(MappingNode node, YamlValue self, Problems problems) {
    this.self = self;
    for (NodeTuple tuple : node.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        String path = self.path().isEmpty() ? key.getValue() : self.path() + "." + key.getValue();
        YamlValue value = new YamlValue(tuple.getValueNode(), path, problems);
        if (entries.put(key.getValue(), value) != null) {
          value.problem("is given twice");
        }
      } else {
        self.problem("has a key that is not plain text");
      }
    }
  }

  /// The map as a value, for problems that concern all of it.
  public YamlValue value() {
    return self;
  }

  /// The value of `key`, which is known from now on.
  public Optional<YamlValue> find(String key) {
    known.add(key);
    return Optional.ofNullable(entries.get(key));
  }

  /// Whether `key` is there with something in it.
  public boolean has(String key) {
    return find(key).filter(Predicate.not(YamlValue::isNull)).isPresent();
  }

  /// The text of `key`, or `otherwise` when it is missing or wrong.
  public String text(String key, String otherwise) {
    return find(key).flatMap(YamlValue::asText).orElse(otherwise);
  }

  /// The text of `key`, which must be there and not empty.
  public String requiredText(String key) {
    String text = text(key, "");
    if (text.isEmpty()) {
      find(key).orElse(self).problem(entries.containsKey(key) ? "is empty" : "has no " + key);
    }
    return text;
  }

  public boolean bool(String key, boolean otherwise) {
    return find(key).flatMap(YamlValue::asBoolean).orElse(otherwise);
  }

  /// The number of `key`, from 0 on.
  public int number(String key, int otherwise) {
    return find(key).flatMap(value -> value.asInt(0, Integer.MAX_VALUE)).orElse(otherwise);
  }

  /// The duration of `key`, or `otherwise` (which may be null).
  public @Nullable Duration duration(String key, @Nullable Duration otherwise) {
    return find(key).flatMap(YamlValue::asDuration).orElse(otherwise);
  }

  /// The items of `key`; none when it is missing.
  public List<YamlValue> list(String key) {
    return find(key).map(YamlValue::asList).orElse(List.of());
  }

  /// The texts of list `key`.
  public List<String> texts(String key) {
    return list(key).stream().map(YamlValue::asText).flatMap(Optional::stream).toList();
  }

  /// The map below `key`; empty when it is missing.
  public Optional<YamlMap> map(String key) {
    return find(key).flatMap(YamlValue::asMap);
  }

  /// The map of texts below `key`, sorted.
  public Map<String, String> textMap(String key) {
    Map<String, String> texts = new TreeMap<>();
    map(key)
        .ifPresent(map ->
            map.each((name, value) -> value.asText().ifPresent(text -> texts.put(name, text))));
    return texts;
  }

  /// Every entry in the file's order; all are known from now on.
  public void each(java.util.function.BiConsumer<String, YamlValue> reader) {
    known.addAll(entries.keySet());
    entries.forEach(reader);
  }

  /// Notes every key that nobody asked for.
  ///
  /// @param what this map is, such as `rule group`
  public void refuseUnknown(String what) {
    entries.forEach((key, value) -> {
      if (!known.contains(key)) {
        value.problem("unknown key %s in a %s".formatted(YamlValue.quoted(key), what));
      }
    });
  }
}
