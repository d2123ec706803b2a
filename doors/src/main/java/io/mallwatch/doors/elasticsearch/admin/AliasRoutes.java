package io.mallwatch.doors.elasticsearch.admin;

import io.mallwatch.doors.elasticsearch.catalog.Catalog.Kind;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.elasticsearch.wire.Answers;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Other names of indices.
final class AliasRoutes {

  private final Indices indices;

  AliasRoutes(Indices indices) {
    this.indices = indices;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.post("/_aliases", this::actions));
    for (String word : List.of("_alias", "_aliases")) {
      routes.add(Route.put("/{index}/" + word + "/{name}", this::put));
      routes.add(Route.post("/{index}/" + word + "/{name}", this::put));
      routes.add(Route.delete("/{index}/" + word + "/{name}", this::delete));
    }
    routes.add(Route.get("/_alias", _ -> get("*", "*")));
    routes.add(Route.get("/_aliases", _ -> get("*", "*")));
    routes.add(Route.get("/_alias/{name}", call -> get("*", call.path("name"))));
    routes.add(Route.get("/{index}/_alias", call -> get(call.path("index"), "*")));
    routes.add(
        Route.get("/{index}/_alias/{name}", call -> get(call.path("index"), call.path("name"))));
    return routes;
  }

  private Reply put(Call call) {
    add(indices, call.path("index"), call.path("name"), Nodes.body(call.body()));
    return Answers.acknowledged();
  }

  private Reply delete(Call call) {
    remove(call.path("index"), call.path("name"), true);
    return Answers.acknowledged();
  }

  private Reply actions(Call call) {
    Object actions = Nodes.body(call.body()).get("actions");
    if (Nodes.list(actions).isEmpty()) {
      throw new RefusedException(
          Problem.bad("Validation Failed: 1: Must specify at least one alias action;")
              .named("action_request_validation_exception"));
    }
    for (Object item : Nodes.list(actions)) {
      Map.Entry<?, ?> action = Nodes.only("actions", Nodes.object("actions", item));
      Map<?, ?> body = Nodes.object(String.valueOf(action.getKey()), action.getValue());
      List<String> names = texts(body, "alias", "aliases");
      String pattern = String.join(",", texts(body, "index", "indices"));
      switch (String.valueOf(action.getKey())) {
        case "add" -> names.forEach(name -> add(indices, pattern, name, body));
        case "remove" ->
            names.forEach(
                name -> remove(pattern, name, !Boolean.FALSE.equals(body.get("must_exist"))));
        default ->
            throw ElasticErrors.illegal(
                "the alias action [%s] is not supported".formatted(action.getKey()));
      }
    }
    return Answers.acknowledged();
  }

  private static List<String> texts(Map<?, ?> body, String one, String many) {
    Object value = body.get(one) == null ? body.get(many) : body.get(one);
    return Nodes.list(value).stream().map(text -> Nodes.text(one, text)).toList();
  }

  /// Gives the indices another name.
  static void add(Indices indices, String pattern, String alias, Map<?, ?> said) {
    if (indices.all().stream().anyMatch(index -> index.name().equals(alias))) {
      throw new RefusedException(
          Problem.bad(
                  "Invalid alias name [%s]: an index or data stream exists with the same name as"
                          .formatted(alias)
                      + " the alias")
              .named("invalid_alias_name_exception"));
    }
    Map<?, ?> old = indices.catalog().find(Kind.ALIAS, alias);
    Map<Object, Object> members = new TreeMap<>(old == null ? Map.of() : Indices.members(old));
    Map<String, Object> kept = new LinkedHashMap<>();
    if (said.get("filter") != null) {
      kept.put("filter", Nodes.object("filter", said.get("filter")));
    }
    // There is one shard, so routing leads to it; it is told as it was given.
    Object both = said.get("routing");
    for (String name : List.of("index_routing", "search_routing")) {
      Object routing = said.get(name) == null ? both : said.get(name);
      if (routing != null) {
        kept.put(name, Nodes.text(name, routing));
      }
    }
    for (String name : List.of("is_write_index", "is_hidden")) {
      if (said.get(name) instanceof Boolean flag) {
        kept.put(name, flag);
      }
    }
    for (LogStore.IndexInfo index : indices.named(pattern, false)) {
      members.put(index.name(), kept);
    }
    if (!members.isEmpty()) {
      indices.catalog().put(Kind.ALIAS, alias, Map.of("indices", members));
    }
  }

  private void remove(String pattern, String alias, boolean mustExist) {
    boolean found = false;
    for (String name : List.copyOf(indices.catalog().all(Kind.ALIAS).keySet())) {
      Map<?, ?> body = indices.catalog().find(Kind.ALIAS, name);
      if (body == null || !Names.matches(alias.equals("_all") ? "*" : alias, name)) {
        continue;
      }
      Map<Object, Object> members = new TreeMap<>(Indices.members(body));
      for (LogStore.IndexInfo index : indices.named(pattern, true)) {
        found |= members.remove(index.name()) != null;
      }
      if (members.isEmpty()) {
        indices.catalog().delete(Kind.ALIAS, name);
      } else {
        indices.catalog().put(Kind.ALIAS, name, Map.of("indices", members));
      }
    }
    if (!found && mustExist) {
      throw new RefusedException(
          Problem.notFound("aliases [%s] missing".formatted(alias))
              .named("aliases_not_found_exception"));
    }
  }

  private Reply get(String pattern, String alias) {
    Map<String, Map<String, Object>> found = new TreeMap<>();
    boolean any = false;
    for (LogStore.IndexInfo index : indices.named(pattern, false)) {
      Map<String, Object> aliases = of(indices, index.name(), alias);
      if (!aliases.isEmpty() || alias.equals("*")) {
        found.put(index.name(), Map.of("aliases", aliases));
      }
      any |= !aliases.isEmpty();
    }
    boolean missing = !any && !alias.contains("*");
    return missing
        ? Reply.json(
            404,
            out ->
                Json.any(
                    out, Map.of("error", "alias [%s] missing".formatted(alias), "status", 404)))
        : Answers.tree(found);
  }

  /// The aliases of an index that a pattern names, with what is said of each.
  static Map<String, Object> of(Indices indices, String index, String pattern) {
    Map<String, Object> aliases = new TreeMap<>();
    indices
        .catalog()
        .all(Kind.ALIAS)
        .forEach((name, body) -> {
          Object said = Indices.members(body).get(index);
          if (said != null && Names.matches(pattern, name)) {
            aliases.put(name, said);
          }
        });
    return aliases;
  }
}
