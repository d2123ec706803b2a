package io.mallwatch.doors.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer.
public sealed interface Reply {

  String JSON = "application/json";
  String TEXT = "text/plain; charset=utf-8";

  int status();

  /// An answer that is ready in memory.
  ///
  /// @param contentType empty for none
  /// @param trailers sent after the body, as gRPC wants; empty for none
  record Whole(
      int status,
      String contentType,
      byte[] body,
      Map<String, String> headers,
      Map<String, String> trailers)
      implements Reply {

    public Whole {
      headers = Map.copyOf(headers);
      trailers = Map.copyOf(trailers);
    }

    /// This answer with one more header.
    public Whole with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Whole(status, contentType, body, more, trailers);
    }

    /// The body as UTF-8 text.
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /// An answer that is written while it lasts, such as server-sent events.
  record Stream(int status, String contentType, Map<String, String> headers, Writer writer)
      implements Reply {

    public Stream {
      headers = Map.copyOf(headers);
    }

    /// Writes until it is done or interrupted; runs on a virtual thread of its own. The thread is
    /// interrupted when the client goes away or the server stops.
    @FunctionalInterface
    public interface Writer {
      void writeTo(Sink sink) throws InterruptedException;
    }

    /// Where a stream goes.
    public interface Sink {

      /// Sends `bytes` and waits until the client has room for more.
      ///
      /// @throws InterruptedException when the client has gone away
      void write(byte[] bytes) throws InterruptedException;
    }
  }

  static Whole bytes(int status, String contentType, byte[] body) {
    return new Whole(status, contentType, body, Map.of(), Map.of());
  }

  static Whole json(int status, Json.Writer writer) {
    return bytes(status, JSON, Json.write(writer));
  }

  static Whole text(int status, String text) {
    return bytes(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  static Whole empty(int status) {
    return bytes(status, "", new byte[0]);
  }
}
