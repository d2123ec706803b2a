package io.mallwatch.samplemall.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldMemoryTest {
  /// Runs in a JVM of its own: fills its small heap, works on, empties it again.
  static final class SmallJvm {
    private SmallJvm() {}

    public static void main(String[] arguments) throws InterruptedException {
      var memory = new HeldMemory();
      memory.start();
      while (used() < 0.9) {
        Thread.sleep(50);
      }
      System.out.println("full");
      double least = 1;
      for (int i = 0; i < 40; i++) { // the work of requests: short-lived garbage
        for (int j = 0; j < 20; j++) {
          if (new byte[16 * 1024].length == 0) {
            return;
          }
        }
        least = Math.min(least, used());
        Thread.sleep(50);
      }
      System.out.println(least > 0.9 ? "stayed full" : "sank to " + least);
      memory.stop();
      System.out.println(used() < 0.6 ? "empty" : "still " + used());
    }

    private static double used() {
      Runtime runtime = Runtime.getRuntime();
      return (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
    }
  }

  @Test
  void theHeapIsFilledStaysFullWhileWorkGoesOnAndIsEmptiedAgain() throws IOException {
    Process jvm =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallJvm.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> said;
    try (var out =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      said = out.lines().toList();
    } finally {
      jvm.destroyForcibly();
    }

    assertThat(said).containsExactly("full", "stayed full", "empty");
  }
}
