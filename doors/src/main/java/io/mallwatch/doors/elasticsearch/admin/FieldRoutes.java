package io.mallwatch.doors.elasticsearch.admin;

import io.mallwatch.doors.elasticsearch.catalog.Catalog.Kind;
import io.mallwatch.doors.elasticsearch.catalog.IndexFacts;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.elasticsearch.wire.Answers;
import io.mallwatch.doors.elasticsearch.wire.Documents;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.query.LogDates;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which fields there are: those that every entry may have, those that a mapping names, and those
/// that the newest entries show.
final class FieldRoutes {

  /// Fields that every entry may have, with their types.
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("@timestamp", "date"),
          Map.entry("timestamp", "date"),
          Map.entry("level", "keyword"),
          Map.entry("service", "keyword"),
          Map.entry("message", "text"),
          Map.entry("category", "keyword"),
          Map.entry("action", "keyword"),
          Map.entry("requestId", "keyword"),
          Map.entry("userId", "keyword"),
          Map.entry("traceId", "keyword"),
          Map.entry("spanId", "keyword"),
          Map.entry("duration", "double"),
          Map.entry("error.name", "keyword"),
          Map.entry("error.message", "text"),
          Map.entry("error.stack", "text"),
          Map.entry("tags", "keyword"));

  /// Entries that are looked at.
  private static final int SAMPLE = 300;

  private static final TimeRange ALL_TIME =
      new TimeRange(Instant.EPOCH, Instant.parse("9999-12-31T00:00:00Z"));

  private final LogStore logs;
  private final Indices indices;

  FieldRoutes(LogStore logs, Indices indices) {
    this.logs = logs;
    this.indices = indices;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (String path : List.of("/_field_caps", "/{index}/_field_caps")) {
      routes.add(Route.get(path, call -> fieldCaps(call, path)));
      routes.add(Route.post(path, call -> fieldCaps(call, path)));
    }
    for (String word : List.of("_mapping", "_mappings")) {
      routes.add(Route.get("/" + word, call -> mapping(call, "*")));
      routes.add(Route.get("/{index}/" + word, call -> mapping(call, call.path("index"))));
      routes.add(Route.put("/{index}/" + word, this::put));
      routes.add(Route.post("/{index}/" + word, this::put));
    }
    routes.add(Route.get("/_mapping/field/{field}", call -> field(call, "*")));
    routes.add(
        Route.get("/{index}/_mapping/field/{field}", call -> field(call, call.path("index"))));
    return routes;
  }

  /// Types by path; text that is found by its exact value too has a `keyword` below it.
  private Map<String, String> fields(
      String pattern, List<LogStore.IndexInfo> found, Deadline deadline) {
    Map<String, String> fields = new TreeMap<>(FIELDS);
    LogQuery newest =
        new LogQuery(
            pattern,
            ALL_TIME,
            new LogFilter.All(),
            LogQuery.Order.NEWEST_FIRST,
            0,
            SAMPLE,
            null,
            1,
            deadline);
    for (LogHit hit : logs.search(newest).hits()) {
      Documents.leaves(Documents.of(hit.entry()))
          .forEach((path, values) -> seen(fields, path, values.getFirst()));
    }
    for (LogStore.IndexInfo index : found) {
      properties("", indices.facts(index.name()).properties(), fields);
    }
    return fields;
  }

  private static void seen(Map<String, String> fields, String path, Object value) {
    if (fields.containsKey(path)) {
      return;
    }
    String known = LogFields.canonical(path);
    switch (LogFields.kind(known)) {
      case TEXT -> fields.put(path, "text");
      case KEYWORD -> fields.put(path, "keyword");
      case NUMBER -> fields.put(path, known.equals("timestamp") ? "date" : "double");
      case DATA ->
          fields.put(
              path,
              switch (value) {
                case Boolean _ -> "boolean";
                case Long _, Integer _ -> "long";
                case Number _ -> "double";
                case String text when LogDates.instant(text) != null -> "date";
                default -> {
                  fields.put(path + ".keyword", "keyword");
                  yield "text";
                }
              });
    }
  }

  private static void properties(String path, Map<?, ?> properties, Map<String, String> fields) {
    properties.forEach((name, value) -> {
      String full = path.isEmpty() ? String.valueOf(name) : path + "." + name;
      if (value instanceof Map<?, ?> field) {
        Object type = field.get("type");
        if (field.get("properties") instanceof Map<?, ?> below) {
          properties(full, below, fields);
        } else if (type != null && !"object".equals(type)) {
          fields.put(full, type.toString());
          fields.remove(full + ".keyword");
        }
        if (field.get("fields") instanceof Map<?, ?> below) {
          properties(full, below, fields);
        }
      }
    });
  }

  private Reply fieldCaps(Call call, String path) {
    String pattern = path.startsWith("/{index}") ? call.path("index") : "*";
    boolean lenient = IndexRoutes.isLenient(call);
    List<LogStore.IndexInfo> found = indices.named(pattern, lenient);
    Object inBody = Nodes.body(call.body()).get("fields");
    List<String> wanted =
        call.param("fields")
            .map(names -> List.of(names.split(",")))
            .orElseGet(
                () -> Nodes.list(inBody).stream().map(n -> Nodes.text("fields", n)).toList());
    if (wanted.isEmpty()) {
      throw ElasticErrors.illegal("specified fields can't be null or empty");
    }
    String filters = call.param("filters").orElse("");
    Map<String, Object> told = new TreeMap<>();
    fields(indices.pattern(pattern, lenient), found, call.deadline())
        .forEach((name, type) -> {
          if (isWanted(wanted, name)) {
            told.put(name, capability(type, false, true, !name.equals("message")));
          }
          parents(name, wanted, told);
        });
    if (!filters.contains("-metadata")) {
      for (String meta : List.of("_id", "_index", "_source")) {
        if (isWanted(wanted, meta)) {
          boolean stored = meta.equals("_source");
          told.put(meta, capability(meta, true, !stored, meta.equals("_index")));
        }
      }
    }
    if (filters.contains("-parent")) {
      told.values().removeIf(caps -> caps instanceof Map<?, ?> map && map.containsKey("object"));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("indices", found.stream().map(LogStore.IndexInfo::name).toList());
    answer.put("fields", told);
    return Answers.tree(answer);
  }

  private static void parents(String name, List<String> wanted, Map<String, Object> told) {
    for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
      String parent = name.substring(0, dot);
      if (isWanted(wanted, parent) && !name.equals(parent + ".keyword")) {
        told.putIfAbsent(parent, capability("object", false, false, false));
      }
    }
  }

  private static boolean isWanted(List<String> wanted, String name) {
    return wanted.stream().anyMatch(pattern -> Names.matches(pattern, name));
  }

  private static Map<String, Object> capability(
      String type, boolean metadata, boolean searchable, boolean aggregatable) {
    Map<String, Object> capability = new LinkedHashMap<>();
    capability.put("type", type);
    capability.put("metadata_field", metadata);
    capability.put("searchable", searchable);
    capability.put("aggregatable", aggregatable);
    return Map.of(type, capability);
  }

  private Reply mapping(Call call, String pattern) {
    Map<String, Object> all = new TreeMap<>();
    for (LogStore.IndexInfo index : indices.named(pattern, IndexRoutes.isLenient(call))) {
      Map<String, Object> mapping = new LinkedHashMap<>(indices.facts(index.name()).mapping());
      Map<String, Object> properties = new TreeMap<>();
      fields(index.name(), List.of(index), call.deadline())
          .forEach((path, type) -> property(properties, path, type));
      mapping.put("properties", properties);
      all.put(index.name(), Map.of("mappings", mapping));
    }
    return Answers.tree(all);
  }

  /// Puts `error.name` into the properties of `error`, and `x.keyword` into the fields of `x`.
  private static void property(Map<String, Object> properties, String path, String type) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      Map<String, Object> field = new TreeMap<>();
      field.put("type", type);
      properties.putIfAbsent(path, field);
      return;
    }
    String head = path.substring(0, dot);
    String rest = path.substring(dot + 1);
    Map<String, Object> parent = new TreeMap<>();
    if (properties.get(head) instanceof Map<?, ?> before) {
      before.forEach((key, value) -> parent.put(String.valueOf(key), value));
    }
    String member = parent.containsKey("type") ? "fields" : "properties";
    Map<String, Object> below = new TreeMap<>();
    if (parent.get(member) instanceof Map<?, ?> before) {
      before.forEach((key, value) -> below.put(String.valueOf(key), value));
    }
    property(below, rest, type);
    parent.put(member, below);
    properties.put(head, parent);
  }

  private Reply field(Call call, String pattern) {
    Map<String, Object> all = new TreeMap<>();
    List<String> wanted = List.of(call.path("field").split(","));
    for (LogStore.IndexInfo index : indices.named(pattern, IndexRoutes.isLenient(call))) {
      Map<String, Object> told = new TreeMap<>();
      fields(index.name(), List.of(index), call.deadline())
          .forEach((path, type) -> {
            if (isWanted(wanted, path)) {
              String leaf = path.substring(path.lastIndexOf('.') + 1);
              told.put(
                  path, Map.of("full_name", path, "mapping", Map.of(leaf, Map.of("type", type))));
            }
          });
      all.put(index.name(), Map.of("mappings", told));
    }
    return Answers.tree(all);
  }

  private Reply put(Call call) {
    Map<?, ?> body = Nodes.body(call.body());
    for (LogStore.IndexInfo index :
        indices.named(call.path("index"), IndexRoutes.isLenient(call))) {
      IndexFacts facts = indices.facts(index.name());
      conflicts("", body.get("properties") instanceof Map<?, ?> map ? map : Map.of(), facts);
      Map<?, ?> old = indices.catalog().find(Kind.INDEX, index.name());
      Map<Object, Object> kept = new LinkedHashMap<>(old == null ? Map.of() : old);
      kept.put("mappings", IndexFacts.mappings(List.of(kept, Map.of("mappings", body))));
      indices.catalog().put(Kind.INDEX, index.name(), kept);
    }
    return Answers.acknowledged();
  }

  private static void conflicts(String path, Map<?, ?> properties, IndexFacts facts) {
    properties.forEach((name, value) -> {
      String full = path.isEmpty() ? String.valueOf(name) : path + "." + name;
      if (value instanceof Map<?, ?> field) {
        String before = facts.type(full);
        Object type = field.get("type");
        if (before != null && type != null && !before.equals(type)) {
          throw ElasticErrors.illegal(
              "mapper [%s] cannot be changed from type [%s] to [%s]".formatted(full, before, type));
        }
        if (field.get("properties") instanceof Map<?, ?> below) {
          conflicts(full, below, facts);
        }
      }
    });
  }
}
