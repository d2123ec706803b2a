package io.mallwatch.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.ops.backup.source.DatabaseTools;
import io.mallwatch.ops.backup.source.Folders;
import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import io.mallwatch.ops.backup.store.BackupKey;
import io.mallwatch.ops.backup.store.FolderStore;
import io.mallwatch.ops.backup.store.Progress;
import io.mallwatch.ops.backup.store.SecretRef;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {

  @TempDir Path dir;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-23T02:00:00Z"));
  private final Progress progress = new Progress();
  private Path files;
  private Path repository;
  private Path keyFile;
  private Backups backups;
  private BackupJob job;

  @BeforeEach
  void open() throws IOException {
    files = Files.createDirectories(dir.resolve("uploads"));
    Files.writeString(files.resolve("a.txt"), "一张图片");
    byte[] big = new byte[600_000];
    new Random(1).nextBytes(big);
    Files.write(files.resolve("b.bin"), big);
    repository = dir.resolve("repository");
    keyFile = dir.resolve("key");
    BackupKey.create(keyFile, new Random(7));
    job = job(new KeepPolicy(2, 0, 0, 0));
    backups = backups();
  }

  private BackupJob job(KeepPolicy keep) {
    return new BackupJob(
        "uploads",
        new BackupSource.Folder(files, List.of()),
        Optional.empty(),
        Optional.empty(),
        keep,
        new BackupJob.Scratch.SameServer());
  }

  private Backups backups() {
    BackupPlan plan =
        new BackupPlan(
            new BackupPlan.Repository.Folder(repository),
            new SecretRef("", keyFile.toString()),
            ZoneId.of("Asia/Shanghai"),
            List.of(job));
    return new Backups(
        plan,
        new FolderStore(repository),
        new Backups.Parts(
            new DatabaseTools(Map.of()),
            OwnStores.none(),
            Map.of(),
            dir.resolve("locks"),
            clock,
            new Random(3)));
  }

  private Manifest runLater() {
    clock.advance(Duration.ofDays(1));
    return backups.run(job, progress);
  }

  private static BackupFailedException failed(Runnable work) {
    return catchThrowableOfType(BackupFailedException.class, work::run);
  }

  private Path data(Manifest manifest) {
    return repository.resolve(manifest.dataName());
  }

  private Proof check(Manifest manifest) {
    return new Restores(backups).check(manifest, progress);
  }

  @Test
  void filesGoThereAndComeBackTheSame() throws IOException {
    Manifest manifest = backups.run(job, progress);

    assertThat(manifest.files()).isEqualTo(2);
    assertThat(manifest.isEncrypted()).isTrue();
    assertThat(backups.list()).singleElement().extracting(Backup::manifest).isEqualTo(manifest);
    assertThat(check(manifest).problems()).isEmpty();
    clock.advance(Duration.ofHours(3));
    Proof drill = new Restores(backups).drill(job, manifest, progress);
    assertThat(drill.good()).isTrue();
    assertThat(drill.rpoSeconds()).isEqualTo(3 * 3600);
    assertThat(backups.newest("uploads").orElseThrow().isProven()).isTrue();
    Path target = dir.resolve("restored");
    new Restores(backups).restoreFolder(manifest, target, false, progress);
    assertThat(target.resolve("a.txt")).hasContent("一张图片");
    assertThat(failed(() -> new Restores(backups).restoreFolder(manifest, target, false, progress)))
        .hasMessageContaining("not empty");
  }

  @Test
  void whatIsStoredTellsNothingWithoutTheKey() throws IOException {
    Manifest manifest = backups.run(job, progress);
    BackupKey.create(dir.resolve("other"), new Random(8));
    keyFile = dir.resolve("other");
    backups = backups();

    BackupFailedException failed = failed(() -> check(manifest));

    assertThat(failed.reason()).isEqualTo(Reason.WRONG_KEY);
    assertThat(failed).hasMessageContaining(manifest.keyId());
    assertThat(backups.newest("uploads").orElseThrow().check()).isEmpty();
  }

  @Test
  void aFlippedByteIsFoundAndTheBackupIsNotProven() throws IOException {
    Manifest manifest = backups.run(job, progress);
    assertThat(check(manifest).good()).isTrue();
    byte[] bytes = Files.readAllBytes(data(manifest));
    bytes[bytes.length / 2] ^= 4;
    Files.write(data(manifest), bytes);

    assertThat(check(manifest).problems()).singleElement().asString().contains("damaged");
    assertThat(backups.newest("uploads").orElseThrow().isProven()).isFalse();
  }

  @Test
  void aCutFileAndALostOneAreFound() throws IOException {
    Manifest manifest = backups.run(job, progress);
    byte[] bytes = Files.readAllBytes(data(manifest));
    Files.write(data(manifest), java.util.Arrays.copyOf(bytes, bytes.length - 1000));
    assertThat(check(manifest).problems()).singleElement().asString().contains("cut off");

    Files.delete(data(manifest));
    assertThat(check(manifest).problems()).singleElement().asString().contains("not there");
  }

  @Test
  void aFullDiskIsSaidAndLeavesNoBackup() throws IOException {
    // the next id is known: the clock stands and the random numbers repeat
    Manifest first = backups.run(job, progress);
    Folders.delete(repository);
    Path part = repository.resolve(first.dataName() + ".part");
    Files.createDirectories(part.getParent());
    Files.createSymbolicLink(part, Path.of("/dev/full"));
    backups = backups();

    assertThat(failed(() -> backups.run(job, progress)).reason()).isEqualTo(Reason.DISK_FULL);
    assertThat(backups.list()).isEmpty();
  }

  @Test
  void oldGenerationsGoButNeverTheLastProvenOne() {
    Manifest proven = backups.run(job, progress);
    assertThat(check(proven).good()).isTrue();
    for (int i = 0; i < 4; i++) {
      runLater();
    }

    assertThat(backups.list()).hasSize(3);
    assertThat(backups.list().getLast().manifest()).isEqualTo(proven);

    assertThat(check(backups.newest("uploads").orElseThrow().manifest()).good()).isTrue();
    runLater();
    assertThat(backups.list()).extracting(Backup::manifest).doesNotContain(proven).hasSize(2);
  }

  @Test
  void twoRunsOfAJobExcludeEachOther() {
    try (JobLock _ = backups.lock("uploads")) {
      assertThat(failed(() -> backups.run(job, progress)).reason()).isEqualTo(Reason.LOCKED);
    }
    assertThat(backups.run(job, progress).files()).isEqualTo(2);
  }

  @Test
  void aStoppedRunLeavesNothing() {
    progress.cancel();

    assertThat(failed(() -> backups.run(job, progress)).reason()).isEqualTo(Reason.CANCELLED);
    assertThat(repository).doesNotExist();
  }

  @Test
  void aBackupIsFoundByItsIdAndByItsJob() {
    Manifest first = backups.run(job, progress);
    Manifest second = runLater();

    assertThat(backups.find("uploads").orElseThrow().manifest()).isEqualTo(second);
    assertThat(backups.find(first.id()).orElseThrow().manifest()).isEqualTo(first);
    assertThat(backups.find("nothing")).isEmpty();
  }

  @Test
  void whatTheServerKeepsCannotBeSavedWithoutIt() {
    BackupJob own =
        new BackupJob(
            "own",
            new BackupSource.Own(),
            Optional.empty(),
            Optional.empty(),
            KeepPolicy.DEFAULT,
            new BackupJob.Scratch.SameServer());

    assertThat(failed(() -> backups.run(own, progress))).hasMessageContaining("running server");
  }
}
