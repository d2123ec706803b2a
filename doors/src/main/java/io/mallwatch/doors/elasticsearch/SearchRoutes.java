package io.mallwatch.doors.elasticsearch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Params;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogAggregated;
import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogReads;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.logs.LogStore;
import io.mallwatch.model.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `_search`, `_count`, `_msearch`.
final class SearchRoutes {

  private static final int MAX_SEARCHES = 200;

  private final LogStore logs;
  private final InstantSource clock;
  private final Held held;

  SearchRoutes(LogStore logs, InstantSource clock) {
    this.logs = logs;
    this.clock = clock;
    this.held = new Held(logs);
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (String prefix : List.of("", "/{index}")) {
      routes.add(Route.get(prefix + "/_search", call -> search(call, !prefix.isEmpty())));
      routes.add(Route.post(prefix + "/_search", call -> search(call, !prefix.isEmpty())));
      routes.add(Route.get(prefix + "/_count", call -> count(call, !prefix.isEmpty())));
      routes.add(Route.post(prefix + "/_count", call -> count(call, !prefix.isEmpty())));
      routes.add(Route.get(prefix + "/_msearch", call -> multi(call, !prefix.isEmpty())));
      routes.add(Route.post(prefix + "/_msearch", call -> multi(call, !prefix.isEmpty())));
    }
    for (String path : List.of("/_search/scroll", "/_search/scroll/{id}")) {
      routes.add(Route.post(path, call -> scroll(call, path)));
      routes.add(Route.get(path, call -> scroll(call, path)));
      routes.add(Route.delete(path, call -> closeScroll(call, path)));
    }
    routes.add(Route.post("/{index}/_pit", this::openPoint));
    routes.add(Route.delete("/_pit", this::closePoint));
    for (String prefix : List.of("", "/{index}")) {
      routes.add(Route.post(prefix + "/_async_search", call -> async(call, !prefix.isEmpty())));
      routes.add(Route.get(prefix + "/_validate/query", call -> validate(call, !prefix.isEmpty())));
      routes.add(
          Route.post(prefix + "/_validate/query", call -> validate(call, !prefix.isEmpty())));
    }
    return routes;
  }

  private Reply openPoint(Call call) {
    checkIndex(call.path("index"), params(call));
    String keep = call.param("keep_alive").orElse("5m");
    String id = held.openPoint(call.path("index"), Held.keepAlive(keep));
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("id", id);
          shards(out);
          out.writeEndObject();
        });
  }

  private Reply closePoint(Call call) {
    boolean closed = held.closePoint(Nodes.text("id", Nodes.body(call.body()).get("id")));
    return freed(closed ? 1 : 0);
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

  private Reply scroll(Call call, String path) {
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
            : snapshot.search(asked.query(call.deadline()));
    LogSearchResult all = snapshot.search(scroll.asked().counting(call.deadline()));
    List<LogHit> hits = found.hits();
    held.goOn(id, new Held.Scroll(scroll.asked(), hits.isEmpty() ? null : hits.getLast().cursor()));
    Answer answer =
        new Answer(
            scroll.asked(),
            hits,
            all.total(),
            all.totalExact(),
            Map.of(),
            (System.nanoTime() - began) / 1_000_000,
            "true".equals(params(call).get("rest_total_hits_as_int")));
    return told(answer, "_scroll_id", id);
  }

  private static Reply told(Answer answer, String name, String id) {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          if (!name.isEmpty()) {
            out.writeStringField(name, id);
          }
          answer.write(out);
          out.writeEndObject();
        });
  }

  private Reply closeScroll(Call call, String path) {
    List<String> ids =
        path.endsWith("{id}")
            ? List.of(call.path("id").split(","))
            : Nodes.list(Nodes.body(call.body()).get("scroll_id")).stream()
                .map(id -> Nodes.text("scroll_id", id))
                .toList();
    int closed = 0;
    if (ids.contains("_all") || ids.isEmpty()) {
      return freed(Math.max(1, held.closeScrolls()));
    }
    for (String id : ids) {
      closed += held.closeScroll(id) ? 1 : 0;
    }
    return freed(closed);
  }

  /// Complete at once; there is nothing to come back for.
  private Reply async(Call call, boolean inPath) {
    Answer answer = answer(index(call, inPath), Nodes.body(call.body()), params(call), call);
    long now = clock.millis();
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeBooleanField("is_partial", false);
          out.writeBooleanField("is_running", false);
          out.writeNumberField("start_time_in_millis", now);
          out.writeNumberField("expiration_time_in_millis", now);
          out.writeObjectFieldStart("response");
          answer.write(out);
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private Reply validate(Call call, boolean inPath) {
    String error = "";
    try {
      Map<?, ?> body = Nodes.body(call.body());
      SearchBody.parse(index(call, inPath), body, params(call), clock.instant());
    } catch (RefusedException e) {
      error = e.problem().message();
    }
    String wrong = error;
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          shards(out);
          out.writeBooleanField("valid", wrong.isEmpty());
          if (!wrong.isEmpty() && "true".equals(call.param("explain").orElse(""))) {
            out.writeStringField("error", wrong);
          }
          out.writeEndObject();
        });
  }

  private static String index(Call call, boolean inPath) {
    return inPath ? call.path("index") : "*";
  }

  private static Map<String, String> params(Call call) {
    Map<String, String> params = new HashMap<>();
    for (Params.Param param : call.params().list()) {
      params.putIfAbsent(param.name(), param.value());
    }
    return params;
  }

  /// @throws RefusedException when a name without a star is no index
  private void checkIndex(String pattern, Map<String, String> params) {
    if ("true".equals(params.get("ignore_unavailable"))) {
      return;
    }
    List<String> named =
        java.util.Arrays.stream(pattern.split(","))
            .filter(name -> !name.contains("*") && !name.equals("_all") && !name.startsWith("-"))
            .toList();
    if (named.isEmpty()) {
      return;
    }
    List<String> known = logs.indices().stream().map(LogStore.IndexInfo::name).toList();
    for (String name : named) {
      if (!known.contains(name)) {
        throw ElasticErrors.noIndex(name);
      }
    }
  }

  private Reply search(Call call, boolean inPath) {
    Map<?, ?> body = Nodes.body(call.body());
    Map<String, String> params = params(call);
    String keep = params.get("scroll");
    if (keep != null) {
      return firstOfScroll(call, index(call, inPath), body, params, Held.keepAlive(keep));
    }
    if (body.get("pit") instanceof Map<?, ?> pit) {
      String id = Nodes.text("pit.id", pit.get("id"));
      Object alive = pit.get("keep_alive");
      Held.Point point = held.point(id, alive == null ? null : Nodes.text("keep_alive", alive));
      return told(answer(point.snapshot(), point.index(), body, params, call), "pit_id", id);
    }
    return told(answer(index(call, inPath), body, params, call), "", "");
  }

  private Reply firstOfScroll(
      Call call, String index, Map<?, ?> body, Map<String, String> params, Duration keep) {
    checkIndex(index, params);
    LogStore.Snapshot snapshot = held.openScroll(keep);
    try {
      Answer answer = answer(snapshot, index, body, params, call);
      List<LogHit> hits = answer.hits();
      held.goOn(
          snapshot.id(),
          new Held.Scroll(answer.asked(), hits.isEmpty() ? null : hits.getLast().cursor()));
      return told(answer, "_scroll_id", snapshot.id());
    } catch (RuntimeException e) {
      snapshot.close();
      throw e;
    }
  }

  /// A search that is done.
  private record Answer(
      SearchBody asked,
      List<LogHit> hits,
      long total,
      boolean totalExact,
      Map<String, Object> aggregations,
      long tookMillis,
      boolean totalAsInt) {

    void write(JsonGenerator out) throws IOException {
      out.writeNumberField("took", tookMillis);
      out.writeBooleanField("timed_out", false);
      shards(out);
      out.writeObjectFieldStart("hits");
      if (asked.countUpTo() >= 0) {
        if (totalAsInt) {
          out.writeNumberField("total", total);
        } else {
          out.writeObjectFieldStart("total");
          out.writeNumberField("value", total);
          out.writeStringField("relation", totalExact ? "eq" : "gte");
          out.writeEndObject();
        }
      }
      if (asked.sorted() || hits.isEmpty()) {
        out.writeNullField("max_score");
      } else {
        out.writeNumberField("max_score", 1.0);
      }
      out.writeArrayFieldStart("hits");
      for (LogHit hit : hits) {
        hit(out, hit);
      }
      out.writeEndArray();
      out.writeEndObject();
      if (!aggregations.isEmpty()) {
        out.writeFieldName("aggregations");
        AggregationAnswers.write(out, aggregations);
      }
    }

    private void hit(JsonGenerator out, LogHit hit) throws IOException {
      out.writeStartObject();
      out.writeStringField("_index", hit.index());
      out.writeStringField("_id", hit.id());
      if (asked.sorted()) {
        out.writeNullField("_score");
      } else {
        out.writeNumberField("_score", 1.0);
      }
      if (asked.source().wanted()) {
        out.writeFieldName("_source");
        Json.any(out, asked.source().cut(hit));
      }
      if (!asked.fields().isEmpty()) {
        out.writeObjectFieldStart("fields");
        for (Map.Entry<String, List<Object>> leaf :
            Documents.leaves(Documents.of(hit.entry())).entrySet()) {
          if (asked.fields().stream().anyMatch(p -> Documents.covers(p, leaf.getKey()))) {
            out.writeFieldName(leaf.getKey());
            Json.any(out, leaf.getValue());
          }
        }
        out.writeEndObject();
      }
      if (asked.sorted()) {
        out.writeArrayFieldStart("sort");
        out.writeNumber(hit.entry().timestamp().toEpochMilli());
        out.writeString(hit.cursor());
        out.writeEndArray();
      }
      out.writeEndObject();
    }
  }

  static void shards(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("_shards");
    out.writeNumberField("total", 1);
    out.writeNumberField("successful", 1);
    out.writeNumberField("skipped", 0);
    out.writeNumberField("failed", 0);
    out.writeEndObject();
  }

  private Answer answer(String index, Map<?, ?> body, Map<String, String> params, Call call) {
    checkIndex(index, params);
    return answer(logs, index, body, params, call);
  }

  private Answer answer(
      LogReads reads, String index, Map<?, ?> body, Map<String, String> params, Call call) {
    long began = System.nanoTime();
    SearchBody asked = SearchBody.parse(index, body, params, clock.instant());
    List<LogHit> hits;
    long total;
    boolean exact = true;
    if (asked.byIds() != null) {
      hits =
          asked.byIds().stream()
              .distinct()
              .map(id -> logs.find(asked.index(), id))
              .flatMap(Optional::stream)
              .toList();
      total = hits.size();
    } else {
      if (asked.from() + asked.size() > LogQuery.MAX_WINDOW) {
        throw ElasticErrors.illegal(
            "Result window is too large, from + size must be less than or equal to: [%d]"
                .formatted(LogQuery.MAX_WINDOW));
      }
      LogSearchResult found = reads.search(asked.query(call.deadline()));
      hits = found.hits();
      total = found.total();
      exact = found.totalExact();
    }
    Map<String, Object> aggregations =
        aggregations(reads, asked, "true".equals(params.get("typed_keys")), call.deadline());
    return new Answer(
        asked,
        hits,
        total,
        exact,
        aggregations,
        (System.nanoTime() - began) / 1_000_000,
        "true".equals(params.get("rest_total_hits_as_int")));
  }

  private Map<String, Object> aggregations(
      LogReads reads, SearchBody asked, boolean typedKeys, Deadline deadline) {
    List<Asked> all = Asked.all(asked.aggregations());
    if (all.isEmpty()) {
      return Map.of();
    }
    Instant now = clock.instant();
    AggregationNodes nodes = new AggregationNodes(now);
    List<Asked> scoped = all.stream().filter(one -> !one.type().equals("global")).toList();
    Map<String, LogAggregated> computed =
        new HashMap<>(
            aggregate(
                reads,
                new SearchBody.Scope(asked.index(), asked.range(), asked.filter()),
                nodes.of(scoped),
                deadline));
    for (Asked one : all) {
      if (one.type().equals("global")) {
        Asked every = new Asked(one.name(), "sampler", Map.of(), one.below(), Map.of());
        computed.putAll(
            aggregate(
                reads,
                new SearchBody.Scope(asked.index(), QueryNodes.ALL_TIME, new LogFilter.All()),
                nodes.of(List.of(every)),
                deadline));
      }
    }
    FieldTypes types = new FieldTypes(logs, asked.index(), now, deadline);
    return new AggregationAnswers(types, typedKeys).of(all, computed);
  }

  private static Map<String, LogAggregated> aggregate(
      LogReads reads, SearchBody.Scope scope, Map<String, LogAggregate> wanted, Deadline deadline) {
    return wanted.isEmpty()
        ? Map.of()
        : reads
            .aggregate(
                new LogAggregation(
                    scope.index(),
                    scope.range(),
                    scope.filter(),
                    wanted,
                    LogAggregation.MAX_BUCKETS,
                    deadline))
            .answers();
  }

  private Reply count(Call call, boolean inPath) {
    String index = index(call, inPath);
    Map<String, String> params = params(call);
    checkIndex(index, params);
    Map<?, ?> body = Nodes.body(call.body());
    for (Object name : body.keySet()) {
      if (!"query".equals(name)) {
        throw ElasticErrors.parsing("request does not support [%s]".formatted(name));
      }
    }
    SearchBody asked = SearchBody.parse(index, body, params, clock.instant());
    long count =
        logs.aggregate(
                new LogAggregation(
                    index, asked.range(), asked.filter(), Map.of(), 1, call.deadline()))
            .total();
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeNumberField("count", count);
          shards(out);
          out.writeEndObject();
        });
  }

  /// One search of many; a bad one fails alone.
  private sealed interface Outcome {}

  private record Done(Answer answer) implements Outcome {}

  private record Failed(Problem problem) implements Outcome {}

  private Reply multi(Call call, boolean inPath) {
    long began = System.nanoTime();
    List<String> lines =
        new String(call.body(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    if (lines.isEmpty() || lines.size() % 2 != 0) {
      throw ElasticErrors.parsing("_msearch needs pairs of lines: a header and a body");
    }
    if (lines.size() / 2 > MAX_SEARCHES) {
      throw ElasticErrors.illegal("more than %d searches in one request".formatted(MAX_SEARCHES));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += 2) {
      outcomes.add(one(call, lines.get(i), lines.get(i + 1), index(call, inPath)));
    }
    long took = (System.nanoTime() - began) / 1_000_000;
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeNumberField("took", took);
          out.writeArrayFieldStart("responses");
          for (Outcome outcome : outcomes) {
            write(out, outcome);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private Outcome one(Call call, String head, String body, String defaultIndex) {
    try {
      Map<?, ?> header = Nodes.body(head.getBytes(StandardCharsets.UTF_8));
      Map<String, String> params = params(call);
      if (Nodes.flag(header.get("ignore_unavailable"))) {
        params.put("ignore_unavailable", "true");
      }
      List<?> named = Nodes.list(header.get("index"));
      String index =
          named.isEmpty()
              ? defaultIndex
              : String.join(",", named.stream().map(n -> Nodes.text("index", n)).toList());
      Map<?, ?> search = Nodes.body(body.getBytes(StandardCharsets.UTF_8));
      return new Done(answer(index.isEmpty() ? "*" : index, search, params, call));
    } catch (RuntimeException e) {
      return new Failed(Problem.of(e).orElseThrow(() -> e));
    }
  }

  private static void write(JsonGenerator out, Outcome outcome) throws IOException {
    out.writeStartObject();
    switch (outcome) {
      case Done(Answer answer) -> {
        answer.write(out);
        out.writeNumberField("status", 200);
      }
      case Failed(Problem problem) -> {
        out.writeFieldName("error");
        ElasticErrors.error(out, problem);
        out.writeNumberField("status", problem.status());
      }
    }
    out.writeEndObject();
  }
}
