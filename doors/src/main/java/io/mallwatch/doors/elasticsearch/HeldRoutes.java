package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.Answers;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.logs.LogStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Scrolls and points in time.
final class HeldRoutes {

  private final Searches searches;
  private final Held held;

  HeldRoutes(Searches searches, Held held) {
    this.searches = searches;
    this.held = held;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (String path : List.of("/_search/scroll", "/_search/scroll/{id}")) {
      routes.add(Route.post(path, call -> next(call, path)));
      routes.add(Route.get(path, call -> next(call, path)));
      routes.add(Route.delete(path, call -> close(call, path)));
    }
    routes.add(Route.post("/{index}/_pit", this::openPoint));
    routes.add(Route.delete("/_pit", this::closePoint));
    // OpenSearch's names for them.
    routes.add(Route.post("/{index}/_search/point_in_time", this::openPoint));
    routes.add(Route.delete("/_search/point_in_time", this::closePoint));
    return routes;
  }

  private Reply openPoint(Call call) {
    // Names that are no index are refused now rather than at the first search.
    searches.pattern(call.path("index"), Searches.params(call));
    Duration keep = Held.keepAlive(call.param("keep_alive").orElse("5m"));
    String id = held.openPoint(call.path("index"), keep);
    boolean openSearch = call.head().path().endsWith("/point_in_time");
    long now = searches.indices().now().toEpochMilli();
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField(openSearch ? "pit_id" : "id", id);
          Answers.shards(out);
          if (openSearch) {
            out.writeNumberField("creation_time", now);
          }
          out.writeEndObject();
        });
  }

  private Reply closePoint(Call call) {
    Map<?, ?> body = Nodes.body(call.body());
    Object given = body.get("id") == null ? body.get("pit_id") : body.get("id");
    int closed = 0;
    for (Object id : Nodes.list(given)) {
      closed += held.closePoint(Nodes.text("id", id)) ? 1 : 0;
    }
    return freed(closed);
  }

  private static Reply freed(int count) {
    return Reply.json(
        count > 0 ? 200 : 404,
        out -> {
          out.writeStartObject();
          out.writeBooleanField("succeeded", true);
          out.writeNumberField("num_freed", count);
          out.writeEndObject();
        });
  }

  /// Answers a search and holds the store as it is for the pages behind.
  Reply first(Call call, String index, Map<?, ?> body, String keep) {
    Map<String, String> params = Searches.params(call);
    params.putIfAbsent("track_total_hits", "true");
    String pattern = searches.pattern(index, params);
    LogStore.Snapshot snapshot = held.openScroll(Held.keepAlive(keep));
    try {
      SearchAnswer answer =
          searches.over(snapshot, pattern, searches.filtered(index, body), params, call, false);
      List<LogHit> hits = answer.hits();
      held.goOn(
          snapshot.id(),
          new Held.Scroll(
              answer.asked(), hits.isEmpty() ? null : hits.getLast().cursor(), answer.total()));
      return answer.reply("_scroll_id", snapshot.id());
    } catch (RuntimeException e) {
      snapshot.close();
      throw e;
    }
  }

  /// Answers a search in a point in time.
  Reply inPoint(Call call, Map<?, ?> pit, Map<?, ?> body) {
    String id = Nodes.text("pit.id", pit.get("id"));
    Object alive = pit.get("keep_alive");
    Held.Point point = held.point(id, alive == null ? null : Nodes.text("keep_alive", alive));
    boolean tie = body.get("sort") != null;
    Map<String, String> params = Searches.params(call);
    String pattern = searches.indices().pattern(point.index(), true);
    Map<?, ?> filtered = searches.filtered(point.index(), body);
    return searches
        .over(point.snapshot(), pattern, filtered, params, call, tie)
        .reply("pit_id", id);
  }

  private Reply next(Call call, String path) {
    Map<?, ?> body = Nodes.body(call.body());
    Object given = body.get("scroll_id");
    String id =
        path.endsWith("{id}")
            ? call.path("id")
            : given == null ? call.param("scroll_id").orElse("") : Nodes.text("scroll_id", given);
    Held.Scroll scroll = held.scroll(id);
    LogStore.Snapshot snapshot = held.snapshot(id);
    Object keep =
        body.containsKey("scroll") ? body.get("scroll") : call.param("scroll").orElse(null);
    if (keep != null) {
      snapshot.keep(Held.keepAlive(Nodes.text("scroll", keep)));
    }
    long began = System.nanoTime();
    SearchBody asked = scroll.asked().behind(scroll.after());
    LogSearchResult found =
        scroll.after() == null
            ? new LogSearchResult(List.of(), 0, true)
            : snapshot.search(asked.query(0, asked.page().size(), call.deadline()));
    List<LogHit> hits = found.hits();
    held.goOn(
        id,
        new Held.Scroll(
            scroll.asked(), hits.isEmpty() ? null : hits.getLast().cursor(), scroll.total()));
    boolean asInt = "true".equals(Searches.params(call).get("rest_total_hits_as_int"));
    return new SearchAnswer(
            scroll.asked(),
            hits,
            scroll.total(),
            true,
            Map.of(),
            (System.nanoTime() - began) / 1_000_000,
            new SearchAnswer.Form(asInt, false))
        .reply("_scroll_id", id);
  }

  private Reply close(Call call, String path) {
    List<String> ids =
        path.endsWith("{id}")
            ? List.of(call.path("id").split(","))
            : Nodes.list(Nodes.body(call.body()).get("scroll_id")).stream()
                .map(id -> Nodes.text("scroll_id", id))
                .toList();
    if (ids.contains("_all") || ids.isEmpty()) {
      return freed(Math.max(1, held.closeScrolls()));
    }
    int closed = 0;
    for (String id : ids) {
      closed += held.closeScroll(id) ? 1 : 0;
    }
    return freed(closed);
  }
}
