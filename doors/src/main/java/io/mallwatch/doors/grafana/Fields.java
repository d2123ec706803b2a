package io.mallwatch.doors.grafana;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The members of a JSON object, by type; a member of another type than asked for is refused by
/// name, null is as good as missing.
record Fields(Map<?, ?> map) {

  static Fields of(Call call) {
    return of(call.body());
  }

  static Fields of(byte[] body) {
    Object tree;
    try {
      tree = Json.tree(body);
    } catch (RefusedException e) {
      throw GrafanaErrors.badData(e.problem().message());
    }
    if (!(tree instanceof Map<?, ?> map)) {
      throw GrafanaErrors.badData("the body must be a JSON object");
    }
    return new Fields(map);
  }

  String text(String name) {
    return switch (map.get(name)) {
      case null -> "";
      case String text -> text;
      default -> throw wrong(name, "a text");
    };
  }

  Optional<Long> number(String name) {
    return switch (map.get(name)) {
      case null -> Optional.empty();
      case Number number -> Optional.of(number.longValue());
      default -> throw wrong(name, "a number");
    };
  }

  boolean flag(String name) {
    return switch (map.get(name)) {
      case null -> false;
      case Boolean flag -> flag;
      default -> throw wrong(name, "true or false");
    };
  }

  List<String> texts(String name) {
    return switch (map.get(name)) {
      case null -> List.of();
      case List<?> list -> {
        List<String> texts = new ArrayList<>();
        for (Object item : list) {
          if (!(item instanceof String text)) {
            throw wrong(name, "a list of texts");
          }
          texts.add(text);
        }
        yield texts;
      }
      default -> throw wrong(name, "a list of texts");
    };
  }

  List<Fields> objects(String name) {
    return switch (map.get(name)) {
      case null -> List.of();
      case List<?> list -> {
        List<Fields> objects = new ArrayList<>();
        for (Object item : list) {
          if (!(item instanceof Map<?, ?> object)) {
            throw wrong(name, "a list of objects");
          }
          objects.add(new Fields(object));
        }
        yield objects;
      }
      default -> throw wrong(name, "a list of objects");
    };
  }

  /// The member as it is: Map, List, String, Long, Double, Boolean or null.
  @Nullable Object raw(String name) {
    return map.get(name);
  }

  boolean has(String name) {
    return map.get(name) != null;
  }

  private static RefusedException wrong(String name, String wanted) {
    return GrafanaErrors.badData(name + " must be " + wanted);
  }
}
