package io.mallwatch.alerts.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A slice of a type that has methods, such as the alerts of a notification.
public record GoList(String typeName, List<?> items, Map<String, Method> methods)
    implements GoObject {

  public GoList {
    items = List.copyOf(items);
    methods = Map.copyOf(methods);
  }

  @Override
  public boolean has(String name) {
    return methods.containsKey(name);
  }

  @Override
  public @Nullable Object member(String name, List<@Nullable Object> arguments) {
    Method method = methods.get(name);
    if (method == null) {
      throw new TemplateException("no method " + name);
    }
    return method.call(arguments);
  }

  @Override
  public String print() {
    return GoPrint.value(items);
  }
}
