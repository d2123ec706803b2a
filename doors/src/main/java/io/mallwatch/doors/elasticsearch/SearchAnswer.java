package io.mallwatch.doors.elasticsearch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.elasticsearch.wire.Answers;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.logs.LogHit;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// A search that is done.
///
/// @param total how many entries were found, as far as was counted
/// @param form how it is told
record SearchAnswer(
    SearchBody asked,
    List<LogHit> hits,
    long total,
    boolean totalExact,
    Map<String, Object> aggregations,
    long tookMillis,
    Form form) {

  /// @param totalAsInt whether the total is a bare number
  /// @param tie whether hits tell their cursor behind the values they are sorted by
  record Form(boolean totalAsInt, boolean tie) {}

  /// The whole answer.
  ///
  /// @param name of a member in front, such as `_scroll_id`; empty for none
  Reply.Whole reply(String name, String id) {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          if (!name.isEmpty()) {
            out.writeStringField(name, id);
          }
          write(out);
          out.writeEndObject();
        });
  }

  /// The members of the answer.
  void write(JsonGenerator out) throws IOException {
    out.writeNumberField("took", tookMillis);
    out.writeBooleanField("timed_out", false);
    Answers.shards(out);
    out.writeObjectFieldStart("hits");
    if (asked.page().countUpTo() >= 0) {
      if (form.totalAsInt) {
        out.writeNumberField("total", total);
      } else {
        out.writeObjectFieldStart("total");
        out.writeNumberField("value", total);
        out.writeStringField("relation", totalExact ? "eq" : "gte");
        out.writeEndObject();
      }
    }
    boolean sorted = asked.sort().given();
    if (sorted || hits.isEmpty()) {
      out.writeNullField("max_score");
    } else {
      out.writeNumberField("max_score", 1.0);
    }
    out.writeArrayFieldStart("hits");
    for (LogHit hit : hits) {
      hit(out, hit, sorted);
    }
    out.writeEndArray();
    out.writeEndObject();
    if (!aggregations.isEmpty()) {
      out.writeFieldName("aggregations");
      AggregationAnswers.write(out, aggregations);
    }
  }

  private void hit(JsonGenerator out, LogHit hit, boolean sorted) throws IOException {
    HitShape shape = asked.shape();
    out.writeStartObject();
    out.writeStringField("_index", hit.index());
    out.writeStringField("_id", hit.id());
    if (shape.version()) {
      out.writeNumberField("_version", 1);
    }
    if (sorted) {
      out.writeNullField("_score");
    } else {
      out.writeNumberField("_score", 1.0);
    }
    if (shape.source().wanted()) {
      out.writeFieldName("_source");
      Json.any(out, shape.source().cut(hit));
    }
    Map<String, List<Object>> fields = shape.fields(hit);
    if (!shape.collapse().isEmpty()) {
      fields.put(shape.collapse(), List.copyOf(Searches.collapseKey(shape.collapse(), hit)));
    }
    if (!fields.isEmpty()) {
      out.writeFieldName("fields");
      Json.any(out, fields);
    }
    Highlights highlights = shape.highlight();
    if (highlights != null) {
      Map<String, List<String>> marked = highlights.of(hit, asked.filter());
      if (!marked.isEmpty()) {
        out.writeFieldName("highlight");
        Json.any(out, marked);
      }
    }
    if (sorted || form.tie) {
      out.writeFieldName("sort");
      Json.any(out, asked.sort().values(hit, asked.context(), form.tie));
    }
    out.writeEndObject();
  }
}
