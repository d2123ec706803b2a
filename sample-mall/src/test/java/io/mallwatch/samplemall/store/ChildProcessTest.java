package io.mallwatch.samplemall.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.samplemall.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  private static final List<String> LONG = List.of("sleep", "600");
  @TempDir Path folder;

  /// A parent that starts a child and then only waits.
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      ChildProcess child = ChildProcess.start("test", LONG, Path.of(arguments[0]));
      while (child.pids().size() < 3) {
        Thread.sleep(10);
      }
      System.out.println(
          String.join(" ", child.pids().stream().map(pid -> Long.toString(pid)).toList()));
      Thread.sleep(600_000);
    }
  }

  private static boolean lives(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void aClosedChildIsGone() throws IOException {
    List<Long> pids;
    try (ChildProcess child = ChildProcess.start("test", LONG, folder.resolve("log"))) {
      pids =
          Await.until(() -> {
            assertThat(child.pids()).hasSizeGreaterThanOrEqualTo(3);
            return child.pids();
          });
      assertThat(child.isAlive()).isTrue();
    }

    Await.until(() -> assertThat(pids).noneMatch(ChildProcessTest::lives));
  }

  @Test
  void aChildDoesNotSurviveItsKilledParent() throws IOException {
    Process parent =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                folder.resolve("log").toString())
            .start();
    List<Long> pids;
    try (var out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      pids = Arrays.stream(out.readLine().split(" ")).map(Long::parseLong).toList();
      assertThat(pids).allMatch(ChildProcessTest::lives);
      parent.destroyForcibly();
    }

    Await.until(() -> assertThat(pids).noneMatch(ChildProcessTest::lives));
  }

  @Test
  void programsAreFoundOnThePath() {
    assertThat(ChildProcess.find("sh")).isPresent();
    assertThat(ChildProcess.find("no-such-program-anywhere")).isEmpty();
  }
}
