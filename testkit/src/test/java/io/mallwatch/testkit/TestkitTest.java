package io.mallwatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestkitTest {

  @Test
  void aFailingCaseNamesItsSeed() {
    assertThatThrownBy(
            () -> Gen.forAll(5, Gen.ints(0, 9), value -> assertThat(value).isGreaterThan(100)))
        .hasMessageContaining("-Dgen.seed=");
  }

  @Test
  void everyCutIsACopyAndTheOriginalStaysWhole(@TempDir Path dir) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("data/sub"));
    Files.writeString(folder.resolve("wal"), "abc");
    List<String> seen = new ArrayList<>();

    TornCopies.forEachCut(
        dir.resolve("data"),
        Path.of("sub/wal"),
        dir.resolve("scratch"),
        0,
        1,
        (copy, length) -> {
          try {
            seen.add(Files.readString(copy.resolve("sub/wal")));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });

    assertThat(seen).containsExactly("", "a", "ab", "abc");
    assertThat(folder.resolve("wal")).hasContent("abc");
  }
}
