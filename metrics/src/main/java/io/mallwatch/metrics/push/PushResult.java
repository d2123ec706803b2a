package io.mallwatch.metrics.push;

/// What became of a push.
public sealed interface PushResult {

  /// It was taken: HTTP 200.
  record Accepted() implements PushResult {}

  /// It is wrong, and would be again: HTTP 400.
  record Refused(String reason) implements PushResult {}

  /// There is no room; pushing again helps when something was deleted: HTTP 413.
  record Full(String reason) implements PushResult {}
}
