package io.mallwatch.doors.elasticsearch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.elasticsearch.wire.Documents;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.ingest.BulkIntake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Documents in, many or one at a time, and out by id. Entries never change: a document is only
/// ever created, and its id is the store's.
final class DocumentRoutes {

  private final BulkIntake bulk;
  private final LogStore logs;
  private final Indices indices;
  private final DoorMetrics metrics;
  private final AtomicLong sequence = new AtomicLong();

  DocumentRoutes(ElasticsearchPorts ports, Indices indices, DoorMetrics metrics) {
    this.bulk = ports.bulk();
    this.indices = indices;
    this.logs = ports.logs();
    this.metrics = metrics;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.post("/_bulk", call -> bulk(call, null)));
    routes.add(Route.put("/_bulk", call -> bulk(call, null)));
    routes.add(Route.post("/{index}/_bulk", call -> bulk(call, call.path("index"))));
    routes.add(Route.put("/{index}/_bulk", call -> bulk(call, call.path("index"))));
    routes.add(Route.post("/{index}/_doc", call -> create(call, "")));
    for (String path : List.of("/{index}/_doc/{id}", "/{index}/_create/{id}")) {
      routes.add(Route.put(path, call -> create(call, call.path("id"))));
      routes.add(Route.post(path, call -> create(call, call.path("id"))));
    }
    for (String path : List.of("/_mget", "/{index}/_mget")) {
      routes.add(Route.get(path, call -> many(call, path)));
      routes.add(Route.post(path, call -> many(call, path)));
    }
    for (Route refused :
        List.of(
            Route.post("/{index}/_update/{id}", DocumentRoutes::unchanging),
            Route.delete("/{index}/_doc/{id}", DocumentRoutes::unchanging))) {
      routes.add(refused);
    }
    routes.add(Route.get("/{index}/_doc/{id}", this::document));
    routes.add(Route.get("/{index}/_source/{id}", this::source));
    return routes;
  }

  private Reply bulk(Call call, @Nullable String index) {
    long began = System.nanoTime();
    if (call.body().length == 0) {
      throw new RefusedException(Problem.bad("request body is required").named("parse_exception"));
    }
    List<BulkIntake.Result> results =
        bulk.accept(call.body(), 0, call.body().length, defaults(call, index));
    refresh(call);
    boolean errors = false;
    int refused = 0;
    for (BulkIntake.Result result : results) {
      if (!result.stored()) {
        errors = true;
        refused += result.status() == 409 ? 0 : 1;
        metrics.dropped(ElasticsearchDoor.NAME, result.errorType(), 1);
      }
    }
    bulk.senders().heard(ElasticsearchDoor.NAME, sender(call), results.size() - refused, refused);
    boolean anyErrors = errors;
    long took = (System.nanoTime() - began) / 1_000_000;
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeNumberField("took", took);
          out.writeBooleanField("errors", anyErrors);
          out.writeArrayFieldStart("items");
          for (BulkIntake.Result result : results) {
            out.writeStartObject();
            out.writeObjectFieldStart(result.operation());
            item(out, result);
            out.writeEndObject();
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  /// The program that sends, as it calls itself: `Elastic-filebeat/8.13.3 (linux; ...)`.
  private static String sender(Call call) {
    String agent = call.header("user-agent").orElse("").strip();
    int blank = agent.indexOf(' ');
    return blank < 0 ? agent : agent.substring(0, blank);
  }

  /// `refresh`, `refresh=true` and `refresh=wait_for` answer when searches see what was stored.
  private void refresh(Call call) {
    if (!call.param("refresh").orElse("false").equals("false")) {
      logs.refresh();
    }
  }

  private BulkIntake.Defaults defaults(Call call, @Nullable String index) {
    return new BulkIntake.Defaults(
        index, call.param("pipeline").orElse(null), new BulkTargets(indices));
  }

  private void item(JsonGenerator out, BulkIntake.Result result) throws IOException {
    out.writeStringField("_index", result.index());
    out.writeStringField("_id", result.id());
    if (result.stored()) {
      created(out);
      out.writeNumberField("status", result.status());
      return;
    }
    out.writeNumberField("status", result.status());
    out.writeObjectFieldStart("error");
    out.writeStringField("type", result.errorType());
    out.writeStringField("reason", result.reason());
    out.writeEndObject();
  }

  private void created(JsonGenerator out) throws IOException {
    out.writeNumberField("_version", 1);
    out.writeStringField("result", "created");
    out.writeObjectFieldStart("_shards");
    out.writeNumberField("total", 1);
    out.writeNumberField("successful", 1);
    out.writeNumberField("failed", 0);
    out.writeEndObject();
    out.writeNumberField("_seq_no", sequence.getAndIncrement());
    out.writeNumberField("_primary_term", 1);
  }

  /// One document, as a bulk request of one: the document may have line breaks, a bulk line may
  /// not.
  ///
  /// @param id empty to have one made
  private Reply create(Call call, String id) {
    Map<?, ?> document = Nodes.body(call.body());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Map<String, Object> action = Map.of("create", id.isEmpty() ? Map.of() : Map.of("_id", id));
    body.writeBytes(Json.write(out -> Json.any(out, action)));
    body.write('\n');
    body.writeBytes(Json.write(out -> Json.any(out, document)));
    body.write('\n');
    byte[] bytes = body.toByteArray();
    BulkIntake.Result result =
        bulk.accept(bytes, 0, bytes.length, defaults(call, call.path("index"))).getFirst();
    if (!result.stored()) {
      metrics.dropped(ElasticsearchDoor.NAME, result.errorType(), 1);
      throw new RefusedException(refusal(result));
    }
    refresh(call);
    return Reply.json(
        201,
        out -> {
          out.writeStartObject();
          out.writeStringField("_index", result.index());
          out.writeStringField("_id", result.id());
          created(out);
          out.writeEndObject();
        });
  }

  private static Reply unchanging(Call call) {
    throw ElasticErrors.illegal(
        "log entries never change: [%s] is not supported"
            .formatted(call.method().equals("DELETE") ? "delete" : "update"));
  }

  private static Problem refusal(BulkIntake.Result result) {
    Problem problem =
        switch (result.status()) {
          case 429 -> Problem.overloaded(result.reason());
          case 409 -> Problem.conflict(result.reason());
          case 503 -> Problem.unavailable(result.reason());
          default -> Problem.bad(result.reason());
        };
    return problem.named(result.errorType());
  }

  private Optional<LogHit> find(Call call) {
    String index = call.path("index");
    return logs.find(indices.pattern(index, false), call.path("id"));
  }

  private Reply document(Call call) {
    Optional<LogHit> found = find(call);
    Documents.Selection source = HitShape.sourceOf(Searches.params(call));
    return Reply.json(
        found.isPresent() ? 200 : 404,
        out -> {
          out.writeStartObject();
          out.writeStringField("_index", found.map(LogHit::index).orElse(call.path("index")));
          out.writeStringField("_id", call.path("id"));
          if (found.isPresent()) {
            out.writeNumberField("_version", 1);
            out.writeNumberField("_seq_no", 0);
            out.writeNumberField("_primary_term", 1);
            out.writeBooleanField("found", true);
            if (source.wanted()) {
              out.writeFieldName("_source");
              Json.any(out, source.cut(found.get()));
            }
          } else {
            out.writeBooleanField("found", false);
          }
          out.writeEndObject();
        });
  }

  private Reply many(Call call, String path) {
    Map<?, ?> body = Nodes.body(call.body());
    String index = path.startsWith("/{index}") ? call.path("index") : "*";
    List<Map.Entry<String, String>> wanted = new ArrayList<>();
    for (Object id : Nodes.list(body.get("ids"))) {
      wanted.add(Map.entry(index, Nodes.text("ids", id)));
    }
    for (Object item : Nodes.list(body.get("docs"))) {
      Map<?, ?> one = Nodes.object("docs", item);
      Object named = one.get("_index");
      wanted.add(
          Map.entry(
              named == null ? index : Nodes.text("_index", named),
              Nodes.text("_id", one.get("_id"))));
    }
    Documents.Selection source = HitShape.sourceOf(Searches.params(call));
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("docs");
          for (Map.Entry<String, String> one : wanted) {
            out.writeStartObject();
            Optional<LogHit> found = logs.find(indices.pattern(one.getKey(), true), one.getValue());
            out.writeStringField("_index", found.map(LogHit::index).orElse(one.getKey()));
            out.writeStringField("_id", one.getValue());
            out.writeBooleanField("found", found.isPresent());
            if (found.isPresent() && source.wanted()) {
              out.writeNumberField("_version", 1);
              out.writeFieldName("_source");
              Json.any(out, source.cut(found.get()));
            }
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private Reply source(Call call) {
    LogHit hit =
        find(call)
            .orElseThrow(() ->
                new RefusedException(
                    Problem.notFound(
                            "Document not found [%s]/[%s]"
                                .formatted(call.path("index"), call.path("id")))
                        .named("resource_not_found_exception")));
    Documents.Selection source = HitShape.sourceOf(Searches.params(call));
    return Reply.json(200, out -> Json.any(out, source.cut(hit)));
  }
}
