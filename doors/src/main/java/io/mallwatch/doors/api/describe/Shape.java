package io.mallwatch.doors.api.describe;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How a value is written as JSON, and how OpenAPI describes it; the two cannot drift apart.
public abstract class Shape<T> {

  public static final Shape<String> STRING =
      simple(Map.of("type", "string"), JsonGenerator::writeString);
  public static final Shape<Integer> INTEGER =
      simple(Map.of("type", "integer"), (out, value) -> out.writeNumber(value));
  public static final Shape<Long> LONG =
      simple(ordered("type", "integer", "format", "int64"), (out, value) -> out.writeNumber(value));

  /// NaN and infinities are written as null.
  public static final Shape<Double> NUMBER =
      simple(Map.of("type", "number"), (out, value) -> Json.number(out, value));

  public static final Shape<Boolean> BOOLEAN =
      simple(Map.of("type", "boolean"), (out, value) -> out.writeBoolean(value));

  /// RFC 3339, UTC.
  public static final Shape<Instant> INSTANT =
      simple(
          ordered("type", "string", "format", "date-time"),
          (out, value) -> out.writeString(value.toString()));

  /// Any object: what senders of logs put into their structured data.
  public static final Shape<Map<String, Object>> FREE =
      simple(ordered("type", "object", "additionalProperties", true), Json::any);

  /// A row of numbers, such as `[epochMillis, value]`.
  public static final Shape<double[]> NUMBERS =
      simple(
          ordered("type", "array", "items", Map.of("type", List.of("number", "null"))),
          (out, values) -> {
            out.writeStartArray();
            for (double value : values) {
              Json.number(out, value);
            }
            out.writeEndArray();
          });

  /// Writes `value`.
  public abstract void write(JsonGenerator out, T value) throws IOException;

  /// The JSON Schema (2020-12) of it, as maps and lists; named objects are referred to and put into
  /// `components`.
  abstract Object schema(Map<String, Object> components);

  @FunctionalInterface
  private interface Writer<T> {
    void write(JsonGenerator out, T value) throws IOException;
  }

  private static <T> Shape<T> simple(Map<String, Object> schema, Writer<T> writer) {
    return new Shape<>() {
      @Override
      public void write(JsonGenerator out, T value) throws IOException {
        writer.write(out, value);
      }

      @Override
      Object schema(Map<String, Object> components) {
        return schema;
      }
    };
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  /// A string that is one of `values`.
  public static Shape<String> oneOf(String... values) {
    return simple(ordered("type", "string", "enum", List.of(values)), JsonGenerator::writeString);
  }

  public static <T> Shape<List<T>> list(Shape<T> item) {
    return new Shape<>() {
      @Override
      public void write(JsonGenerator out, List<T> values) throws IOException {
        out.writeStartArray();
        for (T value : values) {
          item.write(out, value);
        }
        out.writeEndArray();
      }

      @Override
      Object schema(Map<String, Object> components) {
        return ordered("type", "array", "items", item.schema(components));
      }
    };
  }

  /// An object with keys that are not fixed.
  public static <T> Shape<Map<String, T>> map(Shape<T> value) {
    return new Shape<>() {
      @Override
      public void write(JsonGenerator out, Map<String, T> values) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, T> entry : values.entrySet()) {
          out.writeFieldName(entry.getKey());
          value.write(out, entry.getValue());
        }
        out.writeEndObject();
      }

      @Override
      Object schema(Map<String, Object> components) {
        return ordered("type", "object", "additionalProperties", value.schema(components));
      }
    };
  }

  /// An object with fixed fields.
  ///
  /// @param name of its schema; empty to describe it in place
  public static <T> ObjectShape<T> object(String name) {
    return new ObjectShape<>(name, List.of());
  }

  /// This shape made from another value.
  public <S> Shape<S> of(Function<S, T> from) {
    Shape<T> target = this;
    return new Shape<>() {
      @Override
      public void write(JsonGenerator out, S value) throws IOException {
        target.write(out, from.apply(value));
      }

      @Override
      Object schema(Map<String, Object> components) {
        return target.schema(components);
      }
    };
  }

  /// An object; fields are written in the order they were added, all of them always.
  public static final class ObjectShape<T> extends Shape<T> {

    private final String name;
    private final List<Field<T, ?>> fields;

    private ObjectShape(String name, List<Field<T, ?>> fields) {
      this.name = name;
      this.fields = fields;
    }

    /// Takes a field's value from the object; null only for fields that may be null.
    @FunctionalInterface
    public interface Getter<T, V> {
      @Nullable V get(T object);
    }

    private record Field<T, V>(String name, Shape<V> shape, Getter<T, V> getter, boolean nullable) {

      void write(JsonGenerator out, T object) throws IOException {
        out.writeFieldName(name);
        V value = getter.get(object);
        if (value != null) {
          shape.write(out, value);
        } else if (nullable) {
          out.writeNull();
        } else {
          throw new IllegalStateException("field " + name + " has no value");
        }
      }

      Object schema(Map<String, Object> components) {
        Object schema = shape.schema(components);
        return nullable ? Map.of("anyOf", List.of(schema, Map.of("type", "null"))) : schema;
      }
    }

    /// This shape with one more field.
    public <V> ObjectShape<T> field(String field, Shape<V> shape, Getter<T, V> getter) {
      return plus(new Field<>(field, shape, getter, false));
    }

    /// This shape with one more field, which may be null.
    public <V> ObjectShape<T> optional(String field, Shape<V> shape, Getter<T, V> getter) {
      return plus(new Field<>(field, shape, getter, true));
    }

    /// The fields of this shape and those of `other`, under a new name.
    public <S> ObjectShape<S> extend(String newName, Function<S, T> base) {
      List<Field<S, ?>> all = new ArrayList<>();
      fields.forEach(field -> all.add(lift(field, base)));
      return new ObjectShape<>(newName, List.copyOf(all));
    }

    private static <S, T, V> Field<S, V> lift(Field<T, V> field, Function<S, T> base) {
      return new Field<>(
          field.name(),
          field.shape(),
          object -> field.getter().get(base.apply(object)),
          field.nullable());
    }

    private ObjectShape<T> plus(Field<T, ?> field) {
      List<Field<T, ?>> more = new ArrayList<>(fields);
      more.add(field);
      return new ObjectShape<>(name, List.copyOf(more));
    }

    @Override
    public void write(JsonGenerator out, T value) throws IOException {
      out.writeStartObject();
      for (Field<T, ?> field : fields) {
        field.write(out, value);
      }
      out.writeEndObject();
    }

    @Override
    Object schema(Map<String, Object> components) {
      if (!name.isEmpty() && components.containsKey(name)) {
        return reference();
      }
      if (!name.isEmpty()) {
        components.put(name, Map.of());
      }
      Map<String, Object> properties = new LinkedHashMap<>();
      List<String> required = new ArrayList<>();
      for (Field<T, ?> field : fields) {
        properties.put(field.name(), field.schema(components));
        required.add(field.name());
      }
      Map<String, Object> schema =
          ordered("type", "object", "required", required, "properties", properties);
      if (name.isEmpty()) {
        return schema;
      }
      components.put(name, schema);
      return reference();
    }

    private Object reference() {
      return Map.of("$ref", "#/components/schemas/" + name);
    }
  }
}
