package io.mallwatch.doors.http;

/// One thing a door answers.
///
/// @param method upper case; a `GET` route answers `HEAD` too
/// @param path segments from `/`; `{name}` takes one segment, a last `{*name}` takes the rest
/// @param body what is done with the body before the handler sees it
/// @param handler answers; runs on a virtual thread of its own and may block
public record Route(String method, String path, Body body, Handler handler) {

  /// How a request's body reaches the handler.
  public enum Body {
    /// Decompressed as `Content-Encoding` says.
    DECODED,
    /// As it came; the handler knows its encoding (snappy of remote write, gRPC frames).
    RAW
  }

  /// Answers a call. What it throws is told in the door's [ErrorShape].
  @FunctionalInterface
  public interface Handler {
    Reply handle(Call call);
  }

  /// Whether this tells balancers and orchestrators that the server is well; they bring no token.
  boolean isHealthCheck() {
    return path.equals("/health")
        || path.startsWith("/health/")
        || path.equals("/-/healthy")
        || path.equals("/-/ready");
  }

  public static Route get(String path, Handler handler) {
    return new Route("GET", path, Body.DECODED, handler);
  }

  public static Route post(String path, Handler handler) {
    return new Route("POST", path, Body.DECODED, handler);
  }

  public static Route put(String path, Handler handler) {
    return new Route("PUT", path, Body.DECODED, handler);
  }

  public static Route delete(String path, Handler handler) {
    return new Route("DELETE", path, Body.DECODED, handler);
  }

  public static Route rawPost(String path, Handler handler) {
    return new Route("POST", path, Body.RAW, handler);
  }
}
