package io.mallwatch.doors.elasticsearch.admin;

import io.mallwatch.doors.elasticsearch.catalog.Catalog;
import io.mallwatch.doors.elasticsearch.catalog.Catalog.Kind;
import io.mallwatch.doors.elasticsearch.catalog.IndexFacts;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.elasticsearch.wire.Answers;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Data streams: an index of the stream's name, which the store keeps in days by itself, so that
/// there is nothing to roll over.
final class StreamRoutes {

  private final LogStore logs;
  private final Indices indices;
  private final Catalog catalog;
  private final Streams all;

  StreamRoutes(LogStore logs, Indices indices) {
    this.logs = logs;
    this.indices = indices;
    this.catalog = indices.catalog();
    this.all = new Streams(logs, indices);
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.put("/_data_stream/{name}", this::put));
    routes.add(Route.get("/_data_stream", _ -> get("*")));
    routes.add(Route.get("/_data_stream/{name}", call -> get(call.path("name"))));
    routes.add(Route.delete("/_data_stream/{name}", this::delete));
    routes.add(Route.get("/_data_stream/_stats", _ -> stats("*")));
    routes.add(Route.get("/_data_stream/{name}/_stats", call -> stats(call.path("name"))));
    return routes;
  }

  private Reply put(Call call) {
    String name = call.path("name");
    if (streams("*").contains(name)) {
      throw exists("data_stream [%s] already exists".formatted(name));
    }
    if (!IndexFacts.isStream(catalog, IndexFacts.best(catalog, name))) {
      throw ElasticErrors.illegal(
          "no matching index template found for data stream [%s]".formatted(name));
    }
    catalog.put(Kind.DATA_STREAM, name, Streams.begun(name, indices.now()).body());
    return Answers.acknowledged();
  }

  static RefusedException exists(String reason) {
    return new RefusedException(Problem.bad(reason).named("resource_already_exists_exception"));
  }

  private List<String> streams(String pattern) {
    return all.names(pattern);
  }

  private static RefusedException missing(String name) {
    return ElasticErrors.noIndex(name);
  }

  private static Map<String, Object> backing(String index, String policy) {
    Map<String, Object> backing = new LinkedHashMap<>();
    backing.put("index_name", index);
    backing.put("index_uuid", IndexRoutes.uuid(index));
    backing.put("prefer_ilm", true);
    if (!policy.isEmpty()) {
      backing.put("ilm_policy", policy);
    }
    backing.put("managed_by", policy.isEmpty() ? "Unmanaged" : "Index Lifecycle Management");
    return backing;
  }

  private Reply get(String pattern) {
    List<String> found = streams(pattern);
    if (found.isEmpty() && !pattern.contains("*")) {
      throw missing(pattern);
    }
    List<Map<String, Object>> list = new ArrayList<>();
    for (String name : found) {
      IndexFacts facts = indices.facts(name);
      String policy = facts.settings().getOrDefault("index.lifecycle.name", "");
      List<String> backing = all.find(name).backing();
      Map<String, Object> stream = new LinkedHashMap<>();
      stream.put("name", name);
      stream.put("timestamp_field", Map.of("name", "@timestamp"));
      stream.put("indices", backing.stream().map(index -> backing(index, policy)).toList());
      stream.put("generation", backing.size());
      stream.put("status", "GREEN");
      stream.put("template", facts.template());
      if (!policy.isEmpty()) {
        stream.put("ilm_policy", policy);
      }
      stream.put(
          "next_generation_managed_by",
          policy.isEmpty() ? "Unmanaged" : "Index Lifecycle Management");
      stream.put("prefer_ilm", true);
      stream.put("hidden", false);
      stream.put("system", false);
      stream.put("allow_custom_routing", false);
      stream.put("replicated", false);
      stream.put("rollover_on_write", false);
      list.add(stream);
    }
    return Answers.tree(Map.of("data_streams", list));
  }

  private Reply delete(Call call) {
    List<String> found = streams(call.path("name"));
    if (found.isEmpty() && !call.path("name").contains("*")) {
      throw missing(call.path("name"));
    }
    for (String name : found) {
      logs.drop(name);
      indices.forget(name);
    }
    return Answers.acknowledged();
  }

  private Reply stats(String pattern) {
    List<String> found = streams(pattern);
    List<Map<String, Object>> list = new ArrayList<>();
    long bytes = 0;
    for (LogStore.IndexInfo index : indices.all()) {
      if (found.contains(index.name())) {
        bytes += index.sizeBytes();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("data_stream", index.name());
        one.put("backing_indices", all.find(index.name()).backing().size());
        one.put("store_size_bytes", index.sizeBytes());
        list.add(one);
      }
    }
    Map<String, Object> stats = new LinkedHashMap<>();
    stats.put("_shards", Map.of("total", found.size(), "successful", found.size(), "failed", 0));
    stats.put("data_stream_count", found.size());
    stats.put("backing_indices", found.size());
    stats.put("total_store_size_bytes", bytes);
    stats.put("data_streams", list);
    return Answers.tree(stats);
  }
}
