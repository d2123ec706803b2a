package io.mallwatch.doors.elasticsearch.admin;

import io.mallwatch.doors.elasticsearch.catalog.Catalog;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Index templates, their components, and templates of the older kind. What they say of mappings
/// decides how terms are matched, their pipelines and policies are followed; how entries are stored
/// is the store's own.
final class TemplateRoutes {

  private final Catalog catalog;
  private final Indices indices;

  TemplateRoutes(Indices indices) {
    this.catalog = indices.catalog();
    this.indices = indices;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    kind(routes, "/_index_template", Kind.INDEX_TEMPLATE, "index_template");
    kind(routes, "/_component_template", Kind.COMPONENT_TEMPLATE, "component_template");
    kind(routes, "/_template", Kind.LEGACY_TEMPLATE, "");
    routes.add(
        Route.post(
            "/_index_template/_simulate_index/{name}",
            call -> simulated(indices.facts(call.path("name")))));
    routes.add(Route.post("/_index_template/_simulate/{name}", this::simulate));
    routes.add(
        Route.post(
            "/_index_template/_simulate",
            call -> simulated(IndexFacts.ofTemplate(catalog, Nodes.body(call.body())))));
    return routes;
  }

  /// @param member of each entry that holds the template; empty when they are members by name
  private void kind(List<Route> routes, String path, Kind kind, String member) {
    routes.add(Route.put(path + "/{name}", call -> put(kind, call)));
    routes.add(Route.post(path + "/{name}", call -> put(kind, call)));
    routes.add(Route.get(path + "/{name}", call -> get(kind, call.path("name"), member)));
    routes.add(Route.get(path, _ -> get(kind, "*", member)));
    routes.add(Route.delete(path + "/{name}", call -> delete(kind, call.path("name"))));
  }

  private Reply put(Kind kind, Call call) {
    String name = call.path("name");
    Map<Object, Object> body = new LinkedHashMap<>(Nodes.body(call.body()));
    if (call.param("create").orElse("").equals("true") && catalog.find(kind, name) != null) {
      throw ElasticErrors.illegal("%s [%s] already exists".formatted(kind.text(), name));
    }
    if (kind == Kind.COMPONENT_TEMPLATE) {
      if (!(body.get("template") instanceof Map<?, ?>)) {
        throw ElasticErrors.parsing("Required [template]");
      }
    } else {
      patterns(kind, name, body);
    }
    if (kind == Kind.LEGACY_TEMPLATE) {
      body.putIfAbsent("order", 0L);
      body.putIfAbsent("settings", Map.of());
      body.putIfAbsent("mappings", Map.of());
      body.putIfAbsent("aliases", Map.of());
    }
    catalog.put(kind, name, body);
    return Answers.acknowledged();
  }

  private void patterns(Kind kind, String name, Map<Object, Object> body) {
    Object old = body.remove("template");
    if (kind == Kind.LEGACY_TEMPLATE && body.get("index_patterns") == null && old != null) {
      body.put("index_patterns", old);
    } else if (old != null) {
      body.put("template", old);
    }
    List<?> patterns = Nodes.list(body.get("index_patterns"));
    if (patterns.isEmpty()) {
      throw new RefusedException(
          Problem.bad("Validation Failed: 1: index patterns are missing;")
              .named("action_request_validation_exception"));
    }
    body.put("index_patterns", patterns);
    if (kind == Kind.INDEX_TEMPLATE) {
      body.putIfAbsent("composed_of", List.of());
      for (Object component : Nodes.list(body.get("composed_of"))) {
        boolean ignored =
            Nodes.list(body.get("ignore_missing_component_templates")).contains(component);
        if (!ignored && catalog.find(Kind.COMPONENT_TEMPLATE, String.valueOf(component)) == null) {
          throw new RefusedException(
              Problem.bad(
                      "index_template [%s] invalid, cause [index template [%s] specifies component"
                              .formatted(name, name)
                          + " templates [%s] that do not exist]".formatted(component))
                  .named("invalid_index_template_exception"));
        }
      }
    }
  }

  private Reply delete(Kind kind, String pattern) {
    List<String> names =
        catalog.all(kind).keySet().stream().filter(name -> isNamed(pattern, name)).toList();
    if (names.isEmpty() && !pattern.equals("*")) {
      throw missing(kind, pattern);
    }
    names.forEach(name -> catalog.delete(kind, name));
    return Answers.acknowledged();
  }

  private static boolean isNamed(String patterns, String name) {
    for (String pattern : patterns.split(",")) {
      if (Names.matches(pattern, name)) {
        return true;
      }
    }
    return false;
  }

  private static RefusedException missing(Kind kind, String name) {
    return kind == Kind.LEGACY_TEMPLATE
        ? new RefusedException(
            Problem.notFound("index_template [%s] missing".formatted(name))
                .named("index_template_missing_exception"))
        : new RefusedException(
            Problem.notFound("%s matching [%s] not found".formatted(kind.text(), name))
                .named("resource_not_found_exception"));
  }

  private Reply get(Kind kind, String pattern, String member) {
    Map<String, Map<?, ?>> found = new TreeMap<>();
    catalog
        .all(kind)
        .forEach((name, body) -> {
          if (isNamed(pattern, name)) {
            found.put(name, body);
          }
        });
    if (member.isEmpty()) {
      // The older kind says nothing of what is missing.
      return found.isEmpty() && !pattern.contains("*")
          ? Reply.json(404, out -> out.writeRaw("{}"))
          : Answers.tree(found);
    }
    if (found.isEmpty() && !pattern.contains("*")) {
      throw missing(kind, pattern);
    }
    List<Map<String, Object>> list = new ArrayList<>();
    found.forEach((name, body) -> {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", name);
      one.put(member, body);
      list.add(one);
    });
    return Answers.tree(Map.of(member + "s", list));
  }

  private Reply simulate(Call call) {
    Map<?, ?> body = catalog.find(Kind.INDEX_TEMPLATE, call.path("name"));
    if (body == null) {
      throw missing(Kind.INDEX_TEMPLATE, call.path("name"));
    }
    return simulated(IndexFacts.ofTemplate(catalog, body));
  }

  private static Reply simulated(IndexFacts facts) {
    Map<String, Object> template = new LinkedHashMap<>();
    template.put("settings", IndexRoutes.nested(facts.settings()));
    template.put("mappings", IndexRoutes.mapping(facts));
    template.put("aliases", facts.aliases());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("template", template);
    answer.put("overlapping", List.of());
    return Answers.tree(answer);
  }
}
