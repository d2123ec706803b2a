package io.mallwatch.doors.elasticsearch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The handshake, health, and what there is: indices, fields, mappings.
final class ClusterRoutes {

  /// The version whose behaviour is offered, unless a shipper says that it has another.
  private static final String VERSION = "8.19.0";

  /// Shippers refuse a server that is older than themselves.
  private static final Pattern SHIPPER =
      Pattern.compile("^Elastic-[A-Za-z]+(?:beat|-Agent)?/(\\d+\\.\\d+\\.\\d+)");

  /// Fields that every entry may have, with their types.
  private static final Map<String, String> FIELDS =
      new TreeMap<>(
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
              Map.entry("tags", "keyword")));

  /// Entries that are looked at to find the fields of structured data.
  private static final int SAMPLE = 200;

  private final LogStore logs;
  private final String clusterUuid;

  ClusterRoutes(ElasticsearchPorts ports) {
    this.logs = ports.logs();
    this.clusterUuid = ports.clusterUuid();
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get("/", this::root));
    routes.add(Route.get("/_license", _ -> license()));
    routes.add(Route.get("/_cluster/health", _ -> health()));
    routes.add(Route.get("/_cluster/health/{index}", _ -> health()));
    routes.add(Route.get("/_cat/indices", call -> cat(call, "*")));
    routes.add(Route.get("/_cat/indices/{index}", call -> cat(call, call.path("index"))));
    routes.add(Route.get("/_resolve/index/{index}", this::resolve));
    for (String path : List.of("/_field_caps", "/{index}/_field_caps")) {
      routes.add(Route.get(path, call -> fieldCaps(call, path)));
      routes.add(Route.post(path, call -> fieldCaps(call, path)));
    }
    routes.add(Route.get("/_mapping", call -> mapping(call, "*")));
    routes.add(Route.get("/{index}/_mapping", call -> mapping(call, call.path("index"))));
    routes.add(Route.put("/{index}/_mapping", _ -> Templates.acknowledged()));
    routes.add(Route.get("/{index}", call -> mapping(call, call.path("index"))));
    routes.add(Route.put("/{index}", this::create));
    routes.add(Route.delete("/{index}", this::drop));
    for (String path : List.of("/_stats", "/{index}/_stats")) {
      routes.add(Route.get(path, call -> stats(path.equals("/_stats") ? "*" : call.path("index"))));
    }
    for (String path : List.of("/_refresh", "/{index}/_refresh", "/_flush", "/{index}/_flush")) {
      routes.add(Route.get(path, _ -> shards()));
      routes.add(Route.post(path, _ -> shards()));
    }
    return routes;
  }

  private Reply root(Call call) {
    Matcher shipper = SHIPPER.matcher(call.header("user-agent").orElse(""));
    String version = shipper.find() ? shipper.group(1) : VERSION;
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("name", "mallwatch");
          out.writeStringField("cluster_name", "mallwatch");
          out.writeStringField("cluster_uuid", clusterUuid);
          out.writeObjectFieldStart("version");
          out.writeStringField("number", version);
          out.writeStringField("build_flavor", "default");
          out.writeStringField("build_type", "tar");
          out.writeStringField("build_hash", "mallwatch");
          out.writeStringField("build_date", "2025-07-01T00:00:00.000Z");
          out.writeBooleanField("build_snapshot", false);
          out.writeStringField("lucene_version", "9.12.2");
          out.writeStringField("minimum_wire_compatibility_version", "7.17.0");
          out.writeStringField("minimum_index_compatibility_version", "7.0.0");
          out.writeEndObject();
          out.writeStringField("tagline", "You Know, for Search");
          out.writeEndObject();
        });
  }

  private Reply license() {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("license");
          out.writeStringField("status", "active");
          out.writeStringField("uid", clusterUuid);
          out.writeStringField("type", "basic");
          out.writeStringField("issued_to", "mallwatch");
          out.writeStringField("issuer", "mallwatch");
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private Reply health() {
    int shards = logs.indices().size();
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("cluster_name", "mallwatch");
          out.writeStringField("status", "green");
          out.writeBooleanField("timed_out", false);
          out.writeNumberField("number_of_nodes", 1);
          out.writeNumberField("number_of_data_nodes", 1);
          out.writeNumberField("active_primary_shards", shards);
          out.writeNumberField("active_shards", shards);
          for (String none :
              List.of(
                  "relocating_shards",
                  "initializing_shards",
                  "unassigned_shards",
                  "delayed_unassigned_shards",
                  "number_of_pending_tasks",
                  "number_of_in_flight_fetch",
                  "task_max_waiting_in_queue_millis")) {
            out.writeNumberField(none, 0);
          }
          out.writeNumberField("active_shards_percent_as_number", 100.0);
          out.writeEndObject();
        });
  }

  /// The indices a pattern names.
  ///
  /// @throws io.mallwatch.doors.http.RefusedException when it names one that is not there
  private List<LogStore.IndexInfo> indices(String pattern) {
    String[] names = pattern.equals("_all") ? new String[] {"*"} : pattern.split(",");
    List<LogStore.IndexInfo> found =
        logs.indices().stream()
            .filter(index ->
                java.util.Arrays.stream(names)
                    .anyMatch(name -> Documents.covers(name, index.name())))
            .toList();
    for (String name : names) {
      if (!name.contains("*") && found.stream().noneMatch(i -> i.name().equals(name))) {
        throw ElasticErrors.noIndex(name);
      }
    }
    return found;
  }

  private Reply cat(Call call, String pattern) {
    List<LogStore.IndexInfo> found = indices(pattern);
    boolean bytes = call.param("bytes").isPresent();
    List<String> head =
        List.of(
            "health",
            "status",
            "index",
            "uuid",
            "pri",
            "rep",
            "docs.count",
            "docs.deleted",
            "store.size",
            "pri.store.size");
    List<List<String>> rows = new ArrayList<>();
    for (LogStore.IndexInfo index : found) {
      String size = bytes ? Long.toString(index.sizeBytes()) : size(index.sizeBytes());
      rows.add(
          List.of(
              "green",
              "open",
              index.name(),
              uuid(index.name()),
              "1",
              "0",
              Long.toString(index.entries()),
              "0",
              size,
              size));
    }
    List<String> columns =
        call.param("h").map(h -> List.of(h.split(","))).filter(head::containsAll).orElse(head);
    if (call.param("format").orElse("").equals("json")
        || call.header("accept").orElse("").contains("json")) {
      return Reply.json(
          200,
          out -> {
            out.writeStartArray();
            for (List<String> row : rows) {
              out.writeStartObject();
              for (String column : columns) {
                out.writeStringField(column, row.get(head.indexOf(column)));
              }
              out.writeEndObject();
            }
            out.writeEndArray();
          });
    }
    StringBuilder text = new StringBuilder();
    if (call.params().has("v")) {
      text.append(String.join(" ", columns)).append('\n');
    }
    for (List<String> row : rows) {
      text.append(String.join(" ", columns.stream().map(c -> row.get(head.indexOf(c))).toList()));
      text.append('\n');
    }
    return Reply.text(200, text.toString());
  }

  private static String uuid(String index) {
    return "mw-%08x".formatted(index.hashCode());
  }

  private static String size(long bytes) {
    String[] units = {"b", "kb", "mb", "gb", "tb"};
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + "b" : String.format(Locale.ROOT, "%.1f%s", size, units[unit]);
  }

  private Reply resolve(Call call) {
    List<LogStore.IndexInfo> found = indices(call.path("index"));
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("indices");
          for (LogStore.IndexInfo index : found) {
            out.writeStartObject();
            out.writeStringField("name", index.name());
            out.writeArrayFieldStart("attributes");
            out.writeString("open");
            out.writeEndArray();
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeArrayFieldStart("aliases");
          out.writeEndArray();
          out.writeArrayFieldStart("data_streams");
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  /// The fields of entries and those of the structured data of the newest entries.
  private Map<String, String> fields(String pattern, Call call) {
    Map<String, String> fields = new TreeMap<>(FIELDS);
    LogQuery newest =
        new LogQuery(
            pattern,
            QueryNodes.ALL_TIME,
            new LogFilter.All(),
            LogQuery.Order.NEWEST_FIRST,
            0,
            SAMPLE,
            null,
            1,
            call.deadline());
    for (LogHit hit : logs.search(newest).hits()) {
      Documents.leaves(Map.of("data", hit.entry().data()))
          .forEach((path, values) -> fields.putIfAbsent(path, type(values.getFirst())));
    }
    return fields;
  }

  private static String type(Object value) {
    return switch (value) {
      case Boolean _ -> "boolean";
      case Number _ -> "double";
      default -> "keyword";
    };
  }

  private Reply fieldCaps(Call call, String path) {
    String pattern = path.startsWith("/{index}") ? call.path("index") : "*";
    List<LogStore.IndexInfo> found = indices(pattern);
    Object inBody = Nodes.body(call.body()).get("fields");
    List<String> wanted =
        call.param("fields")
            .map(names -> List.of(names.split(",")))
            .orElseGet(
                () -> Nodes.list(inBody).stream().map(n -> Nodes.text("fields", n)).toList());
    if (wanted.isEmpty()) {
      throw ElasticErrors.illegal("no fields specified");
    }
    Map<String, String> fields = fields(pattern, call);
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("indices");
          for (LogStore.IndexInfo index : found) {
            out.writeString(index.name());
          }
          out.writeEndArray();
          out.writeObjectFieldStart("fields");
          for (Map.Entry<String, String> field : fields.entrySet()) {
            if (wanted.stream().anyMatch(name -> Documents.covers(name, field.getKey()))) {
              capability(out, field.getKey(), field.getValue());
            }
          }
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private static void capability(JsonGenerator out, String name, String type) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeObjectFieldStart(type);
    out.writeStringField("type", type);
    out.writeBooleanField("metadata_field", false);
    out.writeBooleanField("searchable", true);
    out.writeBooleanField("aggregatable", !type.equals("text"));
    out.writeEndObject();
    out.writeEndObject();
  }

  private Reply mapping(Call call, String pattern) {
    List<LogStore.IndexInfo> found = indices(pattern);
    Map<String, Object> properties = new TreeMap<>();
    fields(pattern, call).forEach((path, type) -> property(properties, path, type));
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          for (LogStore.IndexInfo index : found) {
            out.writeObjectFieldStart(index.name());
            out.writeObjectFieldStart("mappings");
            out.writeFieldName("properties");
            io.mallwatch.doors.http.Json.any(out, properties);
            out.writeEndObject();
            out.writeEndObject();
          }
          out.writeEndObject();
        });
  }

  /// Puts `error.name` into the properties of `error`.
  private static void property(Map<String, Object> properties, String path, String type) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      properties.putIfAbsent(path, Map.of("type", type));
      return;
    }
    Object below =
        properties.computeIfAbsent(
            path.substring(0, dot),
            _ -> new TreeMap<String, Object>(Map.of("properties", new TreeMap<String, Object>())));
    if (below instanceof Map<?, ?> object
        && object.get("properties") instanceof TreeMap<?, ?> map) {
      @SuppressWarnings("unchecked")
      Map<String, Object> inner = (Map<String, Object>) map;
      property(inner, path.substring(dot + 1), type);
    }
  }

  /// Indices come to be with their first entry; there is nothing to prepare.
  private Reply create(Call call) {
    String index = call.path("index");
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeBooleanField("acknowledged", true);
          out.writeBooleanField("shards_acknowledged", true);
          out.writeStringField("index", index);
          out.writeEndObject();
        });
  }

  private Reply drop(Call call) {
    String pattern = call.path("index");
    if (pattern.equals("*") || pattern.equals("_all")) {
      throw ElasticErrors.illegal(
          "Wildcard expressions or all indices are not allowed: name what is to be deleted");
    }
    if (logs.drop(pattern).isEmpty() && !pattern.contains("*")) {
      if (!call.param("ignore_unavailable").orElse("").equals("true")) {
        throw ElasticErrors.noIndex(pattern);
      }
    }
    return Templates.acknowledged();
  }

  private Reply stats(String pattern) {
    List<LogStore.IndexInfo> found = indices(pattern);
    long entries = found.stream().mapToLong(LogStore.IndexInfo::entries).sum();
    long bytes = found.stream().mapToLong(LogStore.IndexInfo::sizeBytes).sum();
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          SearchRoutes.shards(out);
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

  private static Reply shards() {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          SearchRoutes.shards(out);
          out.writeEndObject();
        });
  }
}
