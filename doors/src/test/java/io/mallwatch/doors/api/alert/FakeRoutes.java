package io.mallwatch.doors.api.alert;

import io.mallwatch.doors.channels.ReceiverSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One node, which takes everything.
public final class FakeRoutes implements RoutesView {

  @Override
  public List<Node> tree() {
    return List.of(node(""));
  }

  private static Node node(String outcome) {
    return new Node(
        0,
        -1,
        0,
        List.of(),
        false,
        "team",
        List.of("email"),
        List.of("alertname"),
        new Timers(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(4)),
        outcome,
        "",
        List.of("nights"));
  }

  @Override
  public Optional<List<ReceiverSink.Outcome>> test(String receiver) {
    return receiver.equals("team")
        ? Optional.of(
            List.of(new ReceiverSink.Outcome("email", "ops@mall", "sent", 1, "", "<1@mall>")))
        : Optional.empty();
  }

  @Override
  public Way way(Map<String, String> labels) {
    return new Way(
        List.of(node("stayed")),
        List.of(
            new Silence(
                "1",
                List.of("severity=\"" + labels.get("severity") + "\""),
                Instant.parse("2026-11-23T08:00:00Z"),
                "me",
                "why")),
        Map.of("alertname", "Down"));
  }
}
