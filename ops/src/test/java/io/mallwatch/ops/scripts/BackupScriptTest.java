package io.mallwatch.ops.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupScriptTest {

  private static final String DUMP =
      "printf 'CREATE TABLE orders (id int);\\nINSERT INTO orders VALUES (1);\\n'";
  private static final String END = "\nprintf -- '-- Dump completed on 2026-11-23\\n'";

  @TempDir Path dir;
  private Path backups;
  private Path log;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    backups = dir.resolve("backups");
    log = dir.resolve("log");
    Path uploads = Files.createDirectories(dir.resolve("app/uploads"));
    Path old = Files.writeString(uploads.resolve("files_old.pdf"), "old");
    Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    Files.writeString(dir.resolve("app/.env"), "SECRET=topsecret");
    shell =
        new Shell(dir)
            .with("BACKUP_DIR", backups.toString())
            .with("DB_HOST", "db")
            .with("DB_USER", "backup")
            .with("DB_PASSWORD", "pa\"ss\\word")
            .with("DB_NAMES", "mall")
            .with("UPLOADS_DIR", uploads.toString())
            .with("ENV_FILE", dir.resolve("app/.env").toString())
            .with("CONFIG_DIR", dir.resolve("app/config").toString())
            .with("LOGS_DIR", dir.resolve("app/logs").toString());
    dump(DUMP + END);
    shell.command("aws", "echo \"aws $*\" >>" + log);
    shell.command(
        "mariadb",
        "echo \"mariadb $*\" >>%s; case \"$*\" in *SHOW*|*CREATE*) ;; *) cat >%s ;; esac"
            .formatted(log, dir.resolve("loaded")));
  }

  private void dump(String body) throws IOException {
    shell.command(
        "mariadb-dump",
        "echo \"dump $*\" >>%s; cat \"${1#*=}\" >%s\n%s"
            .formatted(log, dir.resolve("options"), body));
  }

  private List<Path> runs() throws IOException {
    if (!Files.exists(backups)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(backups)) {
      return found.filter(Files::isDirectory).sorted().toList();
    }
  }

  @Test
  void aRunHoldsTheDumpTheFilesAndTheirSums() throws IOException, InterruptedException {
    Shell.Said said = shell.run("backup.sh");

    assertThat(said.text()).contains("✅ 数据库备份文件完整", "✅ 备份验证完成", "🎉 系统备份完成！");
    assertThat(said.code()).isZero();
    Path run = runs().getFirst();
    assertThat(Files.readString(run.resolve("SHA256SUMS")))
        .contains("database/mall_", "files/uploads_");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run)))
        .isEqualTo("rwx------");
    assertThat(said.text()).contains("未找到日志目录", "未找到config目录");
  }

  @Test
  void thePasswordIsOnNoCommandLineAndTheSecretsAreNotInTheClear()
      throws IOException, InterruptedException {
    Shell.Said said = shell.run("backup.sh");

    assertThat(Files.readString(log)).contains("dump").doesNotContain("pa\"ss");
    assertThat(Files.readString(dir.resolve("options"))).contains("password=\"pa\\\"ss\\\\word\"");
    assertThat(said.text()).contains("没有 BACKUP_KEY_FILE 不备份它");
    try (Stream<Path> all = Files.walk(backups)) {
      assertThat(all).noneMatch(path -> path.toString().contains("env_"));
    }
  }

  @Test
  void whatIsEncryptedComesBackWithItsKeyOnly() throws IOException, InterruptedException {
    Path key = Files.writeString(dir.resolve("key"), "correct horse\n");
    shell.with("BACKUP_KEY_FILE", key.toString());
    assertThat(shell.run("backup.sh").code()).isZero();
    String run = String.valueOf(runs().getFirst().getFileName());

    assertThat(shell.run("restore.sh", "files", run, "env", dir.resolve("back").toString()).code())
        .isZero();
    assertThat(dir.resolve("back/.env")).hasContent("SECRET=topsecret");
    assertThat(shell.run("restore.sh", "database", run, "mall", "copy").text()).contains("✅ 已恢复");
    assertThat(Files.readString(dir.resolve("loaded"))).contains("INSERT INTO orders");

    Files.writeString(key, "wrong\n");
    assertThat(shell.run("restore.sh", "database", run, "mall", "copy").code()).isNotZero();
  }

  @Test
  void theDumpIsUploadedToo() throws IOException, InterruptedException {
    assertThat(shell.with("CLOUD_STORAGE_BUCKET", "bucket").run("backup.sh").code()).isZero();

    List<String> uploads =
        Files.readAllLines(log).stream().filter(line -> line.startsWith("aws")).toList();
    assertThat(uploads).anyMatch(line -> line.contains("/database/mall_"));
    assertThat(uploads.getLast()).contains("SHA256SUMS");
  }

  @Test
  void aDumpWithoutItsLastLineIsNoBackup() throws IOException, InterruptedException {
    dump(DUMP);

    Shell.Said said = shell.run("backup.sh");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("转储被截断", "💥 备份失败");
    assertThat(runs()).isEmpty();
  }

  @Test
  void aDumpToolThatFailsIsNoBackup() throws IOException, InterruptedException {
    dump(DUMP + END + "\nexit 2");

    assertThat(shell.run("backup.sh").code()).isNotZero();
    assertThat(runs()).isEmpty();
  }

  @Test
  void oldRunsGoWholeAndTheNewestStay() throws IOException, InterruptedException {
    for (int day = 10; day < 16; day++) {
      Files.writeString(
          Files.createDirectories(backups.resolve("202001" + day + "_020000")).resolve("x"), "x");
    }
    Files.createDirectories(backups.resolve("keep-me"));

    assertThat(shell.with("KEEP_MIN", "3").run("backup.sh").code()).isZero();

    assertThat(runs())
        .extracting(path -> String.valueOf(path.getFileName()))
        .hasSize(4)
        .contains("20200115_020000", "20200114_020000", "keep-me");
    String run =
        runs().stream()
            .map(path -> String.valueOf(path.getFileName()))
            .filter(name -> !name.startsWith("2020") && name.startsWith("20"))
            .findFirst()
            .orElseThrow();
    assertThat(
            shell.run("restore.sh", "files", run, "uploads", dir.resolve("back").toString()).code())
        .isZero();
    assertThat(dir.resolve("back/uploads/files_old.pdf")).hasContent("old");
  }

  @Test
  void aFlippedByteIsFoundBeforeARestore() throws IOException, InterruptedException {
    assertThat(shell.run("backup.sh").code()).isZero();
    Path run = runs().getFirst();
    Path data;
    try (Stream<Path> all = Files.list(run.resolve("database"))) {
      data = all.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(data);
    bytes[bytes.length / 2] ^= 1;
    Files.write(data, bytes);

    Shell.Said said = shell.run("restore.sh", "verify");

    assertThat(said.code()).isNotZero();
    assertThat(said.text()).contains("❌ 备份文件损坏");
  }

  @Test
  void missingInputsAreUsage() throws IOException, InterruptedException {
    assertThat(shell.with("DB_PASSWORD", "").run("backup.sh").code()).isEqualTo(2);
    assertThat(shell.run("restore.sh").code()).isEqualTo(2);
    assertThat(shell.run("restore.sh", "verify", "../../etc").code()).isNotZero();
  }

  @Test
  void ageAndSizeAreWrittenForNodeExporter() throws IOException, InterruptedException {
    Path textfiles = Files.createDirectories(dir.resolve("textfiles"));

    assertThat(shell.with("TEXTFILE_DIR", textfiles.toString()).run("backup.sh").code()).isZero();

    assertThat(Files.readString(textfiles.resolve("backup.prom")))
        .contains("backup_last_success_timestamp_seconds{backup=\"backup.sh\"} ");
  }
}
