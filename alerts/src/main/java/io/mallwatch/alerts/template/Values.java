package io.mallwatch.alerts.template;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What Go's templates ask of values: truth, length, fields, order.
final class Values {

  private Values() {}

  static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean bool -> bool;
      case String text -> !text.isEmpty();
      case Long number -> number != 0;
      case Double number -> number != 0;
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      case GoList list -> !list.items().isEmpty();
      case GoStrings strings -> !strings.entries().isEmpty();
      case GoDuration duration -> duration.nanos() != 0;
      case SafeText safe -> !safe.text().isEmpty();
      default -> true;
    };
  }

  /// The items of a list.
  static List<?> items(@Nullable Object value) {
    return switch (value) {
      case List<?> list -> list;
      case GoList list -> list.items();
      case null, default ->
          throw new TemplateException("can't iterate over " + GoPrint.value(value));
    };
  }

  /// The entries of a map by key, or null when it is none.
  static @Nullable Map<String, @Nullable Object> entries(@Nullable Object value) {
    if (value instanceof GoStrings strings) {
      return new TreeMap<>(strings.entries());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> entries = new TreeMap<>();
      map.forEach((key, entry) -> entries.put(GoPrint.value(key), entry));
      return entries;
    }
    return null;
  }

  static long length(@Nullable Object value) {
    return switch (value) {
      case String text -> text.getBytes(StandardCharsets.UTF_8).length;
      case SafeText safe -> safe.text().getBytes(StandardCharsets.UTF_8).length;
      case List<?> list -> list.size();
      case GoList list -> list.items().size();
      case Map<?, ?> map -> map.size();
      case GoStrings strings -> strings.entries().size();
      case null, default -> throw new TemplateException("len of type " + GoPrint.typeName(value));
    };
  }

  /// Field, method or map entry `name` of `value`.
  static @Nullable Object member(
      @Nullable Object value, String name, List<@Nullable Object> arguments) {
    return switch (value) {
      case null -> throw new TemplateException("nil data; no entry for key \"%s\"".formatted(name));
      case GoObject object when object.has(name) -> object.member(name, arguments);
      case Map<?, ?> map -> {
        GoObject.expect(name, arguments, 0);
        yield map.get(name);
      }
      default ->
          throw new TemplateException(
              "can't evaluate field %s in type %s".formatted(name, GoPrint.typeName(value)));
    };
  }

  static @Nullable Object index(@Nullable Object value, @Nullable Object key) {
    if (value instanceof GoStrings strings) {
      return strings.entries().getOrDefault(GoPrint.value(key), "");
    }
    if (value instanceof Map<?, ?> map) {
      return map.get(GoPrint.value(key));
    }
    if (value instanceof String text && key instanceof Long i) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return (long) (bytes[bound(i, bytes.length)] & 0xff);
    }
    List<?> items = items(value);
    if (!(key instanceof Long i)) {
      throw new TemplateException("cannot index slice/array with type " + GoPrint.typeName(key));
    }
    return items.get(bound(i, items.size()));
  }

  private static int bound(long index, int size) {
    if (index < 0 || index >= size) {
      throw new TemplateException("index out of range: " + index);
    }
    return (int) index;
  }

  /// Whether both are equal; only values of the same kind can be compared.
  static boolean equal(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Objects.equals(left, right);
    }
    Object a = plain(left);
    Object b = plain(right);
    if (!a.getClass().equals(b.getClass())) {
      throw new TemplateException("incompatible types for comparison");
    }
    return a instanceof Double x ? x.doubleValue() == (Double) b : a.equals(b);
  }

  /// Whether `left` comes before `right`.
  static boolean less(@Nullable Object left, @Nullable Object right) {
    Object a = left == null ? "" : plain(left);
    Object b = right == null ? "" : plain(right);
    if (left == null || right == null || !a.getClass().equals(b.getClass())) {
      throw new TemplateException("incompatible types for comparison");
    }
    return switch (a) {
      case Long x -> x < (Long) b;
      case Double x -> x < (Double) b;
      case String x -> x.compareTo((String) b) < 0;
      default -> throw new TemplateException("invalid type for comparison");
    };
  }

  private static Object plain(Object value) {
    return switch (value) {
      case GoDuration duration -> duration.nanos();
      case SafeText safe -> safe.text();
      default -> value;
    };
  }
}
