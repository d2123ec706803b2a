package io.mallwatch.doors.grafana;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.grafana.DashboardStore.Dashboard;
import io.mallwatch.doors.grafana.FolderStore.Folder;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/api/search`: folders first, then dashboards, by title.
final class SearchRoutes {

  private static final int DEFAULT_LIMIT = 1_000;
  private static final int MOST = 5_000;

  private final GrafanaPorts ports;

  SearchRoutes(GrafanaPorts ports) {
    this.ports = ports;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/search", this::search),
        Route.get("/api/search/", this::search),
        Route.get("/api/search/sorting", _ -> sortings()));
  }

  private Reply search(Call call) {
    long limit = Shapes.number(call, "limit").orElse(DEFAULT_LIMIT);
    if (limit > MOST) {
      throw new RefusedException(
          Problem.unprocessable(
              "Limit is above maximum allowed (5000), use page parameter to access hits beyond"
                  + " limit"));
    }
    long size = limit < 1 ? DEFAULT_LIMIT : limit;
    long page = Math.max(1, Shapes.number(call, "page").orElse(1));
    List<Folder> folders = ports.folders().list();
    List<Hit> hits = new Wanted(call, folders).hits(ports.dashboards().list(), folders);
    Comparator<Hit> byTitle = Comparator.comparing(hit -> hit.title().toLowerCase(Locale.ROOT));
    boolean descending = call.param("sort").orElse("").equals("alpha-desc");
    hits.sort(
        Comparator.comparing((Hit hit) -> hit.dashboard() != null)
            .thenComparing(descending ? byTitle.reversed() : byTitle)
            .thenComparingLong(Hit::id));
    List<Hit> shown = hits.stream().skip(Math.multiplyExact(page - 1, size)).limit(size).toList();
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (Hit hit : shown) {
            hit.write(out);
          }
          out.writeEndArray();
        });
  }

  private static Reply sortings() {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("sortOptions");
          for (String order : List.of("asc", "desc")) {
            boolean up = order.equals("asc");
            out.writeStartObject();
            out.writeStringField("name", "alpha-" + order);
            out.writeStringField(
                "displayName", up ? "Alphabetically (A–Z)" : "Alphabetically (Z–A)");
            out.writeStringField(
                "description",
                up
                    ? "Sort results in an alphabetically ascending order"
                    : "Sort results in an alphabetically descending order");
            out.writeStringField("meta", "");
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  /// What the parameters ask for.
  private static final class Wanted {
    private final String text;
    private final String type;
    private final List<String> tags;
    private final boolean starred;
    private final Set<String> uids;
    private final Set<String> ids;
    private final Set<String> folderUids;

    Wanted(Call call, List<Folder> folders) {
      text = call.param("query").orElse("").toLowerCase(Locale.ROOT);
      type = call.param("type").orElse("");
      tags = call.params().all("tag").stream().filter(tag -> !tag.isEmpty()).toList();
      starred = call.param("starred").orElse("").equals("true");
      uids = new HashSet<>(call.params().all("dashboardUIDs"));
      uids.addAll(call.params().all("dashboardUID"));
      ids = Set.copyOf(call.params().all("dashboardIds"));
      folderUids = new HashSet<>();
      call.params().all("folderUIDs").stream()
          .map(uid -> uid.equals("general") ? "" : uid)
          .forEach(folderUids::add);
      for (String id : call.params().all("folderIds")) {
        if (id.equals("0")) {
          folderUids.add("");
        }
        folders.stream()
            .filter(folder -> Long.toString(folder.id()).equals(id))
            .forEach(folder -> folderUids.add(folder.uid()));
      }
    }

    List<Hit> hits(List<Dashboard> dashboards, List<Folder> folders) {
      List<Hit> hits = new ArrayList<>();
      if (!type.equals("dash-db") && tags.isEmpty() && !starred && !onlyInFolders()) {
        folders.stream()
            .filter(folder -> named(folder.title(), folder.uid(), folder.id()))
            .forEach(folder -> hits.add(new Hit(folder, null)));
      }
      if (!type.equals("dash-folder") && !type.equals("dash-folder-alerting")) {
        dashboards.stream()
            .filter(d -> named(d.title(), d.uid(), d.id()))
            .filter(d -> d.tags().containsAll(tags))
            .filter(d -> !starred || d.starred())
            .filter(d -> folderUids.isEmpty() || folderUids.contains(d.folderUid()))
            .forEach(d -> hits.add(new Hit(Shapes.folder(folders, d.folderUid()), d)));
      }
      return hits;
    }

    /// Folders lie in no folder but the general one.
    private boolean onlyInFolders() {
      return !folderUids.isEmpty() && !folderUids.contains("");
    }

    private boolean named(String title, String uid, long id) {
      return title.toLowerCase(Locale.ROOT).contains(text)
          && (uids.isEmpty() || uids.contains(uid))
          && (ids.isEmpty() || ids.contains(Long.toString(id)));
    }
  }

  /// @param folder the folder itself, or that of the dashboard; null for the general one
  private record Hit(@Nullable Folder folder, @Nullable Dashboard dashboard) {

    long id() {
      return dashboard != null ? dashboard.id() : folder != null ? folder.id() : 0;
    }

    String title() {
      return dashboard != null ? dashboard.title() : folder != null ? folder.title() : "";
    }

    void write(JsonGenerator out) throws IOException {
      String slug = Slugs.of(title());
      String uid = dashboard != null ? dashboard.uid() : folder != null ? folder.uid() : "";
      out.writeStartObject();
      out.writeNumberField("id", id());
      out.writeStringField("uid", uid);
      out.writeStringField("title", title());
      out.writeStringField("uri", "db/" + slug);
      out.writeStringField(
          "url", (dashboard == null ? "/dashboards/f/" : "/d/") + uid + "/" + slug);
      out.writeStringField("slug", "");
      out.writeStringField("type", dashboard == null ? "dash-folder" : "dash-db");
      Shapes.texts(out, "tags", dashboard == null ? List.of() : dashboard.tags());
      out.writeBooleanField("isStarred", dashboard != null && dashboard.starred());
      if (dashboard != null && folder != null) {
        out.writeNumberField("folderId", folder.id());
        out.writeStringField("folderUid", folder.uid());
        out.writeStringField("folderTitle", folder.title());
        out.writeStringField("folderUrl", Shapes.url(folder));
      }
      out.writeNumberField("sortMeta", 0);
      out.writeEndObject();
    }
  }
}
