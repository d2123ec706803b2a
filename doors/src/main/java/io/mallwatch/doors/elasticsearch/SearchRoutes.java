package io.mallwatch.doors.elasticsearch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.elasticsearch.wire.Answers;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `_search`, `_count`, `_msearch`, `_async_search`.
final class SearchRoutes {

  private static final int MAX_SEARCHES = 200;

  /// What answers with scripts or changes entries, which this log store does not.
  private static final Map<String, String> REFUSED =
      Map.of(
          "_search/template", "search templates are not supported: send the search itself",
          "_msearch/template", "search templates are not supported: send the searches themselves",
          "_delete_by_query",
              "log entries never change: they are dropped by index, or by age and level",
          "_update_by_query", "log entries never change",
          "_sql", "SQL is not supported: use _search",
          "_query", "ES|QL is not supported: use _search",
          "_eql/search", "EQL is not supported: use _search");

  private final Searches searches;
  private final HeldRoutes held;

  SearchRoutes(Searches searches, HeldRoutes held) {
    this.searches = searches;
    this.held = held;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>(held.routes());
    for (String prefix : List.of("", "/{index}")) {
      boolean inPath = !prefix.isEmpty();
      both(routes, prefix + "/_search", call -> search(call, inPath));
      both(routes, prefix + "/_count", call -> count(call, inPath));
      both(routes, prefix + "/_msearch", call -> multi(call, inPath));
      routes.add(Route.post(prefix + "/_async_search", call -> async(call, inPath)));
      REFUSED.forEach((path, reason) ->
          both(
              routes,
              prefix + "/" + path,
              _ -> {
                throw ElasticErrors.illegal(reason);
              }));
    }
    routes.add(Route.delete("/_async_search/{id}", _ -> Answers.acknowledged()));
    routes.add(
        Route.post(
            "/_reindex",
            _ -> {
              throw ElasticErrors.illegal("log entries are not copied from index to index");
            }));
    return routes;
  }

  static void both(List<Route> routes, String path, Route.Handler handler) {
    routes.add(Route.get(path, handler));
    routes.add(Route.post(path, handler));
  }

  static String index(Call call, boolean inPath) {
    return inPath ? call.path("index") : "*";
  }

  private Reply search(Call call, boolean inPath) {
    Map<?, ?> body = Nodes.body(call.body());
    Map<String, String> params = Searches.params(call);
    String keep = params.get("scroll");
    if (keep != null) {
      return held.first(call, index(call, inPath), body, keep);
    }
    if (body.get("pit") instanceof Map<?, ?> pit) {
      return held.inPoint(call, pit, body);
    }
    return searches.now(index(call, inPath), body, params, call).reply("", "");
  }

  /// Complete at once; there is nothing to come back for.
  private Reply async(Call call, boolean inPath) {
    SearchAnswer answer =
        searches.now(index(call, inPath), Nodes.body(call.body()), Searches.params(call), call);
    long now = searches.indices().now().toEpochMilli();
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeBooleanField("is_partial", false);
          out.writeBooleanField("is_running", false);
          out.writeNumberField("start_time_in_millis", now);
          out.writeNumberField("expiration_time_in_millis", now);
          out.writeNumberField("completion_time_in_millis", now);
          out.writeObjectFieldStart("response");
          answer.write(out);
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private Reply count(Call call, boolean inPath) {
    Map<?, ?> body = Nodes.body(call.body());
    for (Object name : body.keySet()) {
      if (!"query".equals(name)) {
        throw ElasticErrors.parsing("request does not support [%s]".formatted(name));
      }
    }
    long count = searches.count(index(call, inPath), body, Searches.params(call), call.deadline());
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeNumberField("count", count);
          Answers.shards(out);
          out.writeEndObject();
        });
  }

  /// One search of many; a bad one fails alone.
  private sealed interface Outcome {}

  private record Done(SearchAnswer answer) implements Outcome {}

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
      Map<String, String> params = Searches.params(call);
      if (Nodes.flag(header.get("ignore_unavailable"))) {
        params.put("ignore_unavailable", "true");
      }
      List<?> named = Nodes.list(header.get("index"));
      String index =
          named.isEmpty()
              ? defaultIndex
              : String.join(",", named.stream().map(n -> Nodes.text("index", n)).toList());
      Map<?, ?> search = Nodes.body(body.getBytes(StandardCharsets.UTF_8));
      return new Done(searches.now(index.isEmpty() ? "*" : index, search, params, call));
    } catch (RuntimeException e) {
      return new Failed(Problem.of(e).orElseThrow(() -> e));
    }
  }

  private static void write(JsonGenerator out, Outcome outcome) throws IOException {
    out.writeStartObject();
    switch (outcome) {
      case Done(SearchAnswer answer) -> {
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
