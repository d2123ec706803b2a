package io.mallwatch.doors.grafana;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.model.StoreUnavailableException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Grafana as its clients know it, such as Terraform's provider, grizzly, and scripts that bring
/// dashboards: version 10.4 of its HTTP API. People who follow a link to a dashboard are sent to
/// the console.
public final class GrafanaDoor implements Door {

  /// The version whose API is spoken; clients decide by it what they may ask.
  static final String VERSION = "10.4.0";

  private final GrafanaPorts ports;
  private final List<Route> routes;

  public GrafanaDoor(GrafanaPorts ports, InstantSource clock, RandomGenerator random) {
    this.ports = ports;
    DashboardDesk desk = new DashboardDesk(ports.dashboards(), ports.folders(), clock, random);
    List<Route> all = new ArrayList<>();
    all.addAll(new SearchRoutes(ports).routes());
    all.addAll(new DashboardRoutes(ports, desk).routes());
    all.addAll(new VersionRoutes(ports.dashboards(), desk).routes());
    all.addAll(new FolderRoutes(ports, desk, clock).routes());
    all.addAll(new AnnotationRoutes(ports, clock).routes());
    all.addAll(new DataSourceRoutes(ports.url()).routes());
    all.addAll(about());
    this.routes = List.copyOf(all);
  }

  private List<Route> about() {
    return List.of(
        Route.get("/api/health", _ -> health()),
        Route.get("/healthz", _ -> Reply.text(200, "Ok")),
        Route.get("/api/login/ping", _ -> Shapes.message("Logged in")),
        Route.get("/api/org", _ -> Reply.json(200, GrafanaDoor::org)),
        Route.get("/api/user", _ -> Reply.json(200, GrafanaDoor::user)),
        Route.get("/api/user/orgs", _ -> Reply.json(200, GrafanaDoor::orgs)),
        Route.get("/api/frontend/settings", _ -> Reply.json(200, this::settings)),
        Route.post("/api/admin/provisioning/dashboards/reload", _ -> reload()),
        Route.get("/d/{uid}", call -> console("/" + call.path("uid"))),
        Route.get("/d/{uid}/{slug}", call -> console("/" + call.path("uid"))),
        Route.get("/dashboards", _ -> console("")));
  }

  private Reply health() {
    boolean up = isStoreUp();
    return Reply.json(
        up ? 200 : 503,
        out -> {
          out.writeStartObject();
          out.writeStringField("commit", "mallwatch");
          out.writeStringField("database", up ? "ok" : "failing");
          out.writeStringField("version", VERSION);
          out.writeEndObject();
        });
  }

  private boolean isStoreUp() {
    try {
      ports.folders().list();
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  private static void org(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("id", 1);
    out.writeStringField("name", "Main Org.");
    out.writeObjectFieldStart("address");
    for (String part : List.of("address1", "address2", "city", "zipCode", "state", "country")) {
      out.writeStringField(part, "");
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void user(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("id", 1);
    out.writeStringField("uid", Shapes.WHO);
    out.writeStringField("email", "");
    out.writeStringField("name", "");
    out.writeStringField("login", Shapes.WHO);
    out.writeStringField("theme", "");
    out.writeNumberField("orgId", 1);
    out.writeBooleanField("isGrafanaAdmin", true);
    out.writeBooleanField("isDisabled", false);
    out.writeBooleanField("isExternal", false);
    out.writeArrayFieldStart("authLabels");
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void orgs(JsonGenerator out) throws IOException {
    out.writeStartArray();
    out.writeStartObject();
    out.writeNumberField("orgId", 1);
    out.writeStringField("name", "Main Org.");
    out.writeStringField("role", "Admin");
    out.writeEndObject();
    out.writeEndArray();
  }

  private void settings(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("buildInfo");
    out.writeStringField("version", VERSION);
    out.writeStringField("commit", "mallwatch");
    out.writeStringField("edition", "Open Source");
    out.writeStringField("env", "production");
    out.writeEndObject();
    out.writeStringField("defaultDatasource", DataSource.PROMETHEUS.title());
    out.writeObjectFieldStart("datasources");
    for (DataSource source : DataSource.values()) {
      out.writeObjectFieldStart(source.title());
      source.write(out, ports.url());
      out.writeEndObject();
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private Reply reload() {
    ports.provisioning().sync();
    return Shapes.message("Dashboards config reloaded");
  }

  private Reply console(String path) {
    return Reply.bytes(302, "", new byte[0]).with("location", ports.url() + "/dashboards" + path);
  }

  @Override
  public String name() {
    return "grafana";
  }

  @Override
  public String prefix() {
    return "/grafana";
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  @Override
  public ErrorShape errors() {
    return new GrafanaErrors();
  }
}
