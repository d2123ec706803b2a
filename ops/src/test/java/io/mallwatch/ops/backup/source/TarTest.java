package io.mallwatch.ops.backup.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.ops.backup.store.BackupFailedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {

  @TempDir Path dir;

  private Path filled() throws IOException {
    Path from = Files.createDirectories(dir.resolve("from"));
    Path deep = Files.createDirectories(from.resolve("图片/" + "long-name-".repeat(12)));
    Files.writeString(deep.resolve("商品.txt"), "一件");
    Files.write(from.resolve("block"), new byte[1024]);
    Files.writeString(from.resolve("empty"), "");
    Path script = Files.writeString(from.resolve("run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
    Files.createSymbolicLink(from.resolve("link"), Path.of("run.sh"));
    return from;
  }

  private static byte[] pack(Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new TarWriter(bytes).write(folder, path -> path.startsWith("skipped"));
    return bytes.toByteArray();
  }

  private static void unpack(byte[] bytes, Path target) throws IOException {
    new TarReader(new ByteArrayInputStream(bytes)).unpack(target);
  }

  @Test
  void whatIsUnpackedPacksIntoTheSameBytes() throws IOException {
    Path from = filled();
    Files.createDirectories(from.resolve("skipped/below"));
    byte[] packed = pack(from);

    unpack(packed, dir.resolve("to"));

    assertThat(pack(dir.resolve("to"))).isEqualTo(packed);
    assertThat(dir.resolve("to/图片/" + "long-name-".repeat(12) + "/商品.txt")).hasContent("一件");
    assertThat(dir.resolve("to/skipped")).doesNotExist();
    assertThat(Files.readSymbolicLink(dir.resolve("to/link"))).isEqualTo(Path.of("run.sh"));
  }

  @Test
  void tarReadsItToo() throws IOException, InterruptedException {
    Path archive = Files.write(dir.resolve("a.tar"), pack(filled()));
    Path to = Files.createDirectories(dir.resolve("to"));

    Process tar = new ProcessBuilder("tar", "-xf", archive.toString(), "-C", to.toString()).start();

    assertThat(tar.waitFor()).isZero();
    assertThat(pack(to)).isEqualTo(Files.readAllBytes(archive));
  }

  @Test
  void aCutArchiveIsFoundAtEveryBlock() throws IOException {
    byte[] packed = pack(filled());
    for (int end = 0; end <= packed.length - 1024; end += 512) {
      byte[] cut = Arrays.copyOf(packed, end);
      Path to = dir.resolve("cut-" + end);
      assertThatThrownBy(() -> unpack(cut, to))
          .isInstanceOf(BackupFailedException.class)
          .hasMessageContaining("ends");
    }
  }

  @Test
  void nothingIsWrittenOutside() throws IOException {
    Path from = Files.createDirectories(dir.resolve("evil"));
    Files.createSymbolicLink(from.resolve("a"), Path.of(".."));
    byte[] packed = pack(from);
    Path to = Files.createDirectories(dir.resolve("to/below"));
    unpack(packed, to);
    Path inner = Files.createDirectories(dir.resolve("second/a"));
    Files.writeString(inner.resolve("escaped"), "no");
    byte[] through = pack(dir.resolve("second"));

    Files.delete(dir.resolve("second/a/escaped"));

    assertThatThrownBy(() -> unpack(through, to))
        .isInstanceOfAny(BackupFailedException.class, IOException.class);
    assertThat(dir.resolve("to/escaped")).doesNotExist();
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> pack(dir.resolve("nowhere")))
        .isInstanceOf(BackupFailedException.class)
        .hasMessageContaining("is not a folder");
  }
}
