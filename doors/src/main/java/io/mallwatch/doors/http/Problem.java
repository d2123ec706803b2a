package io.mallwatch.doors.http;

import io.mallwatch.logs.LogAggregation;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.wire.MalformedProtoException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a request could not be served, before a protocol gives it its shape.
///
/// @param kind what sort of failure it is
/// @param status HTTP status
/// @param type the protocol's own name of the error, such as `index_not_found_exception`; empty to
///   let the door choose by kind
/// @param message for the sender; names the field that is wrong
/// @param retryAfter after which a retry may help, or null when it does not
public record Problem(
    Kind kind, int status, String type, String message, @Nullable Duration retryAfter) {

  /// Sorts of failure.
  public enum Kind {
    BAD_REQUEST,
    UNAUTHORIZED,
    GUESSING,
    FORBIDDEN,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    CONFLICT,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    UNPROCESSABLE,
    OVERLOADED,
    UNAVAILABLE,
    TIMEOUT,
    INTERNAL;

    /// As in counters: `bad_request`.
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public static Problem bad(String message) {
    return new Problem(Kind.BAD_REQUEST, 400, "", message, null);
  }

  /// The request brings no token, or a wrong one.
  static Problem unauthorized(String message) {
    return new Problem(Kind.UNAUTHORIZED, 401, "", message, null);
  }

  /// Too many wrong tokens came from the request's address.
  static Problem guessing(Duration retryAfter) {
    return new Problem(
        Kind.GUESSING, 429, "", "too many wrong tokens came from your address", retryAfter);
  }

  public static Problem notFound(String message) {
    return new Problem(Kind.NOT_FOUND, 404, "", message, null);
  }

  public static Problem forbidden(String message) {
    return new Problem(Kind.FORBIDDEN, 403, "", message, null);
  }

  public static Problem conflict(String message) {
    return new Problem(Kind.CONFLICT, 409, "", message, null);
  }

  public static Problem tooLarge(String message) {
    return new Problem(Kind.TOO_LARGE, 413, "", message, null);
  }

  public static Problem unsupportedMediaType(String message) {
    return new Problem(Kind.UNSUPPORTED_MEDIA_TYPE, 415, "", message, null);
  }

  public static Problem unprocessable(String message) {
    return new Problem(Kind.UNPROCESSABLE, 422, "", message, null);
  }

  public static Problem overloaded(String message) {
    return new Problem(Kind.OVERLOADED, 429, "", message, Duration.ofSeconds(2));
  }

  public static Problem unavailable(String message) {
    return new Problem(Kind.UNAVAILABLE, 503, "", message, Duration.ofSeconds(5));
  }

  /// This problem under the protocol's own name.
  public Problem named(String protocolType) {
    return new Problem(kind, status, protocolType, message, retryAfter);
  }

  /// What `thrown` means to the sender; empty for a failure of ours, whose text is not for them.
  public static Optional<Problem> of(Throwable thrown) {
    return switch (thrown) {
      case RefusedException refused -> Optional.of(refused.problem());
      case LogAggregation.TooManyBucketsException many ->
          Optional.of(bad(text(many)).named("too_many_buckets_exception"));
      case BadQueryException bad -> Optional.of(bad(text(bad)));
      case MalformedProtoException bad -> Optional.of(bad(text(bad)));
      case DeadlineExceededException late ->
          Optional.of(new Problem(Kind.TIMEOUT, 503, "", text(late), null));
      case StoreOverloadedException full -> Optional.of(overloaded(text(full)));
      case StoreUnavailableException away -> Optional.of(unavailable(text(away)));
      default -> Optional.empty();
    };
  }

  private static String text(Throwable thrown) {
    return java.util.Objects.requireNonNullElse(thrown.getMessage(), "");
  }

  /// A failure of ours.
  public static Problem internal() {
    return new Problem(
        Kind.INTERNAL, 500, "", "an internal error occurred; the server's log has it", null);
  }
}
