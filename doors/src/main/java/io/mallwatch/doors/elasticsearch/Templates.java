package io.mallwatch.doors.elasticsearch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// Templates, policies and pipelines that shippers set up before they send. They are kept for the
/// life of the process so that a shipper finds what it put there; they don't change how entries are
/// stored, whose mapping and retention are the store's own.
final class Templates {

  private static final int MOST = 1_000;

  private final Map<String, Map<?, ?>> kept = new ConcurrentSkipListMap<>();

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    kind(routes, "/_index_template", "index_templates", "index_template");
    kind(routes, "/_component_template", "component_templates", "component_template");
    kind(routes, "/_template", "", "");
    kind(routes, "/_ilm/policy", "", "policy");
    kind(routes, "/_ingest/pipeline", "", "");
    return routes;
  }

  /// @param list member that holds a list of them; empty when they are members by name
  /// @param member of each entry that holds the thing itself; empty when it is the entry
  private void kind(List<Route> routes, String path, String list, String member) {
    routes.add(Route.put(path + "/{name}", call -> put(path, call)));
    routes.add(Route.post(path + "/{name}", call -> put(path, call)));
    routes.add(Route.get(path + "/{name}", call -> get(path, call.path("name"), list, member)));
    routes.add(Route.get(path, _ -> get(path, "*", list, member)));
    routes.add(Route.delete(path + "/{name}", call -> delete(path, call)));
  }

  private Reply put(String path, Call call) {
    Map<?, ?> body = Nodes.body(call.body());
    if (kept.size() >= MOST) {
      throw ElasticErrors.illegal("more than %d templates, policies and pipelines".formatted(MOST));
    }
    kept.put(path + "/" + call.path("name"), body);
    return acknowledged();
  }

  static Reply acknowledged() {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeBooleanField("acknowledged", true);
          out.writeEndObject();
        });
  }

  private Reply delete(String path, Call call) {
    if (kept.remove(path + "/" + call.path("name")) == null) {
      throw missing(call.path("name"));
    }
    return acknowledged();
  }

  private static RefusedException missing(String name) {
    return new RefusedException(
        Problem.notFound("[%s] is missing".formatted(name)).named("resource_not_found_exception"));
  }

  private Reply get(String path, String pattern, String list, String member) {
    Map<String, Map<?, ?>> found = new ConcurrentSkipListMap<>();
    kept.forEach((key, body) -> {
      if (key.startsWith(path + "/")) {
        String name = key.substring(path.length() + 1);
        if (Documents.covers(pattern, name)) {
          found.put(name, body);
        }
      }
    });
    if (found.isEmpty() && !pattern.contains("*")) {
      throw missing(pattern);
    }
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          if (list.isEmpty()) {
            for (Map.Entry<String, Map<?, ?>> entry : found.entrySet()) {
              out.writeFieldName(entry.getKey());
              one(out, entry.getValue(), member);
            }
          } else {
            out.writeArrayFieldStart(list);
            for (Map.Entry<String, Map<?, ?>> entry : found.entrySet()) {
              out.writeStartObject();
              out.writeStringField("name", entry.getKey());
              out.writeFieldName(member);
              Json.any(out, entry.getValue());
              out.writeEndObject();
            }
            out.writeEndArray();
          }
          out.writeEndObject();
        });
  }

  private static void one(JsonGenerator out, Map<?, ?> body, String member) throws IOException {
    if (member.isEmpty()) {
      Json.any(out, body);
      return;
    }
    // A policy is stored as it was put: {"policy":{..}}.
    Json.any(out, body.containsKey(member) ? body : Map.of(member, body));
  }
}
