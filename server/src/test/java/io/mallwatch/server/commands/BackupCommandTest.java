package io.mallwatch.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackupCommandTest {

  @TempDir Path dir;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @BeforeEach
  void listen() throws IOException {
    PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
    Files.writeString(Files.createDirectories(dir.resolve("uploads")).resolve("a"), "x");
    Files.writeString(
        dir.resolve("backups.yml"),
        """
        repository: {folder: %s}
        key_file: %s
        jobs:
          - {name: uploads, folder: %s}
        """
            .formatted(dir.resolve("repository"), dir.resolve("key"), dir.resolve("uploads")));
  }

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  private int backup(String... args) {
    said.reset();
    String[] all = new String[args.length + 2];
    all[0] = "--file";
    all[1] = dir.resolve("backups.yml").toString();
    System.arraycopy(args, 0, all, 2, args.length);
    return new CommandLine(new BackupCommand(InstantSource.system())).execute(all);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aPersonTakesProvesAndRestoresABackup() {
    assertThat(backup("key", dir.resolve("key").toString())).isZero();
    assertThat(backup("list")).isEqualTo(1);
    assertThat(backup("run")).isZero();
    assertThat(said()).contains("✅ 备份完成: uploads").contains("🎉 系统备份完成！");
    assertThat(backup("verify", "uploads")).isZero();
    assertThat(said()).contains("✅ 备份验证完成");
    assertThat(backup("drill", "uploads")).isZero();
    assertThat(backup("list", "uploads")).isZero();
    assertThat(said()).contains("drill");
    assertThat(backup("restore", "uploads", "--to", dir.resolve("back").toString())).isZero();
    assertThat(dir.resolve("back/a")).hasContent("x");
    assertThat(backup("tidy", "--dry-run")).isZero();
  }

  @Test
  void whatGoesWrongHasItsOwnExitCode() throws IOException {
    assertThat(backup("run")).isEqualTo(1); // no key yet
    assertThat(backup("key", dir.resolve("key").toString())).isZero();
    assertThat(backup("run", "nothing")).isEqualTo(2);
    assertThat(backup("run")).isZero();
    Files.delete(dir.resolve("key"));
    assertThat(backup("key", dir.resolve("key").toString())).isZero();
    assertThat(backup("verify", "uploads")).isEqualTo(12);
    assertThat(said()).contains("wrong_key");
    assertThat(backup("verify", "20200101T000000Z-0000")).isEqualTo(1);
    Files.writeString(dir.resolve("backups.yml"), "jobs: []");
    assertThat(backup("list")).isEqualTo(2);
    assertThat(said()).contains("has no repository");
  }
}
