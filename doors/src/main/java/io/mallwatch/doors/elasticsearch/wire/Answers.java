package io.mallwatch.doors.elasticsearch.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Reply;
import java.io.IOException;
import java.util.Map;

/// Answers that many requests get.
public final class Answers {

  private Answers() {}

  /// `{"acknowledged":true}`.
  public static Reply.Whole acknowledged() {
    return tree(Map.of("acknowledged", true));
  }

  /// A tree of maps, lists and values.
  public static Reply.Whole tree(Object value) {
    return Reply.json(200, out -> Json.any(out, value));
  }

  /// The member `_shards` of an answer that all shards gave.
  public static void shards(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("_shards");
    out.writeNumberField("total", 1);
    out.writeNumberField("successful", 1);
    out.writeNumberField("skipped", 0);
    out.writeNumberField("failed", 0);
    out.writeEndObject();
  }

  /// Just that.
  public static Reply.Whole shards() {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          shards(out);
          out.writeEndObject();
        });
  }
}
