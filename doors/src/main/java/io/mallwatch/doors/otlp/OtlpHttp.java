package io.mallwatch.doors.otlp;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.Grpc;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.model.wire.ProtoWriter;

/// Takes one signal over HTTP and gRPC; answers in the encoding of the request.
public final class OtlpHttp {

  static final String PROTOBUF = "application/x-protobuf";

  /// Keeps answers under the 4 MiB that clients read.
  private static final int MAX_MESSAGE_CHARS = 4_000;

  private final Signal signal;
  private final OtlpIntake intake;
  private final String door;
  private final DoorMetrics metrics;

  /// The three signals.
  public enum Signal {
    TRACES("trace", "Trace", "rejectedSpans"),
    METRICS("metrics", "Metrics", "rejectedDataPoints"),
    LOGS("logs", "Logs", "rejectedLogRecords");

    private final String packageName;
    private final String serviceName;
    private final String rejectedField;

    Signal(String packageName, String serviceName, String rejectedField) {
      this.packageName = packageName;
      this.serviceName = serviceName;
      this.rejectedField = rejectedField;
    }

    /// Path of the gRPC method.
    String grpcPath() {
      return "/opentelemetry.proto.collector.%s.v1.%sService/Export"
          .formatted(packageName, serviceName);
    }

    /// The same request in protobuf.
    ///
    /// @throws RefusedException when it is no such JSON
    public byte[] toProtobuf(byte[] json) {
      try {
        return switch (this) {
          case TRACES -> OtlpJson.traces(json);
          case METRICS -> OtlpJson.metrics(json);
          case LOGS -> OtlpJson.logs(json);
        };
      } catch (OtlpJson.BadJsonException e) {
        throw new RefusedException(Problem.bad("bad JSON: " + e.getMessage()));
      }
    }
  }

  /// @param door under whose name refused items are counted
  public OtlpHttp(Signal signal, OtlpIntake intake, String door, DoorMetrics metrics) {
    this.signal = signal;
    this.intake = intake;
    this.door = door;
    this.metrics = metrics;
  }

  /// Answers a POST of protobuf or JSON.
  public Reply handle(Call call) {
    return switch (call.head().mediaType()) {
      case PROTOBUF, "application/protobuf" ->
          Reply.bytes(200, PROTOBUF, protobuf(accept(call.body())));
      case Reply.JSON -> json(accept(signal.toProtobuf(call.body())));
      default ->
          throw new RefusedException(
              Problem.unsupportedMediaType(
                  "Content-Type must be application/x-protobuf or application/json"));
    };
  }

  /// Answers a gRPC call.
  ///
  /// @param maxMessageBytes largest message after decompression
  Reply grpc(Call call, int maxMessageBytes) {
    if (!Grpc.isGrpc(call.head())) {
      throw new RefusedException(
          Problem.unsupportedMediaType("Content-Type must be application/grpc"));
    }
    byte[] message =
        Grpc.message(
            call.body(), call.header("grpc-encoding").orElse(""), maxMessageBytes, call.room());
    return Grpc.reply(protobuf(accept(message)));
  }

  private OtlpIntake.Outcome accept(byte[] protobuf) {
    OtlpIntake.Outcome outcome = intake.accept(protobuf);
    outcome.rejected().forEach((why, count) -> metrics.dropped(door, why, count));
    return outcome;
  }

  private static byte[] protobuf(OtlpIntake.Outcome outcome) {
    if (!outcome.isPartial()) {
      return new byte[0];
    }
    ProtoWriter partial =
        new ProtoWriter().varint(1, outcome.rejectedCount()).string(2, cut(outcome.message()));
    return new ProtoWriter().message(1, partial).toByteArray();
  }

  private Reply json(OtlpIntake.Outcome outcome) {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          if (outcome.isPartial()) {
            out.writeObjectFieldStart("partialSuccess");
            out.writeStringField(signal.rejectedField, Integer.toString(outcome.rejectedCount()));
            out.writeStringField("errorMessage", cut(outcome.message()));
            out.writeEndObject();
          }
          out.writeEndObject();
        });
  }

  private static String cut(String message) {
    return message.length() <= MAX_MESSAGE_CHARS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARS);
  }
}
