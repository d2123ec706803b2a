package io.mallwatch.metrics.scrape.discovery.kubernetes;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A JSON object while an object of the cluster is made of it. What is not there, or is of another
/// kind than asked for, is empty.
final class Tree {

  private static final Tree EMPTY = new Tree(Map.of());

  /// Large parts that no target tells of.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "managedFields", "volumes", "volumeMounts", "env", "tolerations", "affinity", "images");

  private final Map<String, Object> fields;

  private Tree(Map<String, Object> fields) {
    this.fields = fields;
  }

  /// Reads the object at whose start the parser stands, up to its end.
  static Tree read(JsonParser in) throws IOException {
    if (!in.hasToken(JsonToken.START_OBJECT)) {
      throw new JsonParseException(in, "expected an object");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken token = in.nextToken();
      if (token.isStructStart() && LEFT_OUT.contains(name)) {
        in.skipChildren();
      } else {
        Object value = value(in, token);
        if (value != null) {
          fields.put(name, value);
        }
      }
    }
    return new Tree(fields);
  }

  private static @Nullable Object value(JsonParser in, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> read(in);
      case START_ARRAY -> {
        List<Object> values = new ArrayList<>();
        for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
          Object value = value(in, next);
          if (value != null) {
            values.add(value);
          }
        }
        yield values;
      }
      case VALUE_NULL -> null;
      default -> in.getText();
    };
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  Tree at(String name) {
    return fields.get(name) instanceof Tree tree ? tree : EMPTY;
  }

  String text(String name) {
    return fields.get(name) instanceof String text ? text : "";
  }

  /// A number; `missing` when there is none.
  int number(String name, int missing) {
    String text = text(name);
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : missing;
  }

  /// The objects in a list.
  List<Tree> trees(String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().filter(Tree.class::isInstance).map(Tree.class::cast).toList()
        : List.of();
  }

  /// The texts in a list.
  List<String> texts(String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /// An object whose fields are texts.
  Map<String, String> pairs(String name) {
    Map<String, String> pairs = new TreeMap<>();
    at(name)
        .fields
        .forEach((key, value) -> {
          if (value instanceof String text) {
            pairs.put(key, text);
          }
        });
    return pairs;
  }
}
