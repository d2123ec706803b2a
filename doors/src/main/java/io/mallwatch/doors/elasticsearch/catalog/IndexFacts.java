package io.mallwatch.doors.elasticsearch.catalog;

import io.mallwatch.doors.elasticsearch.catalog.Catalog.Kind;
import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.elasticsearch.wire.TimeValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What templates and requests say of an index, later ones over earlier ones: its components, its
/// template (or, when none of the newer kind fits, all older ones that do), itself.
///
/// @param template the template that fits best; empty when none does
/// @param settings flat, `index.` in front
/// @param properties of the mapping
/// @param mapping its other members, such as `dynamic` and `_meta`
/// @param aliases that new indices are given
public record IndexFacts(
    String template,
    Map<String, String> settings,
    Map<String, Object> properties,
    Map<String, Object> mapping,
    Map<String, Object> aliases) {

  private static final int MAX_DEPTH = 20;

  static IndexFacts of(Catalog catalog, String index) {
    List<Map<?, ?>> layers = new ArrayList<>();
    String template = best(catalog, index);
    if (!template.isEmpty()) {
      Map<?, ?> body = catalog.find(Kind.INDEX_TEMPLATE, template);
      if (body != null) {
        layers(catalog, body, layers);
      }
    } else {
      legacy(catalog, index, layers);
    }
    Map<?, ?> own = catalog.find(Kind.INDEX, index);
    if (own != null) {
      layers.add(own);
    }
    return merged(template, layers);
  }

  /// What a template says by itself, with its components.
  public static IndexFacts ofTemplate(Catalog catalog, Map<?, ?> body) {
    List<Map<?, ?>> layers = new ArrayList<>();
    layers(catalog, body, layers);
    return merged("", layers);
  }

  private static void layers(Catalog catalog, Map<?, ?> template, List<Map<?, ?>> layers) {
    for (Object name : Nodes.list(template.get("composed_of"))) {
      Map<?, ?> component = catalog.find(Kind.COMPONENT_TEMPLATE, String.valueOf(name));
      if (component != null && component.get("template") instanceof Map<?, ?> inner) {
        layers.add(inner);
      }
    }
    if (template.get("template") instanceof Map<?, ?> inner) {
      layers.add(inner);
    }
  }

  /// The template of the highest priority whose patterns fit; empty when none does.
  public static String best(Catalog catalog, String index) {
    String best = "";
    double highest = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, Map<?, ?>> one : catalog.all(Kind.INDEX_TEMPLATE).entrySet()) {
      double priority =
          one.getValue().get("priority") instanceof Number number ? number.doubleValue() : 0;
      if (priority > highest && fits(one.getValue(), index)) {
        best = one.getKey();
        highest = priority;
      }
    }
    return best;
  }

  private static boolean fits(Map<?, ?> template, String index) {
    return Nodes.list(template.get("index_patterns")).stream()
        .anyMatch(pattern -> Names.matches(String.valueOf(pattern), index));
  }

  private static void legacy(Catalog catalog, String index, List<Map<?, ?>> layers) {
    catalog.all(Kind.LEGACY_TEMPLATE).values().stream()
        .filter(template -> fits(template, index))
        .sorted(
            Comparator.comparingDouble(template ->
                template.get("order") instanceof Number order ? order.doubleValue() : 0))
        .forEach(layers::add);
  }

  private static IndexFacts merged(String template, List<Map<?, ?>> layers) {
    Map<String, String> settings = new TreeMap<>();
    Map<String, Object> properties = new LinkedHashMap<>();
    Map<String, Object> mapping = new LinkedHashMap<>();
    Map<String, Object> aliases = new TreeMap<>();
    for (Map<?, ?> layer : layers) {
      if (layer.get("settings") instanceof Map<?, ?> map) {
        settings.putAll(flat(map));
      }
      if (layer.get("mappings") instanceof Map<?, ?> map) {
        map.forEach((name, value) -> {
          if (name.equals("properties") && value instanceof Map<?, ?> more) {
            merge(properties, more, 0);
          } else if (value != null) {
            mapping.put(String.valueOf(name), value);
          }
        });
      }
      if (layer.get("aliases") instanceof Map<?, ?> map) {
        map.forEach((name, value) -> aliases.put(String.valueOf(name), value));
      }
    }
    return new IndexFacts(template, settings, properties, mapping, aliases);
  }

  /// The mappings of several bodies as one.
  public static Map<String, Object> mappings(List<Map<?, ?>> layers) {
    IndexFacts facts = merged("", layers);
    Map<String, Object> mapping = new LinkedHashMap<>(facts.mapping());
    mapping.put("properties", facts.properties());
    return mapping;
  }

  private static void merge(Map<String, Object> into, Map<?, ?> more, int depth) {
    more.forEach((key, value) -> {
      String name = String.valueOf(key);
      if (depth < MAX_DEPTH
          && value instanceof Map<?, ?> right
          && into.get(name) instanceof Map<?, ?> left) {
        Map<String, Object> both = new LinkedHashMap<>();
        left.forEach((inner, old) -> both.put(String.valueOf(inner), old));
        merge(both, right, depth + 1);
        into.put(name, both);
      } else if (value != null) {
        into.put(name, value);
      }
    });
  }

  /// Settings as dotted names, each beginning with `index.`, with their values as text.
  public static Map<String, String> flat(Map<?, ?> settings) {
    Map<String, String> flat = new TreeMap<>();
    flat("", settings, flat, 0);
    Map<String, String> full = new TreeMap<>();
    flat.forEach(
        (name, value) -> full.put(name.startsWith("index.") ? name : "index." + name, value));
    return full;
  }

  private static void flat(String path, Map<?, ?> settings, Map<String, String> out, int depth) {
    settings.forEach((key, value) -> {
      String name = path.isEmpty() ? String.valueOf(key) : path + "." + key;
      if (value instanceof Map<?, ?> inner && depth < MAX_DEPTH) {
        flat(name, inner, out, depth + 1);
      } else if (value instanceof List<?> list) {
        out.put(name, String.join(",", list.stream().map(String::valueOf).toList()));
      } else if (value != null) {
        out.put(
            name,
            value instanceof Number || value instanceof Boolean || value instanceof String
                ? Nodes.text(name, value)
                : value.toString());
      }
    });
  }

  /// The type that a field is mapped as; null when the mapping does not say.
  public @Nullable String type(String field) {
    Map<?, ?> below = properties;
    String rest = field;
    while (true) {
      Object whole = below.get(rest);
      if (whole instanceof Map<?, ?> found) {
        Object type = found.get("type");
        return type == null ? found.get("properties") == null ? null : "object" : type.toString();
      }
      int dot = rest.indexOf('.');
      if (dot < 0 || !(below.get(rest.substring(0, dot)) instanceof Map<?, ?> parent)) {
        return null;
      }
      Object next =
          parent.get("properties") == null ? parent.get("fields") : parent.get("properties");
      if (!(next instanceof Map<?, ?> inner)) {
        return null;
      }
      below = inner;
      rest = rest.substring(dot + 1);
    }
  }

  /// The pipelines that documents of the index go through: the one that is asked for or else the
  /// default one, then the final one.
  public List<String> pipelines(@Nullable String asked) {
    List<String> names = new ArrayList<>(2);
    String first = asked == null ? settings.getOrDefault("index.default_pipeline", "") : asked;
    String last = settings.getOrDefault("index.final_pipeline", "");
    for (String name : List.of(first, last)) {
      if (!name.isEmpty() && !name.equals("_none")) {
        names.add(name);
      }
    }
    return names;
  }

  /// Whether the template makes data streams.
  public static boolean isStream(Catalog catalog, String template) {
    Map<?, ?> body = catalog.find(Kind.INDEX_TEMPLATE, template);
    return body != null && body.get("data_stream") != null;
  }

  /// How long the lifecycle policy keeps the index after its day; empty when it does not say.
  Optional<Duration> kept(Catalog catalog) {
    Map<?, ?> policy = catalog.find(Kind.POLICY, settings.getOrDefault("index.lifecycle.name", ""));
    Object age = policy;
    for (String name : List.of("policy", "phases", "delete", "min_age")) {
      age = age instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return age == null ? Optional.empty() : Optional.of(TimeValues.parse(String.valueOf(age)));
  }
}
