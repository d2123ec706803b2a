package io.mallwatch.doors.grafana;

import io.mallwatch.doors.grafana.DashboardStore.Dashboard;
import io.mallwatch.doors.grafana.DashboardStore.Draft;
import io.mallwatch.doors.grafana.DashboardStore.Facts;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Saves dashboards as Grafana does: which dashboard is meant, and when a save is refused.
///
/// A uid says which dashboard is meant. An id counts only where there is no uid, since ids of
/// another Grafana mean nothing here.
final class DashboardDesk {

  /// Most dashboards that are kept.
  static final int MOST = 5_000;

  /// Longest JSON of one dashboard, in characters.
  static final int LONGEST = 8 << 20;

  private static final Pattern UID = Pattern.compile("[a-zA-Z0-9_-]*");
  private static final int LONGEST_UID = 40;
  private static final int LONGEST_TITLE = 5_000;
  private static final int LONGEST_MESSAGE = 500;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final DashboardStore dashboards;
  private final FolderStore folders;
  private final InstantSource clock;
  private final RandomGenerator random;

  DashboardDesk(
      DashboardStore dashboards, FolderStore folders, InstantSource clock, RandomGenerator random) {
    this.dashboards = dashboards;
    this.folders = folders;
    this.clock = clock;
    this.random = random;
  }

  /// A wish to save.
  ///
  /// @param json of the dashboard, as it was sent
  /// @param fields what it says
  /// @param folderUid empty for the general folder
  /// @param overwrite also a newer version, or another dashboard of the same title
  /// @param restoredFrom the version whose JSON this is; 0 for none
  record Save(
      String json,
      Fields fields,
      String folderUid,
      String message,
      boolean overwrite,
      int restoredFrom) {}

  /// Saves it.
  ///
  /// @throws RefusedException with Grafana's status and words
  Dashboard save(Save wanted) {
    String title = wanted.fields().text("title").strip();
    String uid = wanted.fields().text("uid").strip();
    check(wanted, title, uid);
    List<Dashboard> all = dashboards.list();
    Dashboard replaced = meant(all, wanted.fields(), uid);
    if (replaced != null && replaced.isProvisioned()) {
      throw GrafanaErrors.bad("Cannot save provisioned dashboard");
    }
    if (replaced != null && replaced.version() != version(wanted.fields()) && !wanted.overwrite()) {
      throw outdated();
    }
    Dashboard namesake = namesake(all, title, wanted.folderUid(), replaced);
    if (namesake != null) {
      if (!wanted.overwrite() || namesake.isProvisioned()) {
        throw GrafanaErrors.outdated(
            "name-exists", "A dashboard with the same name in the folder already exists");
      }
      replaced = namesake;
      uid = namesake.uid();
    }
    if (replaced == null && all.size() >= MOST) {
      throw new RefusedException(Problem.forbidden("Quota reached"));
    }
    String name = !uid.isEmpty() ? uid : replaced != null ? replaced.uid() : freshUid();
    return dashboards
        .save(
            new Draft(
                replaced == null ? 0 : replaced.id(),
                replaced == null ? 0 : replaced.version(),
                new Facts(name, title, tags(wanted.fields())),
                wanted.folderUid(),
                wanted.json(),
                wanted.message(),
                wanted.restoredFrom(),
                ""),
            clock.instant())
        .orElseThrow(DashboardDesk::outdated);
  }

  private void check(Save wanted, String title, String uid) {
    if (wanted.json().length() > LONGEST) {
      throw new RefusedException(
          Problem.tooLarge("the dashboard is longer than %d characters".formatted(LONGEST)));
    }
    if (title.isEmpty()) {
      throw GrafanaErrors.bad("empty-name", "Dashboard title cannot be empty");
    }
    if (title.length() > LONGEST_TITLE) {
      throw GrafanaErrors.bad(
          "title-too-long", "Dashboard title cannot contain more than 5 000 characters");
    }
    checkUid(uid);
    if (wanted.message().length() > LONGEST_MESSAGE) {
      throw GrafanaErrors.bad("message too long, max 500 characters");
    }
    if (!wanted.folderUid().isEmpty()
        && folders.list().stream().noneMatch(f -> f.uid().equals(wanted.folderUid()))) {
      throw GrafanaErrors.bad("folder not found");
    }
  }

  static void checkUid(String uid) {
    if (!UID.matcher(uid).matches()) {
      throw GrafanaErrors.bad("uid contains illegal characters");
    }
    if (uid.length() > LONGEST_UID) {
      throw GrafanaErrors.bad("uid too long, max 40 characters");
    }
  }

  private static @Nullable Dashboard meant(List<Dashboard> all, Fields fields, String uid) {
    if (!uid.isEmpty()) {
      return all.stream().filter(d -> d.uid().equals(uid)).findFirst().orElse(null);
    }
    long id = fields.raw("id") instanceof Number number ? number.longValue() : 0;
    if (id == 0) {
      return null;
    }
    return all.stream()
        .filter(d -> d.id() == id)
        .findFirst()
        .orElseThrow(() -> GrafanaErrors.notFound("not-found", "Dashboard not found"));
  }

  private static @Nullable Dashboard namesake(
      List<Dashboard> all, String title, String folderUid, @Nullable Dashboard replaced) {
    return all.stream()
        .filter(d -> d.title().equals(title) && d.folderUid().equals(folderUid))
        .filter(d -> !Objects.equals(d, replaced))
        .findFirst()
        .orElse(null);
  }

  private static int version(Fields fields) {
    return fields.raw("version") instanceof Number number ? number.intValue() : 0;
  }

  /// Tags of a dashboard; what is no text among them is none.
  static List<String> tags(Fields fields) {
    return fields.raw("tags") instanceof List<?> list
        ? list.stream()
            .flatMap(tag ->
                tag instanceof String text
                    ? Optional.of(text).stream()
                    : Optional.<String>empty().stream())
            .distinct()
            .toList()
        : List.of();
  }

  private static RefusedException outdated() {
    return GrafanaErrors.outdated(
        "version-mismatch", "The dashboard has been changed by someone else");
  }

  String freshUid() {
    StringBuilder uid = new StringBuilder();
    uid.append(LETTERS.charAt(random.nextInt(26)));
    while (uid.length() < 14) {
      uid.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return uid.toString();
  }
}
