package io.mallwatch.doors.api.alert;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.channels.ReceiverSink;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `/api/routes` and `/api/routes/test`.
public final class RoutesResource {

  private static final int MAX_LABELS = 100;
  private static final int MAX_VALUE = 4_096;

  private static final Shape<RoutesView.Node> NODE =
      Shape.<RoutesView.Node>object("RouteNode")
          .field("id", Shape.INTEGER, RoutesView.Node::id)
          .field("parent", Shape.INTEGER, RoutesView.Node::parent)
          .field("depth", Shape.INTEGER, RoutesView.Node::depth)
          .field("matchers", Shape.list(Shape.STRING), RoutesView.Node::matchers)
          .field("continue", Shape.BOOLEAN, RoutesView.Node::continues)
          .field("receiver", Shape.STRING, RoutesView.Node::receiver)
          .field("channels", Shape.list(Shape.STRING), RoutesView.Node::channels)
          .field("groupBy", Shape.list(Shape.STRING), RoutesView.Node::groupBy)
          .field("groupWaitSeconds", Shape.NUMBER, one -> seconds(one.timers().groupWait()))
          .field("groupIntervalSeconds", Shape.NUMBER, one -> seconds(one.timers().groupInterval()))
          .field(
              "repeatIntervalSeconds", Shape.NUMBER, one -> seconds(one.timers().repeatInterval()))
          .field(
              "outcome",
              Shape.oneOf("passed", "stayed", "refused", "skipped", ""),
              RoutesView.Node::outcome)
          .field("refusedBy", Shape.STRING, RoutesView.Node::refusedBy)
          .field("mutedBy", Shape.list(Shape.STRING), RoutesView.Node::mutedBy);

  private static final Shape<List<RoutesView.Node>> TREE =
      Shape.<List<RoutesView.Node>>object("RouteTree")
          .field("nodes", Shape.list(NODE), list -> list);

  private static final Shape<RoutesView.Silence> SILENCE =
      Shape.<RoutesView.Silence>object("CoveringSilence")
          .field("id", Shape.STRING, RoutesView.Silence::id)
          .field("matchers", Shape.list(Shape.STRING), RoutesView.Silence::matchers)
          .field("endsAt", Shape.INSTANT, RoutesView.Silence::endsAt)
          .field("createdBy", Shape.STRING, RoutesView.Silence::createdBy)
          .field("comment", Shape.STRING, RoutesView.Silence::comment);

  private static final Shape<RoutesView.Way> WAY =
      Shape.<RoutesView.Way>object("RouteWay")
          .field("nodes", Shape.list(NODE), RoutesView.Way::nodes)
          .field("silences", Shape.list(SILENCE), RoutesView.Way::silences)
          .field("inhibitedBy", Shape.map(Shape.STRING), RoutesView.Way::inhibitedBy);

  private static final Shape<ReceiverSink.Outcome> OUTCOME =
      Shape.<ReceiverSink.Outcome>object("ChannelOutcome")
          .field("channel", Shape.STRING, ReceiverSink.Outcome::channel)
          .field("target", Shape.STRING, ReceiverSink.Outcome::target)
          .field(
              "state",
              Shape.oneOf("queued", "sent", "delivered", "failed", "unknown", "suppressed"),
              ReceiverSink.Outcome::state)
          .field("attempts", Shape.INTEGER, ReceiverSink.Outcome::attempts)
          .field("error", Shape.STRING, ReceiverSink.Outcome::error)
          .field("receipt", Shape.STRING, ReceiverSink.Outcome::receipt);

  private static final Shape<List<ReceiverSink.Outcome>> OUTCOMES =
      Shape.<List<ReceiverSink.Outcome>>object("ChannelOutcomes")
          .field("outcomes", Shape.list(OUTCOME), list -> list);

  private final RoutesView routes;

  public RoutesResource(RoutesView routes) {
    this.routes = routes;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/routes",
            "The tree of routes, parents before their children.",
            List.of(),
            TREE,
            _ -> routes.tree()),
        Endpoint.post(
            "/api/routes/test",
            "Who would be told of an alert with such labels: its way through the tree, the"
                + " silences that cover it and the alert that holds it back.",
            List.of(Parameter.required("labels", "Labels of the alert, as an object of texts.")),
            200,
            WAY,
            call -> routes.way(labels(call))),
        Endpoint.post(
            "/api/receivers/{name}/test",
            "Sends a test message over every channel of a receiver and waits for the answers.",
            List.of(),
            200,
            OUTCOMES,
            call ->
                routes
                    .test(call.path("name"))
                    .orElseThrow(() ->
                        new RefusedException(
                            Problem.notFound(
                                "there is no receiver '%s'".formatted(call.path("name")))))));
  }

  private static Map<String, String> labels(Call call) {
    if (!(ApiParams.object(call).get("labels") instanceof Map<?, ?> given)
        || given.size() > MAX_LABELS) {
      throw bad("field 'labels' must be an object of at most %d texts".formatted(MAX_LABELS));
    }
    Map<String, String> labels = new TreeMap<>();
    given.forEach((name, value) -> {
      if (!(value instanceof String text) || text.length() > MAX_VALUE) {
        throw bad("label '%s' must be a text of at most %d characters".formatted(name, MAX_VALUE));
      }
      labels.put(name.toString(), text);
    });
    return labels;
  }

  private static RefusedException bad(String message) {
    return new RefusedException(Problem.bad(message));
  }
}
