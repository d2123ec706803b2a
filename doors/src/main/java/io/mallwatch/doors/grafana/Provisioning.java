package io.mallwatch.doors.grafana;

import io.mallwatch.doors.grafana.DashboardStore.Dashboard;
import io.mallwatch.doors.grafana.DashboardStore.Draft;
import io.mallwatch.doors.grafana.DashboardStore.Facts;
import io.mallwatch.doors.grafana.DashboardStore.Kept;
import io.mallwatch.doors.http.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Dashboards that come from files. They stand in a folder of their own, cannot be saved over, and
/// follow their files: a changed file is a new version, a file that is gone takes its dashboard
/// with it.
public final class Provisioning {

  /// The folder that they stand in.
  public static final String FOLDER = "mallwatch";

  private static final String FOLDER_TITLE = "中道商城 Mallwatch";
  private static final Logger logger = LoggerFactory.getLogger(Provisioning.class);

  private final DashboardStore dashboards;
  private final FolderStore folders;
  private final Source source;
  private final InstantSource clock;

  public Provisioning(
      DashboardStore dashboards, FolderStore folders, Source source, InstantSource clock) {
    this.dashboards = dashboards;
    this.folders = folders;
    this.source = source;
    this.clock = clock;
  }

  /// Where the files are.
  @FunctionalInterface
  public interface Source {

    /// All files as they are now; those that cannot be read are left out.
    List<File> read();
  }

  /// @param name of the file, for people
  /// @param json a dashboard, or `{"dashboard":{...}}`
  public record File(String name, String json) {}

  /// Brings the dashboards to what the files say. A file that is no dashboard, or whose uid is that
  /// of a dashboard that people made, is logged and left out.
  public void sync() {
    folders.add(FOLDER, FOLDER_TITLE, clock.instant());
    Set<String> present = new HashSet<>();
    for (File file : source.read()) {
      try {
        put(file).ifPresent(present::add);
      } catch (RefusedException e) {
        logger.warn(
            "event=dashboard_file_refused file={} reason=\"{}\"", file.name(), e.getMessage());
      }
    }
    for (Dashboard dashboard : dashboards.list()) {
      if (dashboard.isProvisioned() && !present.contains(dashboard.uid())) {
        dashboards.delete(dashboard.uid());
      }
    }
  }

  private Optional<String> put(File file) {
    Fields fields = Fields.of(file.json().getBytes(StandardCharsets.UTF_8));
    String json = file.json();
    if (fields.raw("dashboard") instanceof java.util.Map<?, ?> inner) {
      json = JsonText.of(json).member("dashboard").orElseThrow();
      fields = new Fields(inner);
    }
    String title = fields.text("title").strip();
    if (title.isEmpty()) {
      throw GrafanaErrors.bad("Dashboard title cannot be empty");
    }
    String uid = fields.text("uid").isEmpty() ? Slugs.of(file.name()) : fields.text("uid");
    DashboardDesk.checkUid(uid);
    Kept kept = dashboards.find(uid).orElse(null);
    if (kept != null && !kept.dashboard().isProvisioned()) {
      logger.warn("event=dashboard_file_shadowed file={} uid={}", file.name(), uid);
      return Optional.empty();
    }
    if (kept == null || !kept.json().equals(json)) {
      dashboards.save(
          new Draft(
              kept == null ? 0 : kept.dashboard().id(),
              kept == null ? 0 : kept.dashboard().version(),
              new Facts(uid, title, DashboardDesk.tags(fields)),
              FOLDER,
              json,
              "",
              0,
              file.name()),
          clock.instant());
    }
    return Optional.of(uid);
  }
}
