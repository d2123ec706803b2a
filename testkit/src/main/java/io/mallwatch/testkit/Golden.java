package io.mallwatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// Expected output kept in files under `src/test/resources`; `-Dgolden.update=true` writes them
/// anew.
public final class Golden {

  private Golden() {}

  /// Compares text with the file `name` (such as `promql/errors.golden`).
  public static void assertText(String name, String actual) {
    Path file = Path.of("src/test/resources", name).normalize();
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, actual);
      }
      assertThat(actual).as("golden file %s", name).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Compares bytes, kept as hex, 32 bytes a line.
  public static void assertBytes(String name, byte[] actual) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < actual.length; i += 32) {
      hex.append(HexFormat.of().formatHex(actual, i, Math.min(actual.length, i + 32))).append('\n');
    }
    assertText(name, hex.toString());
  }
}
