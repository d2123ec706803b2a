package io.mallwatch.doors.http;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a request before its body.
///
/// @param method upper case
/// @param path as sent, without the query, percent-encoding kept
/// @param query of the URL
/// @param headers of the request
public record Head(String method, String path, Params query, Headers headers) {

  /// Looks a header up by its lower-case name; null when it is missing.
  @FunctionalInterface
  public interface Headers {
    @Nullable String get(String lowerCaseName);
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /// The media type without parameters, in lower case; empty when it was not said.
  public String mediaType() {
    String type = headers.get("content-type");
    if (type == null) {
      return "";
    }
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }
}
