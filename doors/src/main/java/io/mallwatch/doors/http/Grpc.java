package io.mallwatch.doors.http;

import io.mallwatch.model.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/// Unary gRPC over HTTP/2: one framed message in, one out, the outcome in trailers. Format: grpc.io
/// "gRPC over HTTP2".
public final class Grpc {

  private static final String CONTENT_TYPE = "application/grpc";
  private static final int FRAME_HEAD = 5;

  /// Tells a client that sent something else what it may send.
  private static final Map<String, String> ACCEPTS =
      Map.of("grpc-accept-encoding", "identity,gzip");

  private Grpc() {}

  /// Whether a request speaks gRPC.
  public static boolean isGrpc(Head head) {
    return head.mediaType().startsWith(CONTENT_TYPE);
  }

  /// The one message of a request's body, decompressed.
  ///
  /// @param encoding the header `grpc-encoding`
  /// @param limit largest message after decompression
  /// @param room for what decompression yields
  /// @throws RefusedException when the body is not one whole frame
  public static byte[] message(byte[] body, String encoding, int limit, ContentCodings.Room room) {
    if (body.length < FRAME_HEAD) {
      throw new RefusedException(Problem.bad("the body is no gRPC frame"));
    }
    ByteBuffer frame = ByteBuffer.wrap(body);
    boolean compressed = frame.get() == 1;
    int length = frame.getInt();
    if (length != frame.remaining()) {
      throw new RefusedException(
          Problem.bad(
              "the gRPC frame says %d bytes, %d came; one message is expected"
                  .formatted(length, frame.remaining())));
    }
    byte[] message = Arrays.copyOfRange(body, FRAME_HEAD, body.length);
    if (!compressed) {
      return message;
    }
    if (!encoding.equals("gzip")) {
      throw new RefusedException(
          new Problem(
              Problem.Kind.METHOD_NOT_ALLOWED,
              501,
              "",
              "grpc-encoding '%s' is not supported; gzip is".formatted(encoding),
              null));
    }
    return ContentCodings.decode(message, "gzip", limit, room);
  }

  /// The answer that carries `message`.
  public static Reply.Whole reply(byte[] message) {
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEAD + message.length);
    frame.put((byte) 0).putInt(message.length).put(message);
    return new Reply.Whole(200, CONTENT_TYPE, frame.array(), ACCEPTS, Map.of("grpc-status", "0"));
  }

  /// The answer that tells `problem`: headers alone, no message.
  static Reply.Whole error(Problem problem) {
    Map<String, String> headers = new TreeMap<>(ACCEPTS);
    headers.put("grpc-status", Integer.toString(code(problem)));
    headers.put("grpc-message", percentEncode(problem.message()));
    headers.put(
        "grpc-status-details-bin",
        Base64.getEncoder().withoutPadding().encodeToString(status(problem)));
    return new Reply.Whole(200, CONTENT_TYPE, new byte[0], headers, Map.of());
  }

  /// The problem as a `google.rpc.Status`, with `RetryInfo` when a retry may help.
  public static byte[] status(Problem problem) {
    ProtoWriter status = new ProtoWriter().varint(1, code(problem)).string(2, problem.message());
    Duration retryAfter = problem.retryAfter();
    if (retryAfter != null) {
      ProtoWriter delay = new ProtoWriter().varint(1, retryAfter.toSeconds());
      ProtoWriter retryInfo = new ProtoWriter().message(1, delay);
      status.message(
          3,
          new ProtoWriter()
              .string(1, "type.googleapis.com/google.rpc.RetryInfo")
              .message(2, retryInfo));
    }
    return status.toByteArray();
  }

  /// The code of `google.rpc.Code`.
  public static int code(Problem problem) {
    return switch (problem.kind()) {
      case BAD_REQUEST, UNSUPPORTED_MEDIA_TYPE, UNPROCESSABLE -> 3;
      case TIMEOUT -> 4;
      case CONFLICT -> 6;
      case FORBIDDEN -> 7;
      case TOO_LARGE, OVERLOADED, GUESSING -> 8;
      case NOT_FOUND, METHOD_NOT_ALLOWED -> 12;
      case INTERNAL -> 13;
      case UNAVAILABLE -> 14;
      case UNAUTHORIZED -> 16;
    };
  }

  private static String percentEncode(String message) {
    StringBuilder out = new StringBuilder();
    for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
      if (b >= 0x20 && b <= 0x7e && b != '%') {
        out.append((char) b);
      } else {
        out.append("%%%02X".formatted(b & 0xff));
      }
    }
    return out.toString();
  }
}
