package io.mallwatch.doors.http;

import java.util.List;
import java.util.Map;

/// One protocol as the world sees it: its routes, and how it tells errors.
public interface Door {

  /// Short name in counters and configuration, such as `prometheus`.
  String name();

  /// Where its routes hang on the main port, such as `/prometheus`; empty for the root.
  String prefix();

  /// What it answers, relative to [#prefix()].
  List<Route> routes();

  /// How it tells errors.
  ErrorShape errors();

  /// Whether callers must bring the access token where one is set; a door that does not ask for it
  /// has proof of its own in each request, or is meant for everybody.
  default boolean needsToken() {
    return true;
  }

  /// Headers that every answer of this door carries, errors too.
  default Map<String, String> headers() {
    return Map.of();
  }
}
