package io.mallwatch.metrics.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.tsdb.wal.Disk;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.TornCopies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockCrashTest {

  @TempDir private Path dir;

  /// A disk with room for so many bytes more.
  private record SmallDisk(AtomicLong room) implements Disk {
    @Override
    public SegmentFile create(Path file) throws IOException {
      SegmentFile real = new UnsyncedDisk().create(file);
      return new SegmentFile() {
        @Override
        public void append(ByteBuffer bytes) throws IOException {
          long left = room.addAndGet(-bytes.remaining());
          if (left < 0) {
            long fits = Math.max(0, left + bytes.remaining());
            real.append(bytes.slice(bytes.position(), (int) fits));
            throw new IOException("No space left on device");
          }
          real.append(bytes);
        }

        @Override
        public void truncate(long length) throws IOException {
          real.truncate(length);
        }

        @Override
        public void force() throws IOException {
          real.force();
        }

        @Override
        public void close() throws IOException {
          real.close();
        }
      };
    }
  }

  private static BlockModel part(int n) {
    BlockModel model = new BlockModel();
    for (int i = 0; i < 6; i++) {
      model.put(Labels.of("__name__", "a", "i", "" + i % 2), n * 100L + i, i * n);
    }
    return model;
  }

  private BlockModel twoBlocks() {
    BlockModel expected = new BlockModel();
    try (BlockSet set = BlockModel.open(dir)) {
      for (int n = 0; n < 2; n++) {
        part(n).writeTo(set, n * 100L, n * 100L + 100);
        expected.putAll(part(n));
      }
    }
    return expected;
  }

  @Test
  void aDiskThatIsFullAnywhereInAMergeLosesNothingAndTheMergeIsDoneLater() throws IOException {
    BlockModel expected = twoBlocks();
    AtomicLong room = new AtomicLong();
    boolean fitted = false;
    for (long bytes = 0; !fitted; bytes++) {
      try (BlockSet set = BlockSet.open(dir, new SmallDisk(room))) {
        room.set(bytes);
        try {
          fitted = set.merge(set.blocks(), Keep.ALL, Pace.NONE).isPresent();
        } catch (IOException e) {
          assertThat(e).hasMessageContaining("space");
          assertThat(set.metas()).hasSize(2);
        }
        assertThat(BlockModel.read(set)).isEqualTo(expected);
        assertThat(dir.toFile().list((d, name) -> name.endsWith(".unfinished"))).isEmpty();
      }
    }
    try (BlockSet set = BlockModel.open(dir)) {
      assertThat(set.metas()).hasSize(1);
      assertThat(BlockModel.read(set)).isEqualTo(expected);
    }
  }

  @Test
  void aFlushOntoAFullDiskIsRefusedWhole() {
    BlockModel expected = twoBlocks();
    AtomicLong room = new AtomicLong();
    try (BlockSet set = BlockSet.open(dir, new SmallDisk(room))) {
      room.set(100);
      assertThatThrownBy(() -> set.write(200, 300, part(2).blockSeries().iterator()))
          .isInstanceOf(IOException.class);
      assertThat(BlockModel.read(set)).isEqualTo(expected);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCrashBetweenAnyTwoStepsOfAMergeLeavesOneSoundState(@TempDir Path scratch)
      throws IOException {
    BlockModel expected = twoBlocks();
    Path before = TornCopies.copy(dir, scratch.resolve("before"));
    try (BlockSet set = BlockModel.open(dir)) {
      assertThat(set.merge(set.blocks(), Keep.ALL, Pace.NONE)).isPresent();
    }
    Path merged = dir.resolve("block-00000003");

    // before the rename: whatever the unfinished folder holds
    TornCopies.copy(merged, before.resolve("block-00000003.unfinished"));
    assertState(before, expected, 2);
    // after it, before the sources went
    TornCopies.copy(merged, before.resolve("block-00000003"));
    assertState(before, expected, 1);
    // some files of a source gone already
    TornCopies.copy(before, scratch.resolve("half"));
    TornCopies.copy(merged, scratch.resolve("half/block-00000001"));
    assertThat(scratch.resolve("half/block-00000001/chunks").toFile().delete()).isTrue();
    assertState(scratch.resolve("half"), expected, 1);
  }

  private static void assertState(Path folder, BlockModel expected, int blocks) {
    try (BlockSet set = BlockModel.open(folder)) {
      assertThat(set.metas()).hasSize(blocks);
      assertThat(BlockModel.read(set)).isEqualTo(expected);
    }
  }
}
