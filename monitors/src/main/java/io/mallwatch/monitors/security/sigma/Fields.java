package io.mallwatch.monitors.security.sigma;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fields of an entry's data.
public final class Fields {

  private Fields() {}

  /// Whether an entry with this data is about a request. Quick, since every entry is asked.
  public static boolean hasUrl(Map<String, Object> data) {
    return data.containsKey("url")
        || data.containsKey("uri")
        || data.containsKey("path")
        || data.containsKey("request_uri")
        || data.containsKey("url.original")
        || data.containsKey("url.path")
        || data.containsKey("url.full");
  }

  /// A field by its name, dots going into maps; null when there is none.
  public static @Nullable Object at(Map<String, Object> data, String name) {
    Object whole = data.get(name);
    if (whole != null) {
      return whole;
    }
    int from = 0;
    Map<?, ?> map = data;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
      if (from == 0 && !mayHold(data, name.charAt(0))) {
        return null;
      }
      if (!(map.get(name.substring(from, dot)) instanceof Map<?, ?> inner)) {
        return null;
      }
      map = inner;
      from = dot + 1;
      Object found = map.get(name.substring(from));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /// Whether some field that is a map begins with this letter; saves making names in vain.
  private static boolean mayHold(Map<String, Object> data, char first) {
    for (Map.Entry<String, Object> field : data.entrySet()) {
      boolean begins = !field.getKey().isEmpty() && field.getKey().charAt(0) == first;
      if (begins && field.getValue() instanceof Map<?, ?>) {
        return true;
      }
    }
    return false;
  }
}
