package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Shape;
import java.util.List;

/// `/api/status` and `/api/session`: what the console's frame shows.
final class StatusResource {

  private static final Shape<StatusView.Counts> COUNTS =
      Shape.<StatusView.Counts>object("")
          .field("firingAlerts", Shape.INTEGER, StatusView.Counts::firingAlerts)
          .field("openIncidents", Shape.INTEGER, StatusView.Counts::openIncidents);

  private static final Shape<StatusView.Status> STATUS =
      Shape.<StatusView.Status>object("Status")
          .field("version", Shape.STRING, StatusView.Status::version)
          .field("startedAt", Shape.INSTANT, StatusView.Status::startedAt)
          .field("now", Shape.INSTANT, StatusView.Status::now)
          .field("demo", Shape.BOOLEAN, StatusView.Status::demo)
          .field("timeZone", Shape.STRING, StatusView.Status::timeZone)
          .optional("mallUrl", Shape.STRING, StatusView.Status::mallUrl)
          .field("engines", Shape.map(Shape.STRING), StatusView.Status::engines)
          .field("recovered", Shape.list(Shape.STRING), StatusView.Status::recovered)
          .field("counts", COUNTS, StatusView.Status::counts);

  private static final Shape<SessionView.Session> SESSION =
      Shape.<SessionView.Session>object("Session")
          .optional("user", Shape.STRING, SessionView.Session::user)
          .field("authRequired", Shape.BOOLEAN, SessionView.Session::authRequired);

  private final StatusView status;
  private final SessionView session;

  StatusResource(StatusView status, SessionView session) {
    this.status = status;
    this.session = session;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/status",
            "Version, engines, what the start recovered, open counts.",
            List.of(),
            STATUS,
            _ -> status.status()),
        Endpoint.get(
            "/api/session",
            "Who asks, and whether anybody must sign in.",
            List.of(),
            SESSION,
            call -> session.session(call.head())));
  }
}
