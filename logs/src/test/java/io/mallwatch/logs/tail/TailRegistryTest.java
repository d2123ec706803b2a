package io.mallwatch.logs.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.CorruptDataException;
import io.mallwatch.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailRegistryTest {

  private static final List<TailRegistry.Entry> ENTRIES =
      List.of(
          new TailRegistry.Entry(
              0x0123456789abcdefL,
              new FileKey(2049, 131),
              "mall",
              Path.of("/var/log/mall/订单.log"),
              Fingerprint.of(new byte[] {1, 2, 3}, 0, 3),
              3,
              Fingerprint.of(new byte[] {2, 3}, 0, 2),
              false,
              1_793_584_800_000L),
          new TailRegistry.Entry(
              -1,
              FileKey.NONE,
              "",
              Path.of("/var/log/mall/old.log.1.gz"),
              new Fingerprint(1024, -7),
              1L << 40,
              new Fingerprint(1024, 9),
              true,
              1_793_584_800_001L));

  @TempDir Path dir;

  @Test
  void itsBytesAreThoseOfTheFormat() {
    Golden.assertBytes("formats/tail-registry.golden", TailRegistry.encode(ENTRIES));
  }

  @Test
  void whatWasSavedIsLoaded() throws IOException {
    TailRegistry registry = new TailRegistry(dir.resolve("a/registry"));
    assertThat(registry.load()).isEmpty();

    registry.save(ENTRIES);

    assertThat(new TailRegistry(dir.resolve("a/registry")).load()).isEqualTo(ENTRIES);
    assertThat(dir.resolve("a/registry.new")).doesNotExist();
  }

  @Test
  void everyCutAndEveryFlippedByteIsNoticed() {
    byte[] whole = TailRegistry.encode(ENTRIES);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> TailRegistry.decode(cut)).isInstanceOf(CorruptDataException.class);
      byte[] flipped = whole.clone();
      flipped[length] ^= 0x10;
      assertThatThrownBy(() -> TailRegistry.decode(flipped))
          .isInstanceOf(CorruptDataException.class);
    }
  }

  @Test
  void aDamagedRegistryIsKeptAsideAndReadingBeginsAnew() throws IOException {
    Path file = dir.resolve("registry");
    Files.writeString(file, "no registry");

    assertThat(new TailRegistry(file).load()).isEmpty();
    assertThat(dir.resolve("registry.broken")).hasContent("no registry");
  }
}
