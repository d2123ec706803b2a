package io.mallwatch.doors.api.alert;

import io.mallwatch.doors.channels.ReceiverSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tree of routes, and the way of an alert through it.
public interface RoutesView {

  /// Every node, parents before their children.
  List<Node> tree();

  /// Who would be told of an alert with `labels` that begins now.
  Way way(Map<String, String> labels);

  /// Sends a test message over every channel of `receiver` and waits for the answers; empty when
  /// there is no such receiver.
  Optional<List<ReceiverSink.Outcome>> test(String receiver);

  /// @param id its place in the list, from 0 on
  /// @param parent id of the node above; -1 for the root
  /// @param matchers such as `severity="critical"`
  /// @param continues whether later siblings are tried as well
  /// @param groupBy labels; `...` for all
  /// @param outcome `passed`, `stayed`, `refused`, `skipped`; empty without labels
  /// @param refusedBy the condition that does not hold; may be empty
  /// @param mutedBy names of the times that keep it silent now
  record Node(
      int id,
      int parent,
      int depth,
      List<String> matchers,
      boolean continues,
      String receiver,
      List<String> channels,
      List<String> groupBy,
      Timers timers,
      String outcome,
      String refusedBy,
      List<String> mutedBy) {}

  record Timers(Duration groupWait, Duration groupInterval, Duration repeatInterval) {}

  /// @param nodes the whole tree, with what happened at each node
  /// @param silences that cover the alert now
  /// @param inhibitedBy labels of the alert that holds it back now; empty without one
  record Way(List<Node> nodes, List<Silence> silences, Map<String, String> inhibitedBy) {}

  record Silence(
      String id, List<String> matchers, Instant endsAt, String createdBy, String comment) {}
}
