package io.mallwatch.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineIT {

  @TempDir Path dir;

  private static MallwatchProcess run(String... args) throws IOException {
    return MallwatchProcess.start(args);
  }

  @Test
  void helpAndVersionAreGood() throws Exception {
    try (MallwatchProcess help = run("--help");
        MallwatchProcess version = run("version")) {
      assertThat(help.awaitExit()).isZero();
      assertThat(help.output()).contains("demo", "server", "check", "version", "Exit codes");
      assertThat(version.awaitExit()).isZero();
      assertThat(version.output()).startsWith("mallwatch ");
    }
  }

  @Test
  void anUnknownVerbIsAUsageError() throws Exception {
    try (MallwatchProcess process = run("serve")) {
      assertThat(process.awaitExit()).isEqualTo(2);
    }
  }

  @Test
  void aTakenPortIsNamedInOneLineAndNothingIsLeftBehind() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        MallwatchProcess process =
            run("server", "--data", dir.toString(), "--port", "" + taken.getLocalPort())) {
      assertThat(process.awaitExit()).isEqualTo(2);
      assertThat(process.output().lines().filter(line -> line.startsWith("mallwatch:")))
          .singleElement()
          .satisfies(
              line -> assertThat(line).contains("" + taken.getLocalPort()).contains("--port"));
    }
    try (MallwatchProcess again = run("server", "--data", dir.toString(), "--port", "0")) {
      assertThat(again.awaitReady()).isNotNull();
    }
  }

  @Test
  void allProblemsOfTheConfigurationAreNamedWithLineAndPath() throws Exception {
    Path config =
        Files.writeString(dir.resolve("m.yaml"), "server:\n  prot: 1\nlogs:\n  retention: x\n");
    try (MallwatchProcess process =
        run("server", "--config", config.toString(), "--data", dir.resolve("d").toString())) {
      assertThat(process.awaitExit()).isEqualTo(2);
      assertThat(process.output())
          .contains(
              "m.yaml:2: server.prot", "did you mean server.port?", "m.yaml:4: logs.retention");
      assertThat(dir.resolve("d")).doesNotExist();
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "");
    try (MallwatchProcess process =
        run("server", "--data", file.resolve("data").toString(), "--port", "0")) {
      assertThat(process.awaitExit()).isEqualTo(2);
      assertThat(process.output()).contains("mallwatch: cannot write to data folder " + file);
    }
  }

  @Test
  void oneDataFolderHasOneServer() throws Exception {
    try (MallwatchProcess first = run("server", "--data", dir.toString(), "--port", "0")) {
      first.awaitReady();
      try (MallwatchProcess second = run("server", "--data", dir.toString(), "--port", "0")) {
        assertThat(second.awaitExit()).isEqualTo(2);
        assertThat(second.output()).contains("is in use by another Mallwatch");
      }
    }
  }

  @Test
  void sigtermStopsItCleanlyAndTheNextStartRecoversNothing() throws Exception {
    try (MallwatchProcess first = run("server", "--data", dir.toString(), "--port", "0")) {
      first.awaitReady();
      first.terminate();
      assertThat(first.awaitExit()).isEqualTo(143);
      assertThat(first.output()).contains("Mallwatch stopped");
    }
    try (MallwatchProcess second = run("server", "--data", dir.toString(), "--port", "0")) {
      second.awaitReady();
      assertThat(second.output()).doesNotContain("unclean stop");
    }
  }

  @Test
  void checkOfNobodyIsBad() throws Exception {
    try (MallwatchProcess process = run("check", "http://127.0.0.1:1", "--retries", "1")) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(process.output()).contains("💥 有 7 项检查失败");
    }
  }
}
