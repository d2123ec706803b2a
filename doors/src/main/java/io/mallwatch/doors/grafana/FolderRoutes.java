package io.mallwatch.doors.grafana;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.grafana.FolderStore.Folder;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// `/api/folders`, one level deep.
final class FolderRoutes {

  /// Most folders that are kept.
  static final int MOST = 1_000;

  private final GrafanaPorts ports;
  private final DashboardDesk desk;
  private final InstantSource clock;

  FolderRoutes(GrafanaPorts ports, DashboardDesk desk, InstantSource clock) {
    this.ports = ports;
    this.desk = desk;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/folders", this::list),
        Route.post("/api/folders", this::create),
        Route.get("/api/folders/id/{id}", call -> byId(call.path("id"))),
        Route.get("/api/folders/{uid}", call -> whole(found(call.path("uid")))),
        Route.get("/api/folders/{uid}/counts", this::counts),
        Route.put("/api/folders/{uid}", this::update),
        Route.delete("/api/folders/{uid}", this::delete));
  }

  private Reply list(Call call) {
    long limit = Shapes.number(call, "limit").orElse(MOST);
    long page = Math.max(1, Shapes.number(call, "page").orElse(1));
    List<Folder> folders =
        call.param("parentUid").isPresent()
            ? List.of()
            : ports.folders().list().stream()
                .sorted(Comparator.comparing(f -> f.title().toLowerCase(Locale.ROOT)))
                .skip(Math.multiplyExact(page - 1, Math.max(0, limit)))
                .limit(limit < 1 ? MOST : limit)
                .toList();
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (Folder folder : folders) {
            out.writeStartObject();
            out.writeNumberField("id", folder.id());
            out.writeStringField("uid", folder.uid());
            out.writeStringField("title", folder.title());
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private Folder found(String uid) {
    return found(folder -> folder.uid().equals(uid));
  }

  private Folder found(Predicate<Folder> wanted) {
    return ports.folders().list().stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(FolderRoutes::missing);
  }

  private static RefusedException missing() {
    return GrafanaErrors.notFound("not-found", "folder not found");
  }

  private Reply byId(String id) {
    return whole(found(folder -> Long.toString(folder.id()).equals(id)));
  }

  private static Reply whole(Folder folder) {
    return Reply.json(200, out -> write(out, folder));
  }

  private static void write(JsonGenerator out, Folder folder) throws IOException {
    out.writeStartObject();
    out.writeNumberField("id", folder.id());
    out.writeStringField("uid", folder.uid());
    out.writeStringField("title", folder.title());
    out.writeStringField("url", Shapes.url(folder));
    out.writeBooleanField("hasAcl", false);
    Shapes.rights(out);
    out.writeStringField("createdBy", Shapes.WHO);
    out.writeStringField("created", Shapes.time(folder.created()));
    out.writeStringField("updatedBy", Shapes.WHO);
    out.writeStringField("updated", Shapes.time(folder.updated()));
    out.writeNumberField("version", folder.version());
    out.writeEndObject();
  }

  private Reply create(Call call) {
    Fields body = Fields.of(call);
    String title = title(body);
    String uid = body.text("uid");
    DashboardDesk.checkUid(uid);
    if (!body.text("parentUid").isEmpty()) {
      throw GrafanaErrors.bad("folders lie at the top; parentUid must be empty");
    }
    List<Folder> folders = ports.folders().list();
    if (folders.size() >= MOST) {
      throw new RefusedException(Problem.forbidden("Quota reached"));
    }
    checkTitle(folders, title, "");
    return ports
        .folders()
        .add(uid.isEmpty() ? desk.freshUid() : uid, title, clock.instant())
        .map(FolderRoutes::whole)
        .orElseThrow(
            () -> GrafanaErrors.conflict("a folder/dashboard with the same uid already exists"));
  }

  private static String title(Fields body) {
    String title = body.text("title").strip();
    if (title.isEmpty()) {
      throw GrafanaErrors.bad("folder title cannot be empty");
    }
    return title;
  }

  private static void checkTitle(List<Folder> folders, String title, String except) {
    if (folders.stream().anyMatch(f -> f.title().equals(title) && !f.uid().equals(except))) {
      throw GrafanaErrors.conflict(
          "a folder or dashboard in the general folder with the same name already exists");
    }
  }

  private Reply update(Call call) {
    Fields body = Fields.of(call);
    Folder folder = found(call.path("uid"));
    String title = title(body);
    checkTitle(ports.folders().list(), title, folder.uid());
    long follows = body.flag("overwrite") ? folder.version() : body.number("version").orElse(0L);
    return ports
        .folders()
        .rename(folder.uid(), title, Math.toIntExact(follows), clock.instant())
        .map(FolderRoutes::whole)
        .orElseThrow(() ->
            GrafanaErrors.outdated(
                "version-mismatch", "the folder has been changed by someone else"));
  }

  private Reply delete(Call call) {
    Folder folder = found(call.path("uid"));
    if (ports.dashboards().list().stream()
        .anyMatch(d -> d.folderUid().equals(folder.uid()) && d.isProvisioned())) {
      throw GrafanaErrors.bad("provisioned dashboard cannot be deleted");
    }
    ports.folders().delete(folder.uid());
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeNumberField("id", folder.id());
          out.writeStringField("message", "Folder deleted");
          out.writeStringField("title", folder.title());
          out.writeEndObject();
        });
  }

  private Reply counts(Call call) {
    Folder folder = found(call.path("uid"));
    long dashboards =
        ports.dashboards().list().stream().filter(d -> d.folderUid().equals(folder.uid())).count();
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeNumberField("folder", 0);
          out.writeNumberField("dashboard", dashboards);
          out.writeNumberField("librarypanel", 0);
          out.writeNumberField("alertrule", 0);
          out.writeEndObject();
        });
  }
}
