package io.mallwatch.ops.incident;

import java.time.Duration;

/// What a person may do with an incident.
public sealed interface Change {

  record Acknowledge() implements Change {}

  /// @param note what was done; may be empty
  record Resolve(String note) implements Change {}

  record Note(String text) implements Change {}

  /// Back from its end, as if it had never been ended.
  record Reopen() implements Change {}

  record SetPriority(Priority priority) implements Change {}

  /// @param to who leads from now on; empty for nobody
  record Assign(String to) implements Change {}

  record AddResponder(String name) implements Change {}

  /// @param length from now, at least a minute, at most a week; zero ends the snooze
  record Snooze(Duration length) implements Change {}

  /// @param into number of the incident that it becomes part of
  record Merge(int into) implements Change {}
}
