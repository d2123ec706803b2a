package io.mallwatch.metrics.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.tsdb.wal.Disk;
import io.mallwatch.model.Labels;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {

  private static final Labels SERIES = Labels.of("__name__", "paid_total");
  private static final long BALLAST = 100_000;

  @TempDir private Path dir;

  /// How much may still be written; what is deleted does not come back by itself.
  private final AtomicLong room = new AtomicLong(1_000_000);

  private final class SmallDisk implements Disk {
    @Override
    public SegmentFile create(Path file) throws IOException {
      SegmentFile real = Disk.real().create(file);
      return new SegmentFile() {
        @Override
        public void append(ByteBuffer bytes) throws IOException {
          if (bytes.remaining() > room.get()) {
            throw new IOException("No space left on device");
          }
          room.addAndGet(-bytes.remaining());
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

    @Override
    public long usableBytes(Path file) {
      return room.get();
    }
  }

  @Test
  void onAFullDiskTheBallastGoesWritersAreRefusedAndAllGoesOnWhenThereIsRoom() {
    TsdbConfig config = TsdbFixture.quiet().ballastBytes(BALLAST).build();
    Path ballast = dir.resolve("ballast");
    try (TsdbFixture store =
        new TsdbFixture(dir, config, FakeClock.mondayMorning(), new SmallDisk())) {
      assertThat(ballast).hasSize(BALLAST);
      store.append(SERIES, store.now(), 1);
      room.set(10);

      assertThatThrownBy(() -> store.append(SERIES, store.now() + 1, 2))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(ballast).doesNotExist();
      room.set(BALLAST); // what the ballast gave back is not for writers
      assertThatThrownBy(() -> store.append(SERIES, store.now() + 2, 3))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("the disk of the metric store is full");
      assertThat(store.samples(SERIES)).hasSize(1);

      room.set(1_000_000);
      store.tsdb.maintain();

      Await.until("writers may go on", () -> java.nio.file.Files.exists(ballast));
      assertThat(store.append(SERIES, store.now() + 3, 4).accepted()).isEqualTo(1);
      assertThat(store.samples(SERIES)).hasSize(2);
    }
  }

  @Test
  void withoutRoomForItTwiceThereIsNoBallastAndWritesGoOn() {
    room.set(BALLAST + 50_000);
    TsdbConfig config = TsdbFixture.quiet().ballastBytes(BALLAST).build();
    try (TsdbFixture store =
        new TsdbFixture(dir, config, FakeClock.mondayMorning(), new SmallDisk())) {
      assertThat(dir.resolve("ballast")).doesNotExist();
      assertThat(store.append(SERIES, store.now(), 1).accepted()).isEqualTo(1);
    }
  }
}
