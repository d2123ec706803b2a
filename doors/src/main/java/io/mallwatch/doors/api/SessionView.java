package io.mallwatch.doors.api;

import io.mallwatch.doors.http.Head;
import org.jspecify.annotations.Nullable;

/// Who asks.
@FunctionalInterface
public interface SessionView {

  Session session(Head head);

  /// @param user null when nobody has signed in
  /// @param authRequired whether anybody must
  record Session(@Nullable String user, boolean authRequired) {}
}
