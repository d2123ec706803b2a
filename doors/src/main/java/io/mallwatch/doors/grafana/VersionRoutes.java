package io.mallwatch.doors.grafana;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.grafana.DashboardDesk.Save;
import io.mallwatch.doors.grafana.DashboardStore.Dashboard;
import io.mallwatch.doors.grafana.DashboardStore.KeptVersion;
import io.mallwatch.doors.grafana.DashboardStore.Version;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `/api/dashboards/uid/{uid}/versions` and `/restore`.
final class VersionRoutes {

  private static final int DEFAULT_LIMIT = 1_000;

  private final DashboardStore dashboards;
  private final DashboardDesk desk;

  VersionRoutes(DashboardStore dashboards, DashboardDesk desk) {
    this.dashboards = dashboards;
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/dashboards/uid/{uid}/versions", this::list),
        Route.get("/api/dashboards/uid/{uid}/versions/{version}", this::get),
        Route.post("/api/dashboards/uid/{uid}/restore", this::restore));
  }

  private Reply list(Call call) {
    Dashboard dashboard = found(call);
    long limit = Shapes.number(call, "limit").orElse(0);
    long start = Math.max(0, Shapes.number(call, "start").orElse(0));
    List<Version> versions =
        dashboards.versions(dashboard.id()).stream()
            .skip(start)
            .limit(limit < 1 ? DEFAULT_LIMIT : limit)
            .toList();
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (Version version : versions) {
            out.writeStartObject();
            write(out, dashboard, version);
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private Dashboard found(Call call) {
    return DashboardRoutes.found(dashboards, call.path("uid")).dashboard();
  }

  private static void write(JsonGenerator out, Dashboard dashboard, Version version)
      throws IOException {
    out.writeNumberField("id", version.id());
    out.writeNumberField("dashboardId", dashboard.id());
    out.writeStringField("uid", dashboard.uid());
    out.writeNumberField("parentVersion", version.parent());
    out.writeNumberField("restoredFrom", version.restoredFrom());
    out.writeNumberField("version", version.version());
    out.writeStringField("created", Shapes.time(version.created()));
    out.writeStringField("createdBy", Shapes.WHO);
    out.writeStringField(
        "message",
        version.message().isEmpty() && version.parent() == 0 ? "Initial save" : version.message());
  }

  private Reply get(Call call) {
    Dashboard dashboard = found(call);
    String number = call.path("version");
    KeptVersion kept =
        dashboards
            .version(dashboard.id(), parse(number))
            .orElseThrow(() ->
                GrafanaErrors.notFound(
                    "Dashboard version %s not found for dashboardId %d"
                        .formatted(number, dashboard.id())));
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          write(out, dashboard, kept.version());
          out.writeFieldName("data");
          out.writeRawValue(
              DashboardRoutes.named(kept.json(), dashboard, kept.version().version()));
          out.writeEndObject();
        });
  }

  /// 0, which no version has, for what is no number.
  private static int parse(String number) {
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private Reply restore(Call call) {
    int wanted = Math.toIntExact(Fields.of(call).number("version").orElse(0L));
    Dashboard dashboard = found(call);
    KeptVersion kept =
        dashboards
            .version(dashboard.id(), wanted)
            .orElseThrow(() -> GrafanaErrors.notFound("Dashboard version not found"));
    String json = DashboardRoutes.named(kept.json(), dashboard, dashboard.version());
    return DashboardRoutes.saved(
        desk.save(
            new Save(
                json,
                Fields.of(json.getBytes(StandardCharsets.UTF_8)),
                dashboard.folderUid(),
                "Restored from version " + wanted,
                false,
                wanted)));
  }
}
