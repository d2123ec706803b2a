package io.mallwatch.doors.pushgateway;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.metrics.push.PushGroups;
import io.mallwatch.metrics.push.PushPath;
import io.mallwatch.metrics.push.PushResult;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.List;

/// The routes of the Pushgateway, API v1.
public final class PushgatewayDoor implements Door {

  public static final String NAME = "pushgateway";

  private static final String METRICS = "/metrics";

  private final PushGroups groups;
  private final Facts facts;

  /// @param started when this server began
  /// @param version of this server
  /// @param mayWipe whether the operator allows to delete all groups at once
  public record Facts(Instant started, String version, boolean mayWipe) {}

  public PushgatewayDoor(PushGroups groups, Facts facts) {
    this.groups = groups;
    this.facts = facts;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String prefix() {
    return "/prometheus/pushgateway";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.put("/metrics/{*key}", call -> told(groups.put(key(call), call.body()))),
        Route.post("/metrics/{*key}", call -> told(groups.post(key(call), call.body()))),
        Route.delete("/metrics/{*key}", this::delete),
        Route.get("/metrics", _ -> PushedText.reply(groups.groups())),
        Route.get("/api/v1/metrics", _ -> PushedJson.reply(groups.groups())),
        Route.get("/api/v1/status", _ -> status()),
        Route.put("/api/v1/admin/wipe", _ -> wipe()),
        Route.get("/-/healthy", _ -> Reply.text(200, "OK")),
        Route.get("/-/ready", _ -> Reply.text(200, "OK")));
  }

  /// Plain text, as its clients expect.
  @Override
  public ErrorShape errors() {
    return (problem, _) -> Reply.text(problem.status(), problem.message() + "\n");
  }

  /// From the path as it was sent: encoded slashes are part of values.
  private static Labels key(Call call) {
    String path = call.head().path();
    try {
      return PushPath.parse(path.substring(path.indexOf(METRICS) + METRICS.length()));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Problem.bad(String.valueOf(e.getMessage())));
    }
  }

  private static Reply told(PushResult result) {
    return switch (result) {
      case PushResult.Accepted() -> Reply.text(200, "");
      case PushResult.Refused(String reason) -> throw new RefusedException(Problem.bad(reason));
      case PushResult.Full(String reason) -> throw new RefusedException(Problem.tooLarge(reason));
    };
  }

  private Reply delete(Call call) {
    groups.delete(key(call));
    return Reply.text(202, "");
  }

  private Reply wipe() {
    if (!facts.mayWipe()) {
      throw new RefusedException(
          Problem.notFound("deleting all groups is not allowed (doors.admin_api)"));
    }
    groups.wipe();
    return Reply.text(202, "");
  }

  private Reply status() {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("status", "success");
          out.writeObjectFieldStart("data");
          out.writeObjectFieldStart("build_information");
          out.writeStringField("version", facts.version());
          out.writeEndObject();
          out.writeObjectFieldStart("flags");
          out.writeStringField("web.enable-admin-api", Boolean.toString(facts.mayWipe()));
          out.writeEndObject();
          out.writeStringField("start_time", facts.started().toString());
          out.writeEndObject();
          out.writeEndObject();
        });
  }
}
