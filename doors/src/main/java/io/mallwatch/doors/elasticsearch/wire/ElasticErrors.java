package io.mallwatch.doors.elasticsearch.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Head;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import java.io.IOException;

/// `{"error":{"root_cause":[..],"type":..,"reason":..},"status":..}`.
public final class ElasticErrors implements ErrorShape {

  private static final String NO_INDEX = "no such index [";

  /// A query or aggregation that cannot be understood.
  public static RefusedException parsing(String reason) {
    return new RefusedException(Problem.bad(reason).named("parsing_exception"));
  }

  public static RefusedException illegal(String reason) {
    return new RefusedException(Problem.bad(reason).named("illegal_argument_exception"));
  }

  /// A failure that Elasticsearch tells of its shards.
  public static RefusedException shards(String type, String reason) {
    return new RefusedException(Problem.bad(reason).named(type));
  }

  public static RefusedException noIndex(String index) {
    return new RefusedException(
        Problem.notFound(NO_INDEX + index + "]").named("index_not_found_exception"));
  }

  @Override
  public Reply.Whole tell(Problem problem, Head head) {
    // A path that nobody knows is a bad request to Elasticsearch, not a missing thing.
    int status = isUnknownPath(problem) ? 400 : problem.status();
    Reply.Whole reply =
        Reply.bytes(status, Reply.JSON, Json.write(out -> write(out, problem, head)));
    return ContentTypes.negotiate(reply, head);
  }

  private static boolean isUnknownPath(Problem problem) {
    return problem.kind() == Problem.Kind.NOT_FOUND && problem.type().isEmpty();
  }

  private static void write(JsonGenerator out, Problem problem, Head head) throws IOException {
    out.writeStartObject();
    if (isUnknownPath(problem)) {
      out.writeStringField(
          "error",
          "no handler found for uri [%s] and method [%s]".formatted(head.path(), head.method()));
      out.writeEndObject();
      return;
    }
    if (problem.kind() == Problem.Kind.METHOD_NOT_ALLOWED) {
      out.writeStringField(
          "error",
          "Incorrect HTTP method for uri [%s] and method [%s]: %s"
              .formatted(head.path(), head.method(), problem.message()));
    } else {
      out.writeFieldName("error");
      error(out, problem);
    }
    out.writeNumberField("status", problem.status());
    out.writeEndObject();
  }

  /// The member `error`, with its root cause.
  public static void error(JsonGenerator out, Problem problem) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("root_cause");
    out.writeStartObject();
    cause(out, problem);
    out.writeEndObject();
    out.writeEndArray();
    cause(out, problem);
    out.writeEndObject();
  }

  private static void cause(JsonGenerator out, Problem problem) throws IOException {
    out.writeStringField("type", problem.type().isEmpty() ? type(problem.kind()) : problem.type());
    out.writeStringField("reason", problem.message());
    if (problem.type().equals("index_not_found_exception")
        && problem.message().startsWith(NO_INDEX)) {
      String index = problem.message().substring(NO_INDEX.length(), problem.message().length() - 1);
      out.writeStringField("resource.type", "index_or_alias");
      out.writeStringField("resource.id", index);
      out.writeStringField("index_uuid", "_na_");
      out.writeStringField("index", index);
    }
  }

  private static String type(Problem.Kind kind) {
    return switch (kind) {
      case BAD_REQUEST, UNPROCESSABLE, UNSUPPORTED_MEDIA_TYPE -> "illegal_argument_exception";
      case UNAUTHORIZED, GUESSING, FORBIDDEN -> "security_exception";
      case NOT_FOUND, METHOD_NOT_ALLOWED -> "resource_not_found_exception";
      case CONFLICT -> "version_conflict_engine_exception";
      case TOO_LARGE -> "content_too_long_exception";
      case OVERLOADED -> "es_rejected_execution_exception";
      case UNAVAILABLE -> "unavailable_shards_exception";
      case TIMEOUT -> "timeout_exception";
      case INTERNAL -> "exception";
    };
  }
}
