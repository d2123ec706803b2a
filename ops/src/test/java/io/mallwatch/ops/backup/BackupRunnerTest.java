package io.mallwatch.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.ops.backup.BackupRun.Action;
import io.mallwatch.ops.backup.BackupRun.State;
import io.mallwatch.ops.backup.source.DatabaseTools;
import io.mallwatch.ops.backup.store.FolderStore;
import io.mallwatch.ops.backup.store.SecretRef;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupRunnerTest {

  @TempDir Path dir;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final MemoryRuns runs = new MemoryRuns();
  private BackupRunner runner;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(Files.createDirectories(dir.resolve("files")).resolve("a"), "x");
    runner = runner();
  }

  private BackupRunner runner() {
    BackupJob job =
        new BackupJob(
            "files",
            new BackupSource.Folder(dir.resolve("files"), List.of()),
            Optional.of(CronSchedule.parse("0 2 * * *")),
            Optional.of(CronSchedule.parse("0 4 * * 0")),
            KeepPolicy.DEFAULT,
            new BackupJob.Scratch.SameServer());
    BackupPlan plan =
        new BackupPlan(
            new BackupPlan.Repository.Folder(dir.resolve("r")),
            SecretRef.NONE,
            ZoneId.of("Asia/Shanghai"),
            List.of(job));
    Backups.Parts parts =
        new Backups.Parts(
            new DatabaseTools(Map.of()),
            OwnStores.none(),
            Map.of(),
            dir.resolve("locks"),
            clock,
            new Random(1));
    return new BackupRunner(
        new Backups(plan, new FolderStore(dir.resolve("r")), parts), runs, clock);
  }

  @AfterEach
  void close() {
    runner.close();
  }

  private BackupRun awaitEnd(BackupRun run) {
    Await.until(
        "the end of a run",
        () ->
            runs.newest(100).stream()
                .anyMatch(one -> one.id() == run.id() && one.finishedAt().isPresent()));
    Await.until("the runner to be idle", () -> runner.active().isEmpty());
    return runs.newest(100).stream().filter(one -> one.id() == run.id()).findFirst().orElseThrow();
  }

  @Test
  void aRunOnRequestBacksUpThenADrillProvesIt() {
    BackupRun backup = awaitEnd(runner.start("files", Action.BACKUP, "", "小王"));
    assertThat(backup.state()).isEqualTo(State.GOOD);
    assertThat(backup.by()).isEqualTo("小王");

    BackupRun drill = awaitEnd(runner.start("files", Action.DRILL, "", "小王"));
    assertThat(drill.state()).isEqualTo(State.GOOD);
    assertThat(drill.backupId()).isEqualTo(backup.backupId());
    Await.until("the list", () -> runner.known().stream().anyMatch(Backup::isProven));
    assertThat(runner.last(runner.plan().jobs().getFirst(), Action.DRILL)).isPresent();
  }

  @Test
  void jobsRunWhenTheyAreDueAndOnce() {
    runner.tick();
    assertThat(runs.newest(10)).isEmpty();

    clock.set(Instant.parse("2026-11-23T18:00:00Z")); // 02:00 in Shanghai
    runner.tick();
    runner.tick();
    assertThat(runs.newest(10)).singleElement().extracting(BackupRun::by).isEqualTo("schedule");
    var _ = awaitEnd(runs.newest(1).getFirst());
    runner.tick();
    assertThat(runs.newest(10)).hasSize(1);

    clock.advance(Duration.ofDays(1));
    runner.tick();
    assertThat(runs.newest(10)).hasSize(2);
  }

  @Test
  void whatFellDueWhileTheServerWasAwayIsMadeUpForOnce() {
    var _ = awaitEnd(runner.start("files", Action.BACKUP, "", "me"));
    runner.close();
    clock.advance(Duration.ofDays(4));

    runner = runner();
    runner.tick();
    runner.tick();

    assertThat(runs.newest(10).stream().filter(run -> run.action() == Action.BACKUP)).hasSize(2);
  }

  @Test
  void aFailedRunSaysWhy() throws IOException {
    Files.delete(dir.resolve("files/a"));
    Files.delete(dir.resolve("files"));

    BackupRun run = awaitEnd(runner.start("files", Action.BACKUP, "", "me"));

    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.reason()).isEqualTo("missing");
    assertThat(run.message()).contains("is not a folder");
  }

  @Test
  void anUnknownJobIsRefusedAndAStopOfNothingIsNone() {
    assertThatThrownBy(() -> runner.start("nothing", Action.BACKUP, "", "me"))
        .isInstanceOf(BadQueryException.class)
        .hasMessageContaining("no backup job");
    assertThat(runner.stop(99)).isFalse();
  }

  @Test
  void howOldABackupMayBeFollowsFromItsTable() {
    assertThat(runner.maxAge(runner.plan().jobs().getFirst())).contains(Duration.ofHours(26));
  }
}
