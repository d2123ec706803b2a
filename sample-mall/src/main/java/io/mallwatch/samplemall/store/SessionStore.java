package io.mallwatch.samplemall.store;

import java.util.OptionalLong;

/// Who is logged in. Sessions end half an hour after they began.
public interface SessionStore extends AutoCloseable {
  /// How long a session lives.
  long SECONDS = 1800;

  /// Begins a session under `token`.
  void open(String token, long userId);

  /// Whose session `token` is, if it is one.
  OptionalLong userOf(String token);

  /// Whether the store answers.
  boolean healthy();

  /// What it is, for people.
  String description();

  @Override
  void close();
}
