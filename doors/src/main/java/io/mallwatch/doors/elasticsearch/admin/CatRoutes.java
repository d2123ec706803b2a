package io.mallwatch.doors.elasticsearch.admin;

import io.mallwatch.doors.elasticsearch.catalog.Catalog;
import io.mallwatch.doors.elasticsearch.catalog.Catalog.Kind;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tables for people: `_cat/indices`, `_cat/health` and their like.
final class CatRoutes {

  private static final List<String> TABLES =
      List.of(
          "aliases",
          "allocation",
          "count",
          "health",
          "indices",
          "master",
          "nodes",
          "plugins",
          "segments",
          "shards",
          "templates");
  private static final String ADDRESS = "127.0.0.1";
  private static final String NAME = "mallwatch";

  private final Indices indices;
  private final NodeFacts node;

  CatRoutes(Indices indices, NodeFacts node) {
    this.indices = indices;
    this.node = node;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(
        Route.get(
            "/_cat",
            _ -> Reply.text(200, "=^.^=\n/_cat/" + String.join("\n/_cat/", TABLES) + "\n")));
    both(routes, "/_cat/indices", this::indices);
    both(routes, "/_cat/count", this::count);
    both(routes, "/_cat/shards", this::shards);
    both(routes, "/_cat/segments", this::segments);
    both(routes, "/_cat/aliases", this::aliases);
    both(routes, "/_cat/templates", this::templates);
    routes.add(Route.get("/_cat/health", this::health));
    routes.add(Route.get("/_cat/nodes", this::nodes));
    routes.add(Route.get("/_cat/master", this::master));
    routes.add(Route.get("/_cat/allocation", this::allocation));
    routes.add(
        Route.get(
            "/_cat/plugins",
            call ->
                new CatTable().column("name").column("component").column("version").reply(call)));
    return routes;
  }

  /// Answers with the names that are meant, `*` for all.
  private interface Table {
    Reply of(Call call, String names);
  }

  private static void both(List<Route> routes, String path, Table table) {
    routes.add(Route.get(path, call -> table.of(call, "*")));
    routes.add(Route.get(path + "/{names}", call -> table.of(call, call.path("names"))));
  }

  private Reply indices(Call call, String names) {
    CatTable table =
        new CatTable()
            .column("health", "h")
            .column("status", "s")
            .column("index", "i", "idx")
            .column("uuid", "id")
            .number("pri", "p", "shards.primary")
            .number("rep", "r", "shards.replica")
            .number("docs.count", "dc", "docsCount")
            .number("docs.deleted", "dd", "docsDeleted")
            .number("store.size", "ss", "storeSize")
            .number("pri.store.size")
            .number("dataset.size");
    for (LogStore.IndexInfo index : indices.named(names, false)) {
      CatTable.Size size = new CatTable.Size(index.sizeBytes());
      table.row(
          "green",
          "open",
          index.name(),
          IndexRoutes.uuid(index.name()),
          1,
          0,
          index.entries(),
          0,
          size,
          size,
          size);
    }
    return table.reply(call);
  }

  private Reply count(Call call, String names) {
    long count = indices.named(names, false).stream().mapToLong(LogStore.IndexInfo::entries).sum();
    Instant now = indices.now();
    return new CatTable()
        .column("epoch", "t", "time")
        .column("timestamp", "ts", "hms")
        .column("count", "dc", "docs.count")
        .row(now.getEpochSecond(), clock(now), count)
        .reply(call);
  }

  private static String clock(Instant now) {
    return DateTimeFormatter.ofPattern("HH:mm:ss").format(now.atOffset(ZoneOffset.UTC));
  }

  private Reply health(Call call) {
    Instant now = indices.now();
    int shards = indices.all().size();
    return new CatTable()
        .column("epoch", "t", "time")
        .column("timestamp", "ts", "hms")
        .column("cluster", "cl")
        .column("status", "st")
        .number("node.total", "nt")
        .number("node.data", "nd")
        .number("shards", "t", "sh")
        .number("pri", "p")
        .number("relo", "r")
        .number("init", "i")
        .number("unassign", "u")
        .number("pending_tasks", "pt")
        .number("max_task_wait_time", "mtwt")
        .number("active_shards_percent", "asp")
        .row(
            now.getEpochSecond(),
            clock(now),
            NAME,
            "green",
            1,
            1,
            shards,
            shards,
            0,
            0,
            0,
            0,
            "-",
            "100.0%")
        .reply(call);
  }

  private Reply nodes(Call call) {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    return new CatTable()
        .column("ip", "i")
        .number("heap.percent", "hp")
        .column("node.role", "r", "role")
        .column("master", "m")
        .column("name", "n")
        .hidden("id", "nodeId")
        .hidden("version", "v")
        .hidden("heap.current", "hc")
        .hidden("heap.max", "hm")
        .row(
            ADDRESS,
            100 * used / runtime.maxMemory(),
            "dim",
            "*",
            NAME,
            node.nodeId(),
            node.version(call.header("user-agent")),
            new CatTable.Size(used),
            new CatTable.Size(runtime.maxMemory()))
        .reply(call);
  }

  private Reply master(Call call) {
    return new CatTable()
        .column("id")
        .column("host", "h")
        .column("ip")
        .column("node", "n")
        .row(node.nodeId(), ADDRESS, ADDRESS, NAME)
        .reply(call);
  }

  private Reply allocation(Call call) {
    long bytes = indices.all().stream().mapToLong(LogStore.IndexInfo::sizeBytes).sum();
    return new CatTable()
        .number("shards", "s")
        .number("disk.indices", "di", "diskIndices")
        .column("host", "h")
        .column("ip")
        .column("node", "n")
        .row(indices.all().size(), new CatTable.Size(bytes), ADDRESS, ADDRESS, NAME)
        .reply(call);
  }

  private Reply shards(Call call, String names) {
    CatTable table =
        new CatTable()
            .column("index", "i", "idx")
            .number("shard", "s", "sh")
            .column("prirep", "p", "pr", "primaryOrReplica")
            .column("state", "st")
            .number("docs", "d", "dc")
            .number("store", "sto")
            .column("ip")
            .column("node", "n");
    for (LogStore.IndexInfo index : indices.named(names, false)) {
      CatTable.Size size = new CatTable.Size(index.sizeBytes());
      table.row(index.name(), 0, "p", "STARTED", index.entries(), size, ADDRESS, NAME);
    }
    return table.reply(call);
  }

  private Reply segments(Call call, String names) {
    CatTable table =
        new CatTable()
            .column("index", "i", "idx")
            .number("shard", "s", "sh")
            .column("prirep", "p", "pr", "primaryOrReplica")
            .column("ip")
            .column("segment", "seg")
            .number("docs.count", "dc")
            .number("size", "si");
    for (LogStore.IndexInfo index : indices.named(names, false)) {
      CatTable.Size size = new CatTable.Size(index.sizeBytes());
      table.row(index.name(), 0, "p", ADDRESS, "_0", index.entries(), size);
    }
    return table.reply(call);
  }

  private static String orDash(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }

  private Reply aliases(Call call, String names) {
    CatTable table =
        new CatTable()
            .column("alias", "a")
            .column("index", "i", "idx")
            .column("filter", "f", "fi")
            .column("routing.index", "ri", "routingIndex")
            .column("routing.search", "rs", "routingSearch")
            .column("is_write_index", "w", "isWriteIndex");
    indices
        .catalog()
        .all(Kind.ALIAS)
        .forEach((alias, body) ->
            Indices.members(body)
                .forEach((index, said) -> {
                  if (isNamed(names, alias)) {
                    Map<?, ?> told = said instanceof Map<?, ?> map ? map : Map.of();
                    table.row(
                        alias,
                        String.valueOf(index),
                        told.get("filter") == null ? "-" : "*",
                        orDash(told.get("index_routing")),
                        orDash(told.get("search_routing")),
                        orDash(told.get("is_write_index")));
                  }
                }));
    return table.reply(call);
  }

  private Reply templates(Call call, String names) {
    CatTable table =
        new CatTable()
            .column("name", "n")
            .column("index_patterns", "t")
            .column("order", "o", "p")
            .column("version", "v")
            .column("composed_of", "c");
    for (Kind kind : List.of(Kind.INDEX_TEMPLATE, Kind.LEGACY_TEMPLATE)) {
      Catalog catalog = indices.catalog();
      catalog
          .all(kind)
          .forEach((name, body) -> {
            if (isNamed(names, name)) {
              Object order = body.get(kind == Kind.LEGACY_TEMPLATE ? "order" : "priority");
              Object version = body.get("version");
              table.row(
                  name,
                  Nodes.list(body.get("index_patterns")).toString(),
                  order == null ? "0" : order.toString(),
                  version == null ? "" : version.toString(),
                  kind == Kind.LEGACY_TEMPLATE
                      ? ""
                      : Nodes.list(body.get("composed_of")).toString());
            }
          });
    }
    return table.reply(call);
  }

  private static boolean isNamed(String names, String name) {
    for (String pattern : names.split(",")) {
      if (Names.matches(pattern, name)) {
        return true;
      }
    }
    return false;
  }
}
