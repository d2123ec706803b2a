package io.mallwatch.doors.otlp;

import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Grpc;
import io.mallwatch.doors.http.Head;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.Reply;

/// `google.rpc.Status` in the encoding of the request; text when that is neither of the two.
public final class OtlpErrors implements ErrorShape {

  @Override
  public Reply.Whole tell(Problem problem, Head head) {
    return switch (head.mediaType()) {
      case OtlpHttp.PROTOBUF, "application/protobuf" ->
          Reply.bytes(problem.status(), OtlpHttp.PROTOBUF, Grpc.status(problem));
      case Reply.JSON ->
          Reply.bytes(
              problem.status(),
              Reply.JSON,
              Json.write(out -> {
                out.writeStartObject();
                out.writeNumberField("code", Grpc.code(problem));
                out.writeStringField("message", problem.message());
                out.writeEndObject();
              }));
      default -> Reply.text(problem.status(), problem.message() + "\n");
    };
  }
}
