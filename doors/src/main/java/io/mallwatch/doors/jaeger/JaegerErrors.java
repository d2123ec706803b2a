package io.mallwatch.doors.jaeger;

import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Head;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.Reply;

/// v1: the envelope with `errors`; v3: `{"error":{"httpCode":..,"message":..}}`.
final class JaegerErrors implements ErrorShape {

  @Override
  public Reply.Whole tell(Problem problem, Head head) {
    Json.Writer body = head.path().contains("/api/v3/") ? v3(problem) : v1(problem);
    return Reply.bytes(problem.status(), Reply.JSON, Json.write(body));
  }

  private static Json.Writer v3(Problem problem) {
    return out -> {
      out.writeStartObject();
      out.writeObjectFieldStart("error");
      out.writeNumberField("httpCode", problem.status());
      out.writeStringField("message", problem.message());
      out.writeEndObject();
      out.writeEndObject();
    };
  }

  private static Json.Writer v1(Problem problem) {
    return out -> {
      out.writeStartObject();
      out.writeNullField("data");
      out.writeNumberField("total", 0);
      out.writeNumberField("limit", 0);
      out.writeNumberField("offset", 0);
      out.writeArrayFieldStart("errors");
      out.writeStartObject();
      out.writeNumberField("code", problem.status());
      out.writeStringField("msg", problem.message());
      out.writeEndObject();
      out.writeEndArray();
      out.writeEndObject();
    };
  }
}
