package io.mallwatch.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.grafana.AnnotationStore.Annotation;
import io.mallwatch.doors.grafana.AnnotationStore.Content;
import io.mallwatch.doors.grafana.DashboardStore.Dashboard;
import io.mallwatch.doors.grafana.DashboardStore.Draft;
import io.mallwatch.doors.grafana.DashboardStore.Facts;
import io.mallwatch.doors.grafana.DashboardStore.Version;
import io.mallwatch.doors.grafana.FolderStore.Folder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlDashboardsTest {

  private static final Instant NOW = Instant.parse("2026-11-02T02:00:00Z");

  @TempDir Path dir;

  private StateDatabase database;
  private SqlDashboards dashboards;
  private SqlFolders folders;

  @BeforeEach
  void open() {
    database = StateDatabase.open(dir.resolve("state.db"));
    dashboards = new SqlDashboards(database);
    folders = new SqlFolders(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void reopen() {
    database.close();
    open();
  }

  private static Draft draft(long id, int follows, String uid, String folder, String json) {
    return new Draft(
        id,
        follows,
        new Facts(uid, "标题 " + uid, List.of("a", "\"b\"")),
        folder,
        json,
        "why",
        0,
        "");
  }

  private Dashboard add(String uid, String folder) {
    return dashboards.save(draft(0, 0, uid, folder, "{\"n\":1.50}"), NOW).orElseThrow();
  }

  @Test
  void dashboardsSurviveWithTheirJsonAsItWasSent() {
    Dashboard saved = add("one", "");
    reopen();
    assertThat(dashboards.list()).containsExactly(saved);
    assertThat(dashboards.find("one").orElseThrow().json()).isEqualTo("{\"n\":1.50}");
    assertThat(saved)
        .isEqualTo(
            new Dashboard(
                saved.id(), "one", "标题 one", List.of("a", "\"b\""), "", 1, NOW, NOW, "", false));
    assertThat(dashboards.find("two")).isEmpty();
  }

  @Test
  void onlyTheVersionThatWasReadIsReplaced() {
    Dashboard one = add("one", "");
    Instant later = NOW.plusSeconds(60);
    assertThat(dashboards.save(draft(0, 0, "one", "", "{}"), later)).as("uid taken").isEmpty();
    Dashboard two =
        dashboards.save(draft(one.id(), 1, "renamed", "ops", "{}"), later).orElseThrow();
    assertThat(two.version()).isEqualTo(2);
    assertThat(two.created()).isEqualTo(NOW);
    assertThat(two.updated()).isEqualTo(later);
    assertThat(dashboards.save(draft(one.id(), 1, "renamed", "", "{}"), later)).isEmpty();
    assertThat(dashboards.find("one")).isEmpty();
    assertThat(dashboards.versions(one.id()))
        .extracting(Version::version, Version::parent, Version::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, 1, "why"),
            org.assertj.core.groups.Tuple.tuple(1, 0, "why"));
    assertThat(dashboards.version(one.id(), 1).orElseThrow().json()).isEqualTo("{\"n\":1.50}");
    assertThat(dashboards.version(one.id(), 3)).isEmpty();
  }

  @Test
  void theNewestVersionsAreKept() {
    Dashboard saved = add("one", "");
    for (int version = 1; version <= SqlDashboards.VERSIONS + 4; version++) {
      assertThat(dashboards.save(draft(saved.id(), version, "one", "", "{}"), NOW)).isPresent();
    }
    assertThat(dashboards.versions(saved.id()))
        .hasSize(SqlDashboards.VERSIONS)
        .first()
        .extracting(Version::version)
        .isEqualTo(SqlDashboards.VERSIONS + 5);
  }

  @Test
  void deletingTakesVersionsAndAnnotationsAlong() {
    SqlAnnotations annotations = new SqlAnnotations(database);
    Dashboard saved = add("one", "");
    annotations.add(content("one", NOW), NOW);
    assertThat(dashboards.star("one", true)).isTrue();
    assertThat(dashboards.list().getFirst().starred()).isTrue();
    assertThat(dashboards.delete("one")).isTrue();
    assertThat(dashboards.delete("one")).isFalse();
    assertThat(dashboards.star("one", true)).isFalse();
    assertThat(dashboards.versions(saved.id())).isEmpty();
    assertThat(annotations.list(Instant.EPOCH, NOW)).isEmpty();
  }

  @Test
  void foldersAreRenamedByVersionAndDeletedWithWhatTheyHold() {
    Folder folder = folders.add("ops", "运维", NOW).orElseThrow();
    assertThat(folders.add("ops", "another", NOW)).isEmpty();
    assertThat(folders.rename("ops", "值班", 7, NOW)).isEmpty();
    assertThat(folders.rename("ops", "值班", 1, NOW.plusSeconds(1)))
        .contains(new Folder(folder.id(), "ops", "值班", 2, NOW, NOW.plusSeconds(1)));
    add("in", "ops");
    add("out", "");
    reopen();
    assertThat(folders.list()).extracting(Folder::title).containsExactly("值班");
    assertThat(folders.delete("ops")).isTrue();
    assertThat(folders.delete("ops")).isFalse();
    assertThat(dashboards.list()).extracting(Dashboard::uid).containsExactly("out");
  }

  private static Content content(String uid, Instant at) {
    return new Content(uid, 3, at, at.plusSeconds(10), "上线", List.of("deploy"), "{\"a\":1}");
  }

  @Test
  void annotationsAreFoundByTheTimeTheyTouch() {
    SqlAnnotations annotations = new SqlAnnotations(database);
    long first = annotations.add(content("d", NOW), NOW);
    long second = annotations.add(content("", NOW.plusSeconds(100)), NOW);
    assertThat(annotations.list(NOW, NOW.plusSeconds(200)))
        .extracting(Annotation::id)
        .containsExactly(second, first);
    assertThat(annotations.list(NOW.plusSeconds(5), NOW.plusSeconds(20)))
        .containsExactly(new Annotation(first, content("d", NOW), NOW, NOW));
    assertThat(annotations.replace(first, content("e", NOW), NOW.plusSeconds(1))).isTrue();
    reopen();
    annotations = new SqlAnnotations(database);
    assertThat(annotations.find(first))
        .contains(new Annotation(first, content("e", NOW), NOW, NOW.plusSeconds(1)));
    assertThat(annotations.delete(first)).isTrue();
    assertThat(annotations.delete(first)).isFalse();
    assertThat(annotations.replace(first, content("e", NOW), NOW)).isFalse();
    assertThat(annotations.find(first)).isEmpty();
  }

  @Test
  void theOldestAnnotationsAreForgotten() {
    SqlAnnotations annotations = new SqlAnnotations(database, 3);
    for (int i = 0; i < 5; i++) {
      annotations.add(content("", NOW.plusSeconds(i)), NOW);
    }
    assertThat(annotations.list(NOW, NOW.plusSeconds(100))).hasSize(3);
  }
}
