package io.mallwatch.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.ops.backup.BackupRun;
import io.mallwatch.ops.backup.BackupRun.Action;
import io.mallwatch.ops.backup.BackupRun.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlBackupRunsTest {

  private static final Instant AT = Instant.parse("2026-11-23T02:00:00Z");

  @TempDir Path dir;
  private StateDatabase database;
  private SqlBackupRuns runs;

  @BeforeEach
  void open() {
    database = StateDatabase.open(dir.resolve("state.db"));
    runs = new SqlBackupRuns(database, 3);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static BackupRun run(String job, int minute) {
    return new BackupRun(
        0,
        job,
        Action.BACKUP,
        "schedule",
        AT.plusSeconds(60L * minute),
        Optional.empty(),
        State.WAITING,
        "",
        "",
        "");
  }

  @Test
  void aRunIsKeptAndChanged() {
    BackupRun added = runs.add(run("mall", 0));
    BackupRun ended =
        new BackupRun(
            added.id(),
            "mall",
            Action.BACKUP,
            "schedule",
            AT,
            Optional.of(AT.plusSeconds(5)),
            State.FAILED,
            "disk_full",
            "磁盘满",
            "b1");
    runs.save(ended);

    close();
    open();

    assertThat(runs.newest(10)).containsExactly(ended);
  }

  @Test
  void onlyTheNewestAreKept() {
    for (int i = 0; i < 5; i++) {
      var _ = runs.add(run("mall", i));
    }

    assertThat(runs.newest(10)).extracting(BackupRun::id).containsExactly(5L, 4L, 3L);
  }

  @Test
  void whenAJobWasLastBegunIsKnown() {
    assertThat(runs.lastBegun("mall", Action.BACKUP)).isEmpty();
    var _ = runs.add(run("mall", 7));
    var _ = runs.add(run("other", 9));

    assertThat(runs.lastBegun("mall", Action.BACKUP)).contains(AT.plusSeconds(420));
    assertThat(runs.lastBegun("mall", Action.DRILL)).isEmpty();
  }

  @Test
  void whatTheServerLeftUnfinishedHasFailed() {
    var _ = runs.add(run("mall", 0));

    runs.abandon(AT.plusSeconds(99));

    List<BackupRun> all = runs.newest(10);
    assertThat(all).singleElement().extracting(BackupRun::state).isEqualTo(State.FAILED);
    assertThat(all.getFirst().finishedAt()).contains(AT.plusSeconds(99));
  }

  @Test
  void theStateIsCopiedWhileItIsUsed() {
    var _ = runs.add(run("mall", 0));

    database.copyTo(dir.resolve("it's a copy.db"));

    try (StateDatabase copy = StateDatabase.open(dir.resolve("it's a copy.db"))) {
      assertThat(new SqlBackupRuns(copy).newest(10)).hasSize(1);
    }
  }
}
