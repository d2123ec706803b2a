package io.mallwatch.doors.elasticsearch.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.elasticsearch.catalog.Catalog.Kind;
import io.mallwatch.doors.elasticsearch.catalog.IndexFacts;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.elasticsearch.wire.Answers;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Indices: made, told of, dropped; their settings and statistics.
final class IndexRoutes {

  private static final String MADE = "creation_date";

  private final LogStore logs;
  private final Indices indices;

  IndexRoutes(LogStore logs, Indices indices) {
    this.logs = logs;
    this.indices = indices;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/{index}", this::get));
    routes.add(Route.put("/{index}", this::create));
    routes.add(Route.delete("/{index}", this::drop));
    routes.add(Route.get("/_settings", call -> settings(call, "*")));
    routes.add(Route.get("/{index}/_settings", call -> settings(call, call.path("index"))));
    routes.add(Route.get("/{index}/_settings/{name}", call -> settings(call, call.path("index"))));
    routes.add(Route.put("/{index}/_settings", this::changeSettings));
    routes.add(Route.get("/_resolve/index/{index}", this::resolve));
    for (String path : List.of("/_stats", "/{index}/_stats", "/{index}/_stats/{metric}")) {
      routes.add(Route.get(path, call -> stats(path.equals("/_stats") ? "*" : call.path("index"))));
    }
    for (String action : List.of("_refresh", "_flush", "_forcemerge", "_cache/clear")) {
      for (String path : List.of("/" + action, "/{index}/" + action)) {
        routes.add(Route.post(path, call -> done(call, path)));
        routes.add(Route.get(path, call -> done(call, path)));
      }
    }
    return routes;
  }

  static boolean isLenient(Call call) {
    return call.param("ignore_unavailable").orElse("").equals("true");
  }

  static String uuid(String index) {
    return "mw-%08x%011d".formatted(index.hashCode(), index.length());
  }

  /// The store flushes and merges by itself; what was taken in before is seen afterwards.
  private Reply done(Call call, String path) {
    logs.refresh();
    if (path.startsWith("/{index}")) {
      indices.named(call.path("index"), isLenient(call));
    }
    return Answers.shards();
  }

  private Reply get(Call call) {
    Map<String, Object> all = new TreeMap<>();
    for (LogStore.IndexInfo index : indices.named(call.path("index"), isLenient(call))) {
      IndexFacts facts = indices.facts(index.name());
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("aliases", AliasRoutes.of(indices, index.name(), "*"));
      one.put("mappings", mapping(facts));
      one.put("settings", nested(settings(index.name(), facts)));
      all.put(index.name(), one);
    }
    return Answers.tree(all);
  }

  /// The mapping that was asked for.
  static Map<String, Object> mapping(IndexFacts facts) {
    Map<String, Object> mapping = new LinkedHashMap<>(facts.mapping());
    if (!facts.properties().isEmpty()) {
      mapping.put("properties", facts.properties());
    }
    return mapping;
  }

  private Map<String, String> settings(String index, IndexFacts facts) {
    Map<String, String> settings = new TreeMap<>(facts.settings());
    settings.put("index.number_of_shards", "1");
    settings.put("index.number_of_replicas", "0");
    settings.put("index.provided_name", index);
    settings.put("index.uuid", uuid(index));
    settings.putIfAbsent("index.creation_date", Long.toString(indices.now().toEpochMilli()));
    settings.put("index.version.created", "8190099");
    return settings;
  }

  /// Dotted names as objects.
  static Map<String, Object> nested(Map<String, String> flat) {
    Map<String, Object> nested = new TreeMap<>();
    flat.forEach((name, value) -> put(nested, name, value));
    return nested;
  }

  private static void put(Map<String, Object> into, String name, String value) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      into.putIfAbsent(name, value);
      return;
    }
    Map<String, Object> inner = new TreeMap<>();
    if (into.get(name.substring(0, dot)) instanceof Map<?, ?> before) {
      before.forEach((key, old) -> inner.put(String.valueOf(key), old));
    }
    put(inner, name.substring(dot + 1), value);
    into.put(name.substring(0, dot), inner);
  }

  private Reply settings(Call call, String pattern) {
    boolean flat = call.param("flat_settings").orElse("").equals("true");
    Map<String, Object> all = new TreeMap<>();
    for (LogStore.IndexInfo index : indices.named(pattern, isLenient(call))) {
      Map<String, String> settings = settings(index.name(), indices.facts(index.name()));
      all.put(index.name(), Map.of("settings", flat ? settings : nested(settings)));
    }
    return Answers.tree(all);
  }

  private Reply changeSettings(Call call) {
    Map<?, ?> body = Nodes.body(call.body());
    Map<?, ?> said = body.get("settings") instanceof Map<?, ?> inner ? inner : body;
    for (LogStore.IndexInfo index : indices.named(call.path("index"), isLenient(call))) {
      Map<String, Object> settings = new TreeMap<>();
      Map<?, ?> old = indices.catalog().find(Kind.INDEX, index.name());
      Map<Object, Object> kept = new LinkedHashMap<>(old == null ? Map.of() : old);
      if (kept.get("settings") instanceof Map<?, ?> before) {
        settings.putAll(IndexFacts.flat(before));
      }
      settings.putAll(IndexFacts.flat(said));
      kept.put("settings", settings);
      indices.catalog().put(Kind.INDEX, index.name(), kept);
    }
    return Answers.acknowledged();
  }

  private Reply create(Call call) {
    Map<?, ?> body = Nodes.body(call.body());
    for (Object name : body.keySet()) {
      if (!List.of("settings", "mappings", "aliases").contains(String.valueOf(name))) {
        throw new RefusedException(
            Problem.bad("unknown key [%s] for create index".formatted(name))
                .named("parse_exception"));
      }
    }
    String asked = call.path("index");
    String index = asked.startsWith("<") ? indices.target(asked) : asked;
    check(index);
    if (indices.all().stream().anyMatch(one -> one.name().equals(index))) {
      throw StreamRoutes.exists("index [%s/%s] already exists".formatted(index, uuid(index)));
    }
    make(indices, index, body);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("acknowledged", true);
    answer.put("shards_acknowledged", true);
    answer.put("index", index);
    return Answers.tree(answer);
  }

  /// Makes an index, which must not be there.
  static void make(Indices indices, String index, Map<?, ?> body) {
    Map<Object, Object> kept = new LinkedHashMap<>(body);
    kept.remove("aliases");
    Map<Object, Object> settings = new TreeMap<>();
    if (body.get("settings") instanceof Map<?, ?> said) {
      settings.putAll(IndexFacts.flat(said));
    }
    settings.put("index." + MADE, Long.toString(indices.now().toEpochMilli()));
    kept.put("settings", settings);
    indices.catalog().put(Kind.INDEX, index, kept);
    Map<String, Object> aliases = new TreeMap<>(indices.facts(index).aliases());
    if (body.get("aliases") instanceof Map<?, ?> more) {
      more.forEach((name, said) -> aliases.put(String.valueOf(name), said));
    }
    aliases.forEach((alias, said) ->
        AliasRoutes.add(indices, index, alias, said instanceof Map<?, ?> map ? map : Map.of()));
  }

  static void check(String index) {
    String wrong = "";
    if (index.startsWith("_") || index.startsWith("-") || index.startsWith("+")) {
      wrong = "must not start with '_', '-', or '+'";
    } else if (!index.equals(index.toLowerCase(Locale.ROOT))) {
      wrong = "must be lowercase";
    } else if (index.matches(".*[\\\\/*?\"<>| ,#:].*")) {
      wrong =
          "must not contain the following characters ['\\','/','*','?','\"','<','>','|',' ',',']";
    } else if (index.length() > 200) {
      wrong = "index name is too long, (%d > 200)".formatted(index.length());
    }
    if (!wrong.isEmpty()) {
      throw new RefusedException(
          Problem.bad("Invalid index name [%s], %s".formatted(index, wrong))
              .named("invalid_index_name_exception"));
    }
  }

  private Reply drop(Call call) {
    String pattern = call.path("index");
    if (pattern.equals("*") || pattern.equals("_all")) {
      throw ElasticErrors.illegal(
          "Wildcard expressions or all indices are not allowed: name what is to be deleted");
    }
    for (String name : pattern.split(",")) {
      if (indices.catalog().find(Kind.ALIAS, name) != null) {
        throw ElasticErrors.illegal(
            ("The provided expression [%s] matches an alias, specify the corresponding concrete"
                    + " indices instead.")
                .formatted(name));
      }
    }
    for (LogStore.IndexInfo index : indices.named(pattern, isLenient(call))) {
      logs.drop(index.name());
      indices.forget(index.name());
    }
    return Answers.acknowledged();
  }

  private Reply resolve(Call call) {
    String expression = call.path("index");
    List<Map<String, Object>> found = new ArrayList<>();
    List<Map<String, Object>> streams = new ArrayList<>();
    for (LogStore.IndexInfo index : indices.named(expression, isLenient(call))) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", index.name());
      if (IndexFacts.isStream(indices.catalog(), indices.facts(index.name()).template())) {
        one.put("backing_indices", List.of(index.name()));
        one.put("timestamp_field", "@timestamp");
        streams.add(one);
      } else {
        Map<String, Object> aliases = AliasRoutes.of(indices, index.name(), "*");
        if (!aliases.isEmpty()) {
          one.put("aliases", List.copyOf(aliases.keySet()));
        }
        one.put("attributes", List.of("open"));
        found.add(one);
      }
    }
    List<Map<String, Object>> aliases = new ArrayList<>();
    indices
        .catalog()
        .all(Kind.ALIAS)
        .forEach((alias, body) -> {
          for (String part : expression.split(",")) {
            if (Names.matches(part, alias)) {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("name", alias);
              one.put(
                  "indices", Indices.members(body).keySet().stream().map(String::valueOf).toList());
              aliases.add(one);
            }
          }
        });
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("indices", found);
    answer.put("aliases", aliases);
    answer.put("data_streams", streams);
    return Answers.tree(answer);
  }

  private Reply stats(String pattern) {
    List<LogStore.IndexInfo> found = indices.named(pattern, false);
    long entries = found.stream().mapToLong(LogStore.IndexInfo::entries).sum();
    long bytes = found.stream().mapToLong(LogStore.IndexInfo::sizeBytes).sum();
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          Answers.shards(out);
          out.writeObjectFieldStart("_all");
          stats(out, entries, bytes);
          out.writeEndObject();
          out.writeObjectFieldStart("indices");
          for (LogStore.IndexInfo index : found) {
            out.writeObjectFieldStart(index.name());
            out.writeStringField("uuid", uuid(index.name()));
            out.writeStringField("health", "green");
            out.writeStringField("status", "open");
            stats(out, index.entries(), index.sizeBytes());
            out.writeEndObject();
          }
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private static void stats(JsonGenerator out, long entries, long bytes) throws IOException {
    for (String of : List.of("primaries", "total")) {
      out.writeObjectFieldStart(of);
      out.writeObjectFieldStart("docs");
      out.writeNumberField("count", entries);
      out.writeNumberField("deleted", 0);
      out.writeEndObject();
      out.writeObjectFieldStart("store");
      out.writeNumberField("size_in_bytes", bytes);
      out.writeEndObject();
      out.writeObjectFieldStart("segments");
      out.writeNumberField("count", entries > 0 ? 1 : 0);
      out.writeEndObject();
      out.writeEndObject();
    }
  }
}
