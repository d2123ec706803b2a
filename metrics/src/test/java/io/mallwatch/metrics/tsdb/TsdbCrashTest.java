package io.mallwatch.metrics.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.tsdb.wal.Disk;
import io.mallwatch.model.Labels;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Gen;
import io.mallwatch.testkit.TornCopies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsdbCrashTest {

  private static final Labels SERIES = Labels.of("__name__", "paid_total", "shop", "上海");

  @TempDir private Path dir;
  @TempDir private Path scratch;

  /// A copy of the folder as a crash would leave it, the store still running.
  private Path crash(String name) {
    return TornCopies.copy(dir, scratch.resolve(name));
  }

  @Test
  void everythingAcknowledgedBeforeTheCutIsThereAfterwards() throws IOException {
    FakeClock clock = FakeClock.mondayMorning();
    List<Long> lengths = new ArrayList<>();
    Path segment = Path.of("wal", "segment-00000000");
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      for (int i = 0; i < 20; i++) {
        Labels labels = SERIES.with("n", Integer.toString(i % 3));
        assertThat(store.append(labels, store.now() + i, i / 7.0).accepted()).isEqualTo(1);
        lengths.add(Files.size(dir.resolve(segment)));
      }
      Path crashed = crash("all");
      TornCopies.forEachCut(
          crashed,
          segment,
          scratch.resolve("cuts"),
          0,
          11,
          (copy, length) -> {
            long whole = lengths.stream().filter(end -> end <= length).count();
            try (TsdbFixture again = TsdbFixture.open(copy, TsdbFixture.QUIET, clock)) {
              long samples = again.everything().values().stream().mapToLong(Map::size).sum();
              assertThat(samples).as("cut at %d", length).isBetween(whole, whole + 1);
              assertThat(again.tsdb.recovery().orphanSamples()).isZero();
              assertThat(again.append(SERIES, again.now(), 1).accepted()).isEqualTo(1);
            }
          });
    }
  }

  @Test
  void aLogWithADamagedByteAnywhereOpensAndLosesOnlyThatRecord() throws IOException {
    FakeClock clock = FakeClock.mondayMorning();
    Path segment = Path.of("wal", "segment-00000000");
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      for (int i = 0; i < 12; i++) {
        store.append(SERIES, store.now() + i, i);
      }
      Path crashed = crash("all");
      long size = Files.size(crashed.resolve(segment));
      long firstEnd = size / 4; // damage behind the series record
      for (long offset = firstEnd + 40; offset < size; offset += 5) {
        Path copy = TornCopies.flipped(crashed, segment, scratch.resolve("f" + offset), offset);
        try (TsdbFixture again = TsdbFixture.open(copy, TsdbFixture.QUIET, clock)) {
          assertThat(again.samples(SERIES)).as("flipped at %d", offset).hasSize(11);
        }
      }
    }
  }

  @Test
  void aCrashAtAnyPointOfMaintenanceLosesNothing() {
    FakeClock clock = FakeClock.mondayMorning();
    int number = 0;
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      for (int hour = 0; hour < 12; hour++) {
        for (int i = 0; i < 60; i++) {
          store.append(SERIES, clock.millis(), hour * 60 + i);
          clock.advance(Duration.ofMinutes(1));
        }
        Map<Labels, SortedMap<Long, Double>> expected = store.everything();
        store.tsdb.maintain();
        Path copy = crash("m" + number++);
        try (TsdbFixture again = TsdbFixture.open(copy, TsdbFixture.QUIET, clock)) {
          assertThat(again.everything()).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void anyMixOfWritesFlushesAndRestartsEqualsAPlainMap() {
    AtomicInteger run = new AtomicInteger();
    Gen.forAll(
        12,
        Gen.lists(Gen.ints(0, 99), 120),
        steps -> {
          FakeClock clock = FakeClock.mondayMorning();
          Path folder = scratch.resolve("mix" + run.incrementAndGet());
          Map<Labels, SortedMap<Long, Double>> model = new TreeMap<>(Labels.ORDER);
          TsdbFixture store = TsdbFixture.open(folder, TsdbFixture.QUIET, clock);
          try {
            for (int step : steps) {
              if (step < 80) {
                write(store, clock, model, step);
              } else if (step < 90) {
                store.tsdb.maintain();
              } else if (step < 95) {
                store.close();
                store = TsdbFixture.open(folder, TsdbFixture.QUIET, clock);
              } else {
                Path copy = TornCopies.copy(folder, folder.resolveSibling(folder + "-c" + step));
                store.close();
                folder = copy;
                store = TsdbFixture.open(folder, TsdbFixture.QUIET, clock);
              }
              assertThat(store.everything()).isEqualTo(model);
            }
          } finally {
            store.close();
          }
        });
  }

  private static void write(
      TsdbFixture store, FakeClock clock, Map<Labels, SortedMap<Long, Double>> model, int step) {
    clock.advance(Duration.ofSeconds(step * 30L));
    Labels labels = SERIES.with("n", Integer.toString(step % 4));
    long at = clock.millis() - (step % 5 == 0 ? 200_000 : 0);
    AppendResult result = store.append(labels, at, step);
    if (result.accepted() == 1) {
      model.computeIfAbsent(labels, l -> new TreeMap<>()).putIfAbsent(at, (double) step);
    }
  }

  @Test
  void aFullDiskRefusesWritesAnswersQueriesAndGoesOnByItself() {
    AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    FakeClock clock = FakeClock.mondayMorning();
    try (TsdbFixture store = new TsdbFixture(dir, TsdbFixture.QUIET, clock, limitedDisk(room))) {
      store.append(SERIES, store.now(), 1);
      room.set(3);

      assertThatThrownBy(() -> store.append(SERIES, store.now() + 1, 2))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(() -> store.append(SERIES.with("n", "new"), store.now() + 1, 2))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(store.everything()).hasSize(1);
      assertThat(store.samples(SERIES)).hasSize(1);
      assertThat(store.tsdb.stats().events()).containsEntry("wal_write_failures", 2L);

      room.set(Long.MAX_VALUE);
      assertThat(store.append(SERIES, store.now() + 1, 3).accepted()).isEqualTo(1);
      assertThat(store.append(SERIES.with("n", "new"), store.now() + 1, 4).accepted()).isEqualTo(1);
      try (TsdbFixture again = TsdbFixture.open(crash("full"), TsdbFixture.QUIET, clock)) {
        assertThat(again.everything()).isEqualTo(store.everything());
      }
    }
  }

  @Test
  void aDamagedCheckpointLosesOnlyItsDamagedRecord() throws IOException {
    FakeClock clock = FakeClock.mondayMorning();
    try (TsdbFixture store = TsdbFixture.open(dir, TsdbFixture.QUIET, clock)) {
      for (int i = 0; i < 5; i++) {
        store.append(SERIES, store.now() + i, i);
      }
    }
    Path checkpoint = Path.of("wal", "checkpoint-00000001");
    long size = Files.size(dir.resolve(checkpoint));
    for (long offset = 0; offset < size; offset += 7) {
      Path copy = TornCopies.flipped(dir, checkpoint, scratch.resolve("c" + offset), offset);
      try (TsdbFixture again = TsdbFixture.open(copy, TsdbFixture.QUIET, clock)) {
        Recovery recovery = again.tsdb.recovery();
        assertThat(recovery.samples() + recovery.orphanSamples())
            .as("flipped at %d", offset)
            .isIn(0L, 5L);
        assertThat(recovery.damaged() || recovery.tornBytes() > 0).isTrue();
        assertThat(again.append(SERIES, again.now() + 9, 1).accepted()).isEqualTo(1);
      }
    }
  }

  @Test
  void aSyncThatFailsIsCountedAndTheHeadIsWrittenElsewhere() {
    AtomicBoolean refuses = new AtomicBoolean(true);
    FakeClock clock = FakeClock.mondayMorning();
    TsdbConfig config = TsdbFixture.quiet().walFsync(Duration.ofMillis(5)).build();
    Disk disk =
        file -> {
          Disk.SegmentFile real = Disk.real().create(file);
          return new Delegate(real) {
            @Override
            public void force() throws IOException {
              if (refuses.get()) {
                throw new IOException("Input/output error");
              }
              super.force();
            }
          };
        };
    try (TsdbFixture store = new TsdbFixture(dir, config, clock, disk)) {
      store.append(SERIES, store.now(), 1);
      Await.until(
          "a failed sync",
          () -> store.tsdb.stats().events().getOrDefault("wal_sync_failures", 0L) > 0);
      refuses.set(false);
      store.tsdb.maintain();

      assertThat(store.tsdb.stats().events()).containsEntry("checkpoints", 1L);
      assertThat(store.samples(SERIES)).hasSize(1);
    }
  }

  @Test
  void withSyncAlwaysASampleIsOnTheMediumBeforeItIsAcknowledged() {
    AtomicInteger syncs = new AtomicInteger();
    TsdbConfig config = TsdbFixture.quiet().walFsync(Duration.ZERO).build();
    Disk disk =
        file ->
            new Delegate(Disk.real().create(file)) {
              @Override
              public void force() throws IOException {
                syncs.incrementAndGet();
                super.force();
              }
            };
    try (TsdbFixture store = new TsdbFixture(dir, config, FakeClock.mondayMorning(), disk)) {
      for (int i = 1; i <= 5; i++) {
        store.append(SERIES, store.now() + i, i);
        assertThat(syncs.get()).isGreaterThanOrEqualTo(i);
      }
    }
  }

  @Test
  void whileTheWriterIsBehindMoreIsRefusedAndNothingIsHalfKept() throws InterruptedException {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    TsdbConfig config = TsdbFixture.quiet().maxQueuedSamples(2).build();
    Disk disk =
        file ->
            new Delegate(Disk.real().create(file)) {
              @Override
              public void append(ByteBuffer bytes) throws IOException {
                writing.countDown();
                try {
                  goOn.await();
                } catch (InterruptedException e) {
                  throw new IOException(e);
                }
                super.append(bytes);
              }
            };
    try (TsdbFixture store = new TsdbFixture(dir, config, FakeClock.mondayMorning(), disk)) {
      Thread first = Thread.ofVirtual().start(() -> store.append(SERIES, store.now(), 1));
      writing.await();
      Labels other = SERIES.with("n", "2");
      MetricBatch two =
          MetricBatch.ofSeries(
              List.of(
                  SeriesSamples.of(other, store.now(), 1),
                  SeriesSamples.of(other, store.now() + 1, 1)));

      assertThatThrownBy(() -> store.tsdb.append(two)).isInstanceOf(StoreOverloadedException.class);

      goOn.countDown();
      first.join();
      assertThat(store.everything()).hasSize(1);
      assertThat(store.tsdb.stats().events()).containsEntry("batches_overloaded", 1L);
      assertThat(store.tsdb.append(two).accepted()).isEqualTo(2);
    }
  }

  /// A file that passes everything on.
  private static class Delegate implements Disk.SegmentFile {
    private final Disk.SegmentFile real;

    Delegate(Disk.SegmentFile real) {
      this.real = real;
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
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
  }

  private static Disk limitedDisk(AtomicLong room) {
    return file ->
        new Delegate(Disk.real().create(file)) {
          @Override
          public void append(ByteBuffer bytes) throws IOException {
            if (bytes.remaining() > room.get()) {
              super.append(bytes.slice(0, (int) room.get()));
              throw new IOException("No space left on device");
            }
            super.append(bytes);
          }
        };
  }

  @Test
  void whatWasAcknowledgedSurvivesKillMinusNine() throws IOException, InterruptedException {
    Path said = scratch.resolve("said.txt");
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(said.toFile())
            .start();
    try {
      Await.until("300 acknowledged samples", () -> !writer.isAlive() || acknowledged(said) >= 300);
      assertThat(writer.isAlive()).isTrue();
    } finally {
      writer.destroyForcibly().waitFor();
    }
    long acknowledged = acknowledged(said);
    assertThat(acknowledged).isGreaterThanOrEqualTo(300);

    try (Tsdb tsdb = Tsdb.open(TsdbConfig.defaults(), dir, InstantSource.system())) {
      assertThat(tsdb.recovery().samples()).isGreaterThanOrEqualTo(acknowledged);
      assertThat(tsdb.recovery().skippedBytes()).isZero();
    }
  }

  /// The highest number said; a line that was cut holds a smaller one.
  private static long acknowledged(Path said) {
    try {
      return Files.readAllLines(said).stream()
          .filter(line -> line.matches("ack \\d+"))
          .mapToLong(line -> Long.parseLong(line.substring(4)))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Appends for ever and says how many samples were acknowledged.
  static final class Killed {
    public static void main(String[] args) {
      Tsdb tsdb = Tsdb.open(TsdbConfig.defaults(), Path.of(args[0]), InstantSource.system());
      long start = System.currentTimeMillis() - 3_000_000;
      for (int i = 1; true; i++) {
        tsdb.append(MetricBatch.ofSeries(List.of(SeriesSamples.of(SERIES, start + i, i))));
        System.out.println("ack " + i);
      }
    }

    private Killed() {}
  }
}
