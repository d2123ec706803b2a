package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.util.List;

/// `/health`, `/health/database` and `/health/redis`: 200 when well, 503 when not.
public final class HealthDoor implements Door {

  private static final Shape<HealthView.Check> CHECK =
      Shape.<HealthView.Check>object("HealthCheck")
          .field("name", Shape.STRING, HealthView.Check::name)
          .field("status", Shape.oneOf("up", "down"), check -> check.up() ? "up" : "down")
          .field("detail", Shape.STRING, HealthView.Check::detail);

  private static final Shape<HealthView.Health> HEALTH =
      Shape.<HealthView.Health>object("Health")
          .field("status", Shape.oneOf("up", "down"), health -> health.isUp() ? "up" : "down")
          .field("checks", Shape.list(CHECK), HealthView.Health::checks);

  private final HealthView view;

  public HealthDoor(HealthView view) {
    this.view = view;
  }

  /// The resources as data.
  public List<Endpoint> endpoints() {
    return List.of(
        endpoint("/health", "Whether the server is well.", HealthView.Part.SERVER),
        endpoint("/health/database", "Whether its database answers.", HealthView.Part.DATABASE),
        endpoint("/health/redis", "Whether its cache answers.", HealthView.Part.REDIS));
  }

  private Endpoint endpoint(String path, String summary, HealthView.Part part) {
    return new Endpoint(
        "GET",
        path,
        summary + " 503 when not.",
        List.of(),
        List.of(),
        new Endpoint.Answer(200, Reply.JSON, HEALTH),
        _ -> {
          HealthView.Health health = view.health(part);
          return Endpoint.json(health.isUp() ? 200 : 503, HEALTH, health);
        });
  }

  @Override
  public String name() {
    return "health";
  }

  @Override
  public String prefix() {
    return "";
  }

  @Override
  public List<Route> routes() {
    return endpoints().stream().map(endpoint -> endpoint.route("")).toList();
  }

  @Override
  public ErrorShape errors() {
    return ErrorShape.problemDetails();
  }
}
