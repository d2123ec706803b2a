package io.mallwatch.ops.oncall;

import io.mallwatch.model.BadQueryException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Fields of one object of a tree of maps, lists and values; what is wrong is told with its path.
final class TreeFields {

  private final Map<?, ?> map;
  private final String path;

  TreeFields(@Nullable Object node, String path) {
    if (!(node instanceof Map<?, ?> given)) {
      throw new BadQueryException(path + ": an object is needed");
    }
    this.map = given;
    this.path = path;
  }

  BadQueryException bad(String name, String why) {
    return new BadQueryException("%s.%s: %s".formatted(path, name, why));
  }

  String text(String name, String otherwise) {
    Object value = map.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof String text) || text.length() > 500) {
      throw bad(name, "a text of at most 500 characters is needed");
    }
    return text.strip();
  }

  String required(String name) {
    String text = text(name, "");
    if (text.isEmpty()) {
      throw bad(name, "is missing");
    }
    return text;
  }

  int number(String name, int otherwise, int from, int to) {
    Object value = map.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number && number.longValue() >= from && number.longValue() <= to) {
      return number.intValue();
    }
    throw bad(name, "a whole number, %d to %d, is needed".formatted(from, to));
  }

  Duration minutes(String name, int otherwise, int from) {
    return Duration.ofMinutes(number(name, otherwise, from, 9_000));
  }

  /// What `reader` makes of the text.
  <T> T value(String name, String otherwise, String form, Function<String, T> reader) {
    String text = text(name, otherwise);
    try {
      return reader.apply(text);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw bad(name, "'%s' is not %s".formatted(text, form));
    }
  }

  boolean has(String name) {
    return map.get(name) != null;
  }

  TreeFields object(String name) {
    return new TreeFields(map.get(name), path + "." + name);
  }

  List<TreeFields> objects(String name, int most) {
    List<TreeFields> all = new ArrayList<>();
    for (Object item : list(name, most)) {
      all.add(new TreeFields(item, "%s.%s[%d]".formatted(path, name, all.size())));
    }
    return all;
  }

  List<String> texts(String name, int most) {
    List<String> all = new ArrayList<>();
    for (Object item : list(name, most)) {
      if (!(item instanceof String text) || text.length() > 500) {
        throw bad(name, "texts are needed");
      }
      all.add(text.strip());
    }
    return all;
  }

  Map<String, String> pairs(String name) {
    Map<String, String> pairs = new java.util.TreeMap<>();
    if (map.get(name) instanceof Map<?, ?> given) {
      given.forEach((key, value) -> pairs.put(String.valueOf(key), String.valueOf(value)));
    } else if (has(name)) {
      throw bad(name, "an object of texts is needed");
    }
    return pairs;
  }

  private List<?> list(String name, int most) {
    Object value = map.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || list.size() > most) {
      throw bad(name, "a list of at most %d is needed".formatted(most));
    }
    return list;
  }
}
