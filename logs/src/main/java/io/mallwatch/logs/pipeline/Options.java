package io.mallwatch.logs.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The options of one processor while it is read: each is taken once, and what is left at the end
/// was misspelled. Not thread-safe.
final class Options {

  private final String type;
  private final Map<?, ?> values;
  private final Set<String> left = new LinkedHashSet<>();

  Options(String type, Map<?, ?> values) {
    this.type = type;
    this.values = values;
    values.keySet().forEach(key -> left.add(String.valueOf(key)));
  }

  String type() {
    return type;
  }

  @Nullable Object any(String name) {
    left.remove(name);
    return values.get(name);
  }

  boolean has(String name) {
    return values.get(name) != null;
  }

  String text(String name) {
    String text = textOrNull(name);
    if (text == null) {
      throw wrong("[" + name + "] required property is missing");
    }
    return text;
  }

  String text(String name, String absent) {
    String text = textOrNull(name);
    return text == null ? absent : text;
  }

  @Nullable String textOrNull(String name) {
    return switch (any(name)) {
      case null -> null;
      case String text -> text;
      case Number number -> io.mallwatch.logs.query.LogFields.text(number);
      default -> throw wrong("[" + name + "] property isn't a string");
    };
  }

  boolean flag(String name, boolean absent) {
    return switch (any(name)) {
      case null -> absent;
      case Boolean flag -> flag;
      case String text when text.equals("true") || text.equals("false") -> text.equals("true");
      default -> throw wrong("[" + name + "] property isn't a boolean");
    };
  }

  double number(String name, double absent) {
    return switch (any(name)) {
      case null -> absent;
      case Number number -> number.doubleValue();
      default -> throw wrong("[" + name + "] property isn't a number");
    };
  }

  /// One text or a list of them; empty when absent.
  List<String> texts(String name) {
    return switch (any(name)) {
      case null -> List.of();
      case List<?> list -> {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(String.valueOf(item)));
        yield texts;
      }
      case String text -> List.of(text);
      default -> throw wrong("[" + name + "] property isn't a list");
    };
  }

  Map<String, String> map(String name) {
    return switch (any(name)) {
      case null -> Map.of();
      case Map<?, ?> map -> {
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        yield texts;
      }
      default -> throw wrong("[" + name + "] property isn't a map");
    };
  }

  BadPipelineException wrong(String why) {
    return new BadPipelineException(type, why);
  }

  /// @throws BadPipelineException when an option was not taken
  void close() {
    if (!left.isEmpty()) {
      throw wrong(
          "processor doesn't support one or more provided configuration parameters " + left);
    }
  }
}
