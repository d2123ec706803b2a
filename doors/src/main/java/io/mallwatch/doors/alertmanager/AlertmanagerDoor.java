package io.mallwatch.doors.alertmanager;

import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Alertmanager as its clients know it.
public final class AlertmanagerDoor implements Door {

  static final String NAME = "alertmanager";

  private final AlertmanagerPorts ports;
  private final List<Route> routes;

  public AlertmanagerDoor(AlertmanagerPorts ports, DoorMetrics metrics, InstantSource clock) {
    this.ports = ports;
    List<Route> all = new ArrayList<>();
    all.addAll(new AlertRoutes(ports, metrics, clock).routes());
    all.addAll(new SilenceRoutes(ports.silences(), clock).routes());
    all.add(Route.get("/api/v2/status", _ -> status()));
    all.add(Route.get("/api/v2/receivers", _ -> receivers()));
    all.add(Route.get("/-/healthy", _ -> Reply.text(200, "OK")));
    all.add(Route.get("/-/ready", _ -> Reply.text(200, "OK")));
    this.routes = List.copyOf(all);
  }

  private Reply status() {
    AlertmanagerPorts.Status status = ports.status();
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("cluster");
          out.writeArrayFieldStart("peers");
          out.writeEndArray();
          out.writeStringField("status", "disabled");
          out.writeEndObject();
          out.writeObjectFieldStart("config");
          out.writeStringField("original", status.configYaml());
          out.writeEndObject();
          out.writeStringField("uptime", AlertRoutes.time(status.startedAt()));
          out.writeObjectFieldStart("versionInfo");
          out.writeStringField("branch", "");
          out.writeStringField("buildDate", "");
          out.writeStringField("buildUser", "mallwatch");
          out.writeStringField("goVersion", "");
          out.writeStringField("revision", "");
          out.writeStringField("version", status.version());
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private Reply receivers() {
    List<String> names = ports.board().receivers();
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (String name : names) {
            AlertRoutes.named(out, name);
          }
          out.writeEndArray();
        });
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String prefix() {
    return "/alertmanager";
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  @Override
  public ErrorShape errors() {
    return new AlertmanagerErrors();
  }
}
