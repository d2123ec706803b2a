package io.mallwatch.doors.elasticsearch.admin;

import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.elasticsearch.wire.Answers;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogStore;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The handshake, health, and what the one node of this cluster says of itself.
final class NodeRoutes {

  private static final String NAME = "mallwatch";
  private static final String BUILT = "2025-07-01T00:00:00.000Z";

  private final Indices indices;
  private final NodeFacts facts;

  NodeRoutes(Indices indices, NodeFacts facts) {
    this.indices = indices;
    this.facts = facts;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/", this::root));
    routes.add(Route.get("/_license", _ -> license()));
    routes.add(Route.get("/_xpack", _ -> xpack()));
    routes.add(Route.get("/_xpack/usage", _ -> Answers.tree(features())));
    routes.add(Route.get("/_security/_authenticate", this::user));
    routes.add(Route.get("/_cluster/health", call -> health(call, "*")));
    routes.add(Route.get("/_cluster/health/{index}", call -> health(call, call.path("index"))));
    routes.add(Route.get("/_cluster/stats", this::clusterStats));
    for (String path :
        List.of(
            "/_cluster/state", "/_cluster/state/{metric}", "/_cluster/state/{metric}/{index}")) {
      routes.add(Route.get(path, call -> state(call, path)));
    }
    routes.add(
        Route.get(
            "/_cluster/settings",
            _ -> Answers.tree(Map.of("persistent", Map.of(), "transient", Map.of()))));
    routes.add(
        Route.put(
            "/_cluster/settings",
            _ -> {
              throw ElasticErrors.illegal("cluster settings are those of the server's own file");
            }));
    routes.add(Route.get("/_cluster/pending_tasks", _ -> Answers.tree(Map.of("tasks", List.of()))));
    routes.add(Route.get("/_tasks", _ -> Answers.tree(Map.of("nodes", Map.of()))));
    routes.add(Route.get("/_nodes", this::nodes));
    routes.add(Route.get("/_nodes/stats", this::nodesStats));
    routes.add(Route.get("/_nodes/stats/{metric}", this::nodesStats));
    routes.add(Route.get("/_nodes/{which}", this::nodes));
    routes.add(
        Route.get(
            "/_nodes/{which}/{metric}",
            call -> call.path("metric").startsWith("stats") ? nodesStats(call) : nodes(call)));
    return routes;
  }

  private Reply root(Call call) {
    boolean elastic = facts.personality() == NodeFacts.Personality.ELASTICSEARCH;
    Map<String, Object> version = new LinkedHashMap<>();
    if (!elastic) {
      version.put("distribution", "opensearch");
    }
    version.put("number", facts.version(call.header("user-agent")));
    if (elastic) {
      version.put("build_flavor", "default");
    }
    version.put("build_type", "tar");
    version.put("build_hash", NAME);
    version.put("build_date", BUILT);
    version.put("build_snapshot", false);
    version.put("lucene_version", facts.personality().lucene());
    version.put("minimum_wire_compatibility_version", facts.personality().wire());
    version.put("minimum_index_compatibility_version", "7.0.0");
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("name", NAME);
    root.put("cluster_name", NAME);
    root.put("cluster_uuid", facts.clusterUuid());
    root.put("version", version);
    root.put(
        "tagline",
        elastic ? "You Know, for Search" : "The OpenSearch Project: https://opensearch.org/");
    return Answers.tree(root);
  }

  private Reply license() {
    Map<String, Object> license = new LinkedHashMap<>();
    license.put("status", "active");
    license.put("uid", facts.clusterUuid());
    license.put("type", "basic");
    license.put("issue_date", BUILT);
    license.put("issue_date_in_millis", 1_751_328_000_000L);
    license.put("max_nodes", 1_000);
    license.put("issued_to", NAME);
    license.put("issuer", NAME);
    license.put("start_date_in_millis", -1);
    return Answers.tree(Map.of("license", license));
  }

  private static Map<String, Object> features() {
    Map<String, Object> features = new TreeMap<>();
    for (String there : List.of("ilm", "data_streams", "aggregate_metric", "flattened")) {
      features.put(there, Map.of("available", true, "enabled", true));
    }
    for (String not :
        List.of(
            "ml",
            "watcher",
            "graph",
            "rollup",
            "ccr",
            "sql",
            "eql",
            "transform",
            "security",
            "monitoring",
            "slm",
            "voting_only",
            "frozen_indices",
            "spatial",
            "vectors")) {
      features.put(not, Map.of("available", false, "enabled", false));
    }
    return features;
  }

  private Reply xpack() {
    Map<String, Object> xpack = new LinkedHashMap<>();
    xpack.put("build", Map.of("hash", NAME, "date", BUILT));
    Map<String, Object> license = new LinkedHashMap<>();
    license.put("uid", facts.clusterUuid());
    license.put("type", "basic");
    license.put("mode", "basic");
    license.put("status", "active");
    xpack.put("license", license);
    xpack.put("features", features());
    xpack.put("tagline", "You know, for X");
    return Answers.tree(xpack);
  }

  /// Whoever gets this far may do everything that this door can do.
  private Reply user(Call call) {
    boolean named = call.header("authorization").isPresent();
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("username", named ? NAME : "_anonymous");
    user.put("roles", List.of("superuser"));
    user.put("full_name", NAME);
    user.put("email", "");
    user.put("metadata", Map.of());
    user.put("enabled", true);
    Map<String, Object> realm = Map.of("name", "token", "type", "file");
    user.put("authentication_realm", realm);
    user.put("lookup_realm", realm);
    user.put("authentication_type", named ? "token" : "anonymous");
    return Answers.tree(user);
  }

  private Reply health(Call call, String pattern) {
    boolean missing = false;
    List<LogStore.IndexInfo> found = List.of();
    try {
      found = indices.named(pattern, false);
    } catch (RefusedException e) {
      missing = true;
    }
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("cluster_name", NAME);
    health.put("status", missing ? "red" : "green");
    health.put("timed_out", missing);
    health.put("number_of_nodes", 1);
    health.put("number_of_data_nodes", 1);
    health.put("active_primary_shards", found.size());
    health.put("active_shards", found.size());
    for (String none :
        List.of(
            "relocating_shards",
            "initializing_shards",
            "unassigned_shards",
            "unassigned_primary_shards",
            "delayed_unassigned_shards",
            "number_of_pending_tasks",
            "number_of_in_flight_fetch",
            "task_max_waiting_in_queue_millis")) {
      health.put(none, 0);
    }
    health.put("active_shards_percent_as_number", 100.0);
    if (!call.param("level").orElse("cluster").equals("cluster")) {
      Map<String, Object> each = new TreeMap<>();
      found.forEach(index -> each.put(index.name(), indexHealth()));
      health.put("indices", each);
    }
    return Reply.json(missing ? 408 : 200, out -> Json.any(out, health));
  }

  private static Map<String, Object> indexHealth() {
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("status", "green");
    health.put("number_of_shards", 1);
    health.put("number_of_replicas", 0);
    health.put("active_primary_shards", 1);
    health.put("active_shards", 1);
    health.put("relocating_shards", 0);
    health.put("initializing_shards", 0);
    health.put("unassigned_shards", 0);
    health.put("unassigned_primary_shards", 0);
    return health;
  }

  private Map<String, Object> stored() {
    List<LogStore.IndexInfo> all = indices.all();
    long entries = all.stream().mapToLong(LogStore.IndexInfo::entries).sum();
    long bytes = all.stream().mapToLong(LogStore.IndexInfo::sizeBytes).sum();
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("count", all.size());
    stored.put("shards", Map.of("total", all.size(), "primaries", all.size(), "replication", 0.0));
    stored.put("docs", Map.of("count", entries, "deleted", 0));
    stored.put("store", Map.of("size_in_bytes", bytes));
    return stored;
  }

  private static Map<String, Object> jvm() {
    Runtime runtime = Runtime.getRuntime();
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("heap_used_in_bytes", runtime.totalMemory() - runtime.freeMemory());
    memory.put("heap_committed_in_bytes", runtime.totalMemory());
    memory.put("heap_max_in_bytes", runtime.maxMemory());
    memory.put(
        "heap_used_percent",
        100 * (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory());
    Map<String, Object> jvm = new LinkedHashMap<>();
    jvm.put("uptime_in_millis", ManagementFactory.getRuntimeMXBean().getUptime());
    jvm.put("mem", memory);
    jvm.put("threads", Map.of("count", ManagementFactory.getThreadMXBean().getThreadCount()));
    return jvm;
  }

  private Reply clusterStats(Call call) {
    Map<String, Object> stats = new LinkedHashMap<>();
    stats.put("_nodes", Map.of("total", 1, "successful", 1, "failed", 0));
    stats.put("cluster_name", NAME);
    stats.put("cluster_uuid", facts.clusterUuid());
    stats.put("timestamp", indices.now().toEpochMilli());
    stats.put("status", "green");
    stats.put("indices", stored());
    Map<String, Object> nodes = new LinkedHashMap<>();
    nodes.put("count", Map.of("total", 1, "data", 1, "ingest", 1, "master", 1));
    nodes.put("versions", List.of(facts.version(call.header("user-agent"))));
    nodes.put("jvm", jvm());
    stats.put("nodes", nodes);
    return Answers.tree(stats);
  }

  private Reply state(Call call, String path) {
    String pattern = path.endsWith("{index}") ? call.path("index") : "*";
    Map<String, Object> each = new TreeMap<>();
    indices
        .named(pattern, true)
        .forEach(index ->
            each.put(
                index.name(),
                Map.of(
                    "state", "open", "settings", Map.of("index", Map.of()), "aliases", List.of())));
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("cluster_name", NAME);
    state.put("cluster_uuid", facts.clusterUuid());
    state.put("version", 1);
    state.put("state_uuid", facts.clusterUuid());
    state.put("master_node", facts.nodeId());
    state.put("blocks", Map.of());
    state.put("nodes", Map.of(facts.nodeId(), Map.of("name", NAME, "attributes", Map.of())));
    state.put("metadata", Map.of("cluster_uuid", facts.clusterUuid(), "indices", each));
    state.put("routing_table", Map.of("indices", Map.of()));
    if (path.contains("{metric}") && !call.path("metric").equals("_all")) {
      List<String> wanted = List.of(call.path("metric").split(","));
      state
          .keySet()
          .removeIf(name ->
              !name.startsWith("cluster_")
                  && wanted.stream().noneMatch(w -> Names.matches(w, name)));
    }
    return Answers.tree(state);
  }

  private Map<String, Object> node(Call call) {
    String host = call.header("host").orElse("127.0.0.1:9200");
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("name", NAME);
    node.put("transport_address", host);
    node.put("host", host.replaceFirst(":\\d+$", ""));
    node.put("ip", host.replaceFirst(":\\d+$", ""));
    node.put("version", facts.version(call.header("user-agent")));
    node.put("build_flavor", "default");
    node.put("build_type", "tar");
    node.put("build_hash", NAME);
    node.put("roles", List.of("data", "ingest", "master"));
    node.put("attributes", Map.of());
    return node;
  }

  private Reply nodes(Call call) {
    Map<String, Object> node = node(call);
    String host = call.header("host").orElse("127.0.0.1:9200");
    Map<String, Object> http = new LinkedHashMap<>();
    http.put("bound_address", List.of(host));
    http.put("publish_address", host);
    http.put("max_content_length_in_bytes", 64L << 20);
    node.put("http", http);
    node.put("plugins", List.of());
    node.put("modules", List.of());
    node.put("ingest", Map.of("processors", IngestRoutes.PROCESSORS));
    return wrapped(node);
  }

  private Reply nodesStats(Call call) {
    Map<String, Object> node = node(call);
    node.put("timestamp", indices.now().toEpochMilli());
    node.put("indices", stored());
    node.put("jvm", jvm());
    return wrapped(node);
  }

  private Reply wrapped(Map<String, Object> node) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("_nodes", Map.of("total", 1, "successful", 1, "failed", 0));
    all.put("cluster_name", NAME);
    all.put("nodes", Map.of(facts.nodeId(), node));
    return Answers.tree(all);
  }
}
