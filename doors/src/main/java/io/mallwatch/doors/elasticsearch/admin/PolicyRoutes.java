package io.mallwatch.doors.elasticsearch.admin;

import io.mallwatch.doors.elasticsearch.catalog.Catalog;
import io.mallwatch.doors.elasticsearch.catalog.Catalog.Kind;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.elasticsearch.wire.Answers;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.elasticsearch.wire.TimeValues;
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

/// Lifecycle policies. Of a policy's phases only `delete` is followed: indices that are named for a
/// day are dropped when it is older than `min_age`. Other phases move shards, of which there are
/// none.
final class PolicyRoutes {

  private static final List<String> PHASES = List.of("hot", "warm", "cold", "frozen", "delete");

  private final Indices indices;
  private final Catalog catalog;

  PolicyRoutes(Indices indices) {
    this.indices = indices;
    this.catalog = indices.catalog();
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.put("/_ilm/policy/{name}", this::put));
    routes.add(Route.get("/_ilm/policy", _ -> get("*")));
    routes.add(Route.get("/_ilm/policy/{name}", call -> get(call.path("name"))));
    routes.add(Route.delete("/_ilm/policy/{name}", this::delete));
    routes.add(Route.get("/_ilm/status", _ -> Answers.tree(Map.of("operation_mode", "RUNNING"))));
    routes.add(Route.post("/_ilm/start", _ -> Answers.acknowledged()));
    routes.add(Route.get("/{index}/_ilm/explain", this::explain));
    return routes;
  }

  private Reply put(Call call) {
    Map<?, ?> body = Nodes.body(call.body());
    Map<?, ?> policy = Nodes.object("policy", body.get("policy"));
    Map<?, ?> phases = Nodes.object("phases", policy.get("phases"));
    phases.forEach((name, phase) -> {
      if (!PHASES.contains(String.valueOf(name))) {
        throw ElasticErrors.illegal(
            "Timeseries lifecycle does not support phase [%s]".formatted(name));
      }
      if (phase instanceof Map<?, ?> map && map.get("min_age") != null) {
        TimeValues.parse(Nodes.text("min_age", map.get("min_age")));
      }
    });
    Map<?, ?> old = catalog.find(Kind.POLICY, call.path("name"));
    long version = old != null && old.get("version") instanceof Long number ? number + 1 : 1;
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("version", version);
    kept.put("modified_date", indices.now().toString());
    kept.put("policy", policy);
    catalog.put(Kind.POLICY, call.path("name"), kept);
    return Answers.acknowledged();
  }

  private Reply get(String pattern) {
    Map<String, Object> found = new TreeMap<>();
    catalog
        .all(Kind.POLICY)
        .forEach((name, body) -> {
          if (Names.matches(pattern, name)) {
            Map<String, Object> one = new LinkedHashMap<>();
            body.forEach((key, value) -> one.put(String.valueOf(key), value));
            one.put("in_use_by", users(name));
            found.put(name, one);
          }
        });
    if (found.isEmpty() && !pattern.contains("*")) {
      throw missing(pattern);
    }
    return Answers.tree(found);
  }

  private Map<String, Object> users(String policy) {
    List<String> names = new ArrayList<>();
    for (var index : indices.all()) {
      if (policy.equals(indices.facts(index.name()).settings().get("index.lifecycle.name"))) {
        names.add(index.name());
      }
    }
    Map<String, Object> users = new LinkedHashMap<>();
    users.put("indices", names);
    users.put("data_streams", List.of());
    users.put("composable_templates", List.of());
    return users;
  }

  private Reply delete(Call call) {
    if (!catalog.delete(Kind.POLICY, call.path("name"))) {
      throw missing(call.path("name"));
    }
    return Answers.acknowledged();
  }

  private static RefusedException missing(String name) {
    return new RefusedException(
        Problem.notFound("Lifecycle policy not found: " + name)
            .named("resource_not_found_exception"));
  }

  private Reply explain(Call call) {
    Map<String, Object> each = new TreeMap<>();
    for (var index : indices.named(call.path("index"), false)) {
      String policy =
          indices.facts(index.name()).settings().getOrDefault("index.lifecycle.name", "");
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("index", index.name());
      one.put("managed", !policy.isEmpty());
      if (!policy.isEmpty()) {
        one.put("policy", policy);
        one.put("phase", "hot");
        one.put("action", "complete");
        one.put("step", "complete");
      }
      each.put(index.name(), one);
    }
    return Answers.tree(Map.of("indices", each));
  }
}
