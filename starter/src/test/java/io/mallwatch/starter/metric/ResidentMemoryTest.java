package io.mallwatch.starter.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {
  @TempDir Path folder;

  @Test
  void readsKilobytesFromTheProcessStatus() throws IOException {
    Path status = folder.resolve("status");
    Files.writeString(status, "Name:\tjava\nVmPeak:\t  99 kB\nVmRSS:\t  2048 kB\nThreads:\t7\n");

    assertThat(ResidentMemory.bytes(status)).isEqualTo(2048 * 1024);
  }

  @Test
  void isUnknownWhereTheSystemDoesNotTell() {
    assertThat(ResidentMemory.bytes(folder.resolve("absent"))).isNaN();
  }
}
