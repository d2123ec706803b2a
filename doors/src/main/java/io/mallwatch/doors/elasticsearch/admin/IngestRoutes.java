package io.mallwatch.doors.elasticsearch.admin;

import io.mallwatch.doors.elasticsearch.wire.Answers;
import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.pipeline.BadPipelineException;
import io.mallwatch.logs.pipeline.Document;
import io.mallwatch.logs.pipeline.Outcome;
import io.mallwatch.logs.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Ingest pipelines: kept, given back, tried out.
final class IngestRoutes {

  /// Processors that pipelines may have, as `_nodes` tells them.
  static final List<Map<String, String>> PROCESSORS =
      java.util.stream.Stream.of(
              "append",
              "convert",
              "date",
              "dissect",
              "drop",
              "fail",
              "fingerprint",
              "foreach",
              "grok",
              "gsub",
              "join",
              "json",
              "kv",
              "lowercase",
              "pipeline",
              "redact",
              "remove",
              "rename",
              "reroute",
              "set",
              "split",
              "trim",
              "uppercase",
              "urldecode")
          .map(type -> Map.of("type", type))
          .toList();

  private static final int MOST_DOCUMENTS = 1_000;

  private final Pipelines pipelines;

  IngestRoutes(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.put("/_ingest/pipeline/{name}", this::put));
    routes.add(Route.get("/_ingest/pipeline", _ -> get("*")));
    routes.add(Route.get("/_ingest/pipeline/{name}", call -> get(call.path("name"))));
    routes.add(Route.delete("/_ingest/pipeline/{name}", this::delete));
    for (String path :
        List.of("/_ingest/pipeline/_simulate", "/_ingest/pipeline/{name}/_simulate")) {
      routes.add(Route.post(path, call -> simulate(call, path)));
      routes.add(Route.get(path, call -> simulate(call, path)));
    }
    return routes;
  }

  private static Map<String, @Nullable Object> definition(Map<?, ?> body) {
    Map<String, @Nullable Object> definition = new LinkedHashMap<>();
    body.forEach((name, value) -> definition.put(String.valueOf(name), value));
    return definition;
  }

  private Reply put(Call call) {
    try {
      pipelines.put(call.path("name"), definition(Nodes.body(call.body())));
    } catch (BadPipelineException e) {
      throw refused(e);
    }
    return Answers.acknowledged();
  }

  private static RefusedException refused(BadPipelineException e) {
    String type = e.processor().isEmpty() ? "illegal_argument_exception" : "parse_exception";
    return new RefusedException(Problem.bad(String.valueOf(e.getMessage())).named(type));
  }

  private Reply get(String pattern) {
    Map<String, Object> found = new TreeMap<>();
    pipelines
        .all()
        .forEach((name, definition) -> {
          for (String one : pattern.split(",")) {
            if (Names.matches(one, name)) {
              found.put(name, definition);
            }
          }
        });
    return found.isEmpty() && !pattern.contains("*")
        ? Reply.json(404, out -> out.writeRaw("{}"))
        : Answers.tree(found);
  }

  private Reply delete(Call call) {
    String name = call.path("name");
    if (name.contains("*")) {
      pipelines.all().keySet().stream()
          .filter(one -> Names.matches(name, one))
          .forEach(pipelines::delete);
    } else if (!pipelines.delete(name)) {
      throw new RefusedException(
          Problem.notFound("pipeline [%s] is missing".formatted(name))
              .named("resource_not_found_exception"));
    }
    return Answers.acknowledged();
  }

  private Reply simulate(Call call, String path) {
    Map<?, ?> body = Nodes.body(call.body());
    List<?> documents = Nodes.list(body.get("docs"));
    if (documents.isEmpty()) {
      throw new RefusedException(
          Problem.bad("must specify at least one document in [docs]").named("parse_exception"));
    }
    if (documents.size() > MOST_DOCUMENTS) {
      throw new RefusedException(
          Problem.bad("more than %d documents".formatted(MOST_DOCUMENTS))
              .named("illegal_argument_exception"));
    }
    boolean verbose =
        !call.param("verbose").orElse("false").equals("false")
            || call.params().first("verbose").filter(String::isEmpty).isPresent();
    List<Object> answers = new ArrayList<>();
    try {
      for (Object item : documents) {
        Map<?, ?> one = Nodes.object("docs", item);
        Map<String, ?> source = definition(Nodes.object("_source", one.get("_source")));
        String index = one.get("_index") == null ? "_index" : String.valueOf(one.get("_index"));
        String id = one.get("_id") == null ? "_id" : String.valueOf(one.get("_id"));
        Pipelines.Simulated simulated =
            path.contains("{name}")
                ? pipelines.simulate(call.path("name"), index, id, source)
                : pipelines.simulate(
                    definition(Nodes.object("pipeline", body.get("pipeline"))), index, id, source);
        answers.add(verbose ? steps(simulated) : outcome(simulated.outcome()));
      }
    } catch (BadPipelineException e) {
      throw refused(e);
    }
    return Answers.tree(Map.of("docs", answers));
  }

  private static Map<String, Object> steps(Pipelines.Simulated simulated) {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (Document.StepResult step : simulated.steps()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("processor_type", step.processor());
      one.put("status", step.status());
      if (!step.tag().isEmpty()) {
        one.put("tag", step.tag());
      }
      if (!step.reason().isEmpty()) {
        one.put("error", error(step.processor(), step.reason()));
      }
      Document document = step.document();
      if (document != null) {
        one.put("doc", document(document));
      }
      steps.add(one);
    }
    return Map.of("processor_results", steps);
  }

  private static @Nullable Map<String, Object> outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Kept(Document document) -> Map.of("doc", document(document));
      case Outcome.Dropped() -> null;
      case Outcome.Failed failed -> Map.of("error", error(failed.processor(), failed.reason()));
    };
  }

  private static Map<String, Object> document(Document document) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("_index", document.index());
    String id = document.id();
    one.put("_id", id == null ? "_id" : id);
    one.put("_version", "-3");
    one.put("_source", document.source());
    one.put("_ingest", document.ingest());
    return one;
  }

  static Map<String, Object> error(String processor, String reason) {
    String type =
        processor.equals("fail") ? "fail_processor_exception" : "illegal_argument_exception";
    Map<String, Object> cause = new LinkedHashMap<>();
    cause.put("type", type);
    cause.put("reason", reason);
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("root_cause", List.of(cause));
    error.putAll(cause);
    return error;
  }
}
