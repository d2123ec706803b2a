package io.mallwatch.alerts.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A struct: named fields in order.
///
/// @param fields in the order in which they print; values may be null
/// @param methods by name
public record GoStruct(
    String typeName, Map<String, @Nullable Object> fields, Map<String, Method> methods)
    implements GoObject {

  public GoStruct {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    methods = Map.copyOf(methods);
  }

  @Override
  public boolean has(String name) {
    return fields.containsKey(name) || methods.containsKey(name);
  }

  @Override
  public @Nullable Object member(String name, List<@Nullable Object> arguments) {
    Method method = methods.get(name);
    if (method != null) {
      return method.call(arguments);
    }
    GoObject.expect(name, arguments, 0);
    return fields.get(name);
  }

  @Override
  public String print() {
    return fields.values().stream().map(GoPrint::value).collect(Collectors.joining(" ", "{", "}"));
  }
}
