package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.Answers;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.query.FilterMatch;
import io.mallwatch.logs.query.LogWords;
import io.mallwatch.model.TimeRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Questions about queries and texts: `_analyze`, `_validate`, `_explain`, `_terms_enum`.
final class TextRoutes {

  private static final int MOST_TERMS = 10_000;

  private final Searches searches;

  TextRoutes(Searches searches) {
    this.searches = searches;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (String prefix : List.of("", "/{index}")) {
      boolean inPath = !prefix.isEmpty();
      SearchRoutes.both(routes, prefix + "/_analyze", TextRoutes::analyze);
      SearchRoutes.both(routes, prefix + "/_validate/query", call -> validate(call, inPath));
    }
    SearchRoutes.both(routes, "/{index}/_terms_enum", this::terms);
    SearchRoutes.both(routes, "/{index}/_explain/{id}", this::explain);
    return routes;
  }

  private static Reply analyze(Call call) {
    Map<?, ?> body = Nodes.body(call.body());
    Object given = body.get("text") == null ? call.param("text").orElse(null) : body.get("text");
    if (Nodes.list(given).isEmpty()) {
      throw new RefusedException(
          Problem.bad("Validation Failed: 1: text is missing;")
              .named("action_request_validation_exception"));
    }
    boolean whole =
        "keyword".equals(body.get("analyzer")) || "keyword".equals(body.get("tokenizer"));
    List<Map<String, Object>> tokens = new ArrayList<>();
    int offset = 0;
    for (Object item : Nodes.list(given)) {
      String text = Nodes.text("text", item);
      if (whole) {
        tokens.add(token(text, offset, offset + text.length(), "word", tokens.size()));
      } else {
        LogWords words = new LogWords(text);
        while (words.next()) {
          String type =
              words.ideograph()
                  ? "<IDEOGRAPHIC>"
                  : words.word().chars().allMatch(Character::isDigit) ? "<NUM>" : "<ALPHANUM>";
          tokens.add(
              token(
                  words.word(), offset + words.start(), offset + words.end(), type, tokens.size()));
        }
      }
      offset += text.length() + 1;
    }
    return Answers.tree(Map.of("tokens", tokens));
  }

  private static Map<String, Object> token(
      String word, int start, int end, String type, int position) {
    Map<String, Object> token = new LinkedHashMap<>();
    token.put("token", word);
    token.put("start_offset", start);
    token.put("end_offset", end);
    token.put("type", type);
    token.put("position", position);
    return token;
  }

  private Reply validate(Call call, boolean inPath) {
    String pattern = searches.pattern(SearchRoutes.index(call, inPath), Searches.params(call));
    String error = "";
    try {
      SearchBody.parse(
          pattern, Nodes.body(call.body()), Searches.params(call), searches.context(pattern));
    } catch (RefusedException e) {
      error = e.problem().message();
    }
    String wrong = error;
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          Answers.shards(out);
          out.writeBooleanField("valid", wrong.isEmpty());
          if (!wrong.isEmpty() && "true".equals(call.param("explain").orElse(""))) {
            out.writeStringField("error", wrong);
          }
          out.writeEndObject();
        });
  }

  private Reply terms(Call call) {
    Map<?, ?> body = Nodes.body(call.body());
    if (body.get("field") == null) {
      throw new RefusedException(
          Problem.bad("Validation Failed: 1: field cannot be null;")
              .named("action_request_validation_exception"));
    }
    int size = Nodes.whole("size", body.get("size"), 10);
    if (size == 0 || size > MOST_TERMS) {
      throw ElasticErrors.illegal("[size] must be 1 to %d".formatted(MOST_TERMS));
    }
    Object prefix = body.get("string");
    List<String> terms =
        searches.values(
            searches.pattern(call.path("index"), Searches.params(call)),
            Nodes.text("field", body.get("field")),
            prefix == null ? "" : Nodes.text("string", prefix),
            Nodes.flag(body.get("case_insensitive")),
            size,
            call.deadline());
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          Answers.shards(out);
          out.writeFieldName("terms");
          Json.any(out, terms);
          out.writeBooleanField("complete", true);
          out.writeEndObject();
        });
  }

  /// Whether the document is found, which is all there is to say: every hit scores 1.
  private Reply explain(Call call) {
    String index = call.path("index");
    String id = call.path("id");
    Map<String, String> params = Searches.params(call);
    String pattern = searches.pattern(index, params);
    SearchBody asked =
        SearchBody.parse(pattern, Nodes.body(call.body()), params, searches.context(pattern));
    Optional<LogHit> hit = searches.logs().find(pattern, id);
    TimeRange range = asked.whole();
    boolean matched =
        hit.isPresent()
            && !hit.get().entry().timestamp().isBefore(range.from())
            && hit.get().entry().timestamp().isBefore(range.to())
            && FilterMatch.of(asked.filter()).test(hit.get().entry());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("_index", hit.map(LogHit::index).orElse(index));
    answer.put("_id", id);
    answer.put("matched", matched);
    if (hit.isPresent()) {
      Map<String, Object> explanation = new LinkedHashMap<>();
      explanation.put("value", matched ? 1.0 : 0.0);
      explanation.put("description", matched ? "ConstantScore(*:*)" : "no matching clause");
      explanation.put("details", List.of());
      answer.put("explanation", explanation);
    }
    return Reply.json(hit.isPresent() ? 200 : 404, out -> Json.any(out, answer));
  }
}
