package io.mallwatch.doors.grafana;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.grafana.DashboardDesk.Save;
import io.mallwatch.doors.grafana.DashboardStore.Dashboard;
import io.mallwatch.doors.grafana.DashboardStore.Kept;
import io.mallwatch.doors.grafana.FolderStore.Folder;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `/api/dashboards`: get, save, delete, import, tags, home; favourites.
final class DashboardRoutes {

  /// A dashboard with this tag is shown first.
  private static final String HOME_TAG = "home";

  private final GrafanaPorts ports;
  private final DashboardDesk desk;

  DashboardRoutes(GrafanaPorts ports, DashboardDesk desk) {
    this.ports = ports;
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/dashboards/uid/{uid}", this::get),
        Route.delete("/api/dashboards/uid/{uid}", this::delete),
        Route.post("/api/dashboards/db", this::save),
        Route.post("/api/dashboards/import", this::bring),
        Route.get("/api/dashboards/home", _ -> home()),
        Route.get("/api/dashboards/tags", _ -> tags()),
        Route.post("/api/user/stars/dashboard/uid/{uid}", call -> star(call, true)),
        Route.delete("/api/user/stars/dashboard/uid/{uid}", call -> star(call, false)));
  }

  private Reply get(Call call) {
    return whole(found(ports.dashboards(), call.path("uid")));
  }

  static Kept found(DashboardStore dashboards, String uid) {
    return dashboards.find(uid).orElseThrow(() -> GrafanaErrors.notFound("Dashboard not found"));
  }

  private Reply whole(Kept kept) {
    Dashboard dashboard = kept.dashboard();
    List<Folder> folders = dashboard.folderUid().isEmpty() ? List.of() : ports.folders().list();
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("meta");
          meta(out, dashboard, folders);
          out.writeEndObject();
          out.writeFieldName("dashboard");
          out.writeRawValue(named(kept.json(), dashboard, dashboard.version()));
          out.writeEndObject();
        });
  }

  /// The JSON as it was sent, with this dashboard's id, uid and version.
  static String named(String json, Dashboard dashboard, int version) {
    return JsonText.of(json)
        .with("version", Integer.toString(version))
        .with("uid", '"' + dashboard.uid() + '"')
        .with("id", Long.toString(dashboard.id()))
        .toString();
  }

  private static void meta(JsonGenerator out, Dashboard dashboard, List<Folder> folders)
      throws IOException {
    Folder folder = Shapes.folder(folders, dashboard.folderUid());
    out.writeStringField("type", "db");
    Shapes.rights(out);
    out.writeBooleanField("canStar", true);
    out.writeBooleanField("isStarred", dashboard.starred());
    out.writeStringField("slug", Slugs.of(dashboard.title()));
    out.writeStringField("url", Shapes.url(dashboard));
    out.writeStringField("expires", "0001-01-01T00:00:00Z");
    out.writeStringField("created", Shapes.time(dashboard.created()));
    out.writeStringField("updated", Shapes.time(dashboard.updated()));
    out.writeStringField("updatedBy", Shapes.WHO);
    out.writeStringField("createdBy", Shapes.WHO);
    out.writeNumberField("version", dashboard.version());
    out.writeBooleanField("hasAcl", false);
    out.writeBooleanField("isFolder", false);
    out.writeNumberField("folderId", folder == null ? 0 : folder.id());
    out.writeStringField("folderUid", folder == null ? "" : folder.uid());
    out.writeStringField("folderTitle", folder == null ? "General" : folder.title());
    out.writeStringField("folderUrl", folder == null ? "" : Shapes.url(folder));
    out.writeBooleanField("provisioned", dashboard.isProvisioned());
    out.writeStringField("provisionedExternalId", dashboard.provisioned());
    out.writeObjectFieldStart("annotationsPermissions");
    for (String scope : List.of("dashboard", "organization")) {
      out.writeObjectFieldStart(scope);
      out.writeBooleanField("canAdd", true);
      out.writeBooleanField("canEdit", true);
      out.writeBooleanField("canDelete", true);
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private Reply delete(Call call) {
    Dashboard dashboard = found(ports.dashboards(), call.path("uid")).dashboard();
    if (dashboard.isProvisioned()) {
      throw GrafanaErrors.bad("provisioned dashboard cannot be deleted");
    }
    ports.dashboards().delete(dashboard.uid());
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("title", dashboard.title());
          out.writeStringField("message", "Dashboard %s deleted".formatted(dashboard.title()));
          out.writeStringField("uid", dashboard.uid());
          out.writeNumberField("id", dashboard.id());
          out.writeEndObject();
        });
  }

  private Reply save(Call call) {
    Fields body = Fields.of(call);
    if (!(body.raw("dashboard") instanceof Map<?, ?> dashboard)) {
      throw GrafanaErrors.badData("dashboard must be an object");
    }
    Fields fields = new Fields(dashboard);
    return saved(
        desk.save(
            new Save(
                JsonText.of(call.text()).member("dashboard").orElseThrow(),
                fields,
                folder(body),
                body.text("message"),
                body.flag("overwrite"),
                0)));
  }

  static Reply saved(Dashboard dashboard) {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("folderUid", dashboard.folderUid());
          out.writeNumberField("id", dashboard.id());
          out.writeStringField("slug", Slugs.of(dashboard.title()));
          out.writeStringField("status", "success");
          out.writeStringField("uid", dashboard.uid());
          out.writeStringField("url", Shapes.url(dashboard));
          out.writeNumberField("version", dashboard.version());
          out.writeEndObject();
        });
  }

  /// The folder that a body names, by uid or by id.
  private String folder(Fields body) {
    String uid = body.text("folderUid");
    if (!uid.isEmpty()) {
      return uid.equals("general") ? "" : uid;
    }
    long id = body.number("folderId").orElse(0L);
    if (id <= 0) {
      return "";
    }
    return ports.folders().list().stream()
        .filter(folder -> folder.id() == id)
        .map(Folder::uid)
        .findFirst()
        .orElseThrow(() -> GrafanaErrors.bad("folder not found"));
  }

  private Reply bring(Call call) {
    Fields body = Fields.of(call);
    if (!(body.raw("dashboard") instanceof Map<?, ?> dashboard)) {
      throw new RefusedException(Problem.unprocessable("Dashboard must be set"));
    }
    Map<Object, Object> foreign = new LinkedHashMap<>(dashboard);
    foreign.remove("id"); // it counted where the dashboard comes from
    Fields template = new Fields(foreign);
    String json =
        new ImportInputs(template, body.objects("inputs"))
            .fill(JsonText.of(call.text()).member("dashboard").orElseThrow());
    Dashboard saved =
        desk.save(new Save(json, template, folder(body), "", body.flag("overwrite"), 0));
    List<Folder> folders = saved.folderUid().isEmpty() ? List.of() : ports.folders().list();
    Folder folder = Shapes.folder(folders, saved.folderUid());
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("uid", saved.uid());
          out.writeStringField("pluginId", body.text("pluginId"));
          out.writeStringField("title", saved.title());
          out.writeBooleanField("imported", true);
          out.writeStringField("importedUri", "db/" + Slugs.of(saved.title()));
          out.writeStringField("importedUrl", Shapes.url(saved));
          out.writeStringField("slug", Slugs.of(saved.title()));
          out.writeNumberField("dashboardId", saved.id());
          out.writeNumberField("folderId", folder == null ? 0 : folder.id());
          out.writeStringField("folderUid", saved.folderUid());
          out.writeStringField("description", "");
          out.writeStringField("path", body.text("path"));
          out.writeBooleanField("removed", false);
          out.writeEndObject();
        });
  }

  /// Where to go first: the dashboard tagged `home`, else the first favourite, else the first of
  /// those that are shipped.
  private Reply home() {
    List<Dashboard> all = ports.dashboards().list();
    return all.stream()
        .min(
            Comparator.comparing((Dashboard d) -> !d.tags().contains(HOME_TAG))
                .thenComparing(d -> !d.starred())
                .thenComparing(d -> !d.isProvisioned())
                .thenComparing(Dashboard::provisioned)
                .thenComparingLong(Dashboard::id))
        .map(home ->
            (Reply)
                Reply.json(
                    200,
                    out -> {
                      out.writeStartObject();
                      out.writeStringField("redirectUri", Shapes.url(home));
                      out.writeEndObject();
                    }))
        .orElseThrow(() -> GrafanaErrors.notFound("Dashboard not found"));
  }

  private Reply tags() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Dashboard dashboard : ports.dashboards().list()) {
      dashboard.tags().forEach(tag -> counts.merge(tag, 1, Integer::sum));
    }
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (Map.Entry<String, Integer> tag : counts.entrySet()) {
            out.writeStartObject();
            out.writeStringField("term", tag.getKey());
            out.writeNumberField("count", tag.getValue());
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private Reply star(Call call, boolean starred) {
    if (!ports.dashboards().star(call.path("uid"), starred)) {
      throw GrafanaErrors.notFound("Dashboard not found");
    }
    return Shapes.message(starred ? "Dashboard starred!" : "Dashboard unstarred");
  }
}
