package io.mallwatch.ops.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who works on an incident and how it is held.
///
/// @param assignee who leads; empty while nobody does
/// @param responders who help, in the order they joined
/// @param snoozedUntil nobody is called before, or null
/// @param mergedInto number of the incident that it became part of; 0 for none
/// @param reopens how often it came back after its end
public record Handling(
    String assignee,
    List<String> responders,
    @Nullable Instant snoozedUntil,
    int mergedInto,
    int reopens) {

  /// Nobody yet, nothing held.
  public static final Handling NONE = new Handling("", List.of(), null, 0, 0);

  public Handling {
    responders = List.copyOf(responders);
  }

  Handling assigned(String to) {
    return new Handling(to, responders, snoozedUntil, mergedInto, reopens);
  }

  Handling joinedBy(String name) {
    List<String> more = new ArrayList<>(responders);
    more.add(name);
    return new Handling(assignee, more, snoozedUntil, mergedInto, reopens);
  }

  Handling snoozed(@Nullable Instant until) {
    return new Handling(assignee, responders, until, mergedInto, reopens);
  }

  Handling merged(int into) {
    return new Handling(assignee, responders, null, into, reopens);
  }

  Handling reopened() {
    return new Handling(assignee, responders, null, 0, reopens + 1);
  }
}
