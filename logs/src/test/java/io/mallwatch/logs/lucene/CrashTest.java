package io.mallwatch.logs.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogStore;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.TimeRange;
import io.mallwatch.model.wal.WalFile;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.TornCopies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {

  private static final Instant T0 = Instant.parse("2026-11-02T02:00:00Z");
  private static final TimeRange ALWAYS =
      new TimeRange(T0.minus(Duration.ofDays(20)), T0.plus(Duration.ofDays(20)));

  @TempDir Path temp;

  private static LuceneLogStore open(Path folder) {
    return LuceneLogStore.open(LuceneLogStoreTest.CONFIG, folder, FakeClock.mondayMorning());
  }

  /// A line whose day depends on its number.
  private static LogEntry line(int number) {
    return LogEntry.builder(
            T0.plus(Duration.ofHours(13L * (number % 5))), LogLevel.INFO, "s", "line " + number)
        .build();
  }

  private static List<String> lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
  }

  private static List<String> found(LuceneLogStore store) {
    return store
        .search(LogQuery.newest(ALWAYS, new LogFilter.All(), 10_000, Deadline.NEVER))
        .hits()
        .stream()
        .map(hit -> hit.entry().message())
        .toList();
  }

  private static Path onlyWal(Path folder) throws IOException {
    try (var files = Files.list(folder.resolve("wal"))) {
      return folder.relativize(files.filter(Files::isRegularFile).findFirst().orElseThrow());
    }
  }

  @Test
  void whatWasAcknowledgedBeforeTheCutIsFoundAfterIt() throws Exception {
    Path folder = temp.resolve("store");
    List<Long> sizes = new ArrayList<>();
    try (LuceneLogStore store = open(folder)) {
      Path wal = folder.resolve(onlyWal(folder));
      for (int i = 0; i < 12; i++) {
        store.append(new LogBatch("mall", List.of(line(2 * i), line(2 * i + 1))));
        sizes.add(Files.size(wal));
        if (i == 5) {
          store.checkpoint(); // the first half is in the index as well
        }
      }
      TornCopies.forEachCut(
          folder,
          onlyWal(folder),
          temp.resolve("cuts"),
          8,
          41,
          (copy, length) -> {
            long kept = Math.max(6, sizes.stream().filter(size -> size <= length).count());
            try (LuceneLogStore again = open(copy)) {
              assertThat(again.recovery().quarantined()).isEmpty();
              assertThat(found(again)).containsExactlyInAnyOrderElementsOf(lines((int) (2 * kept)));
              again.append(new LogBatch("mall", List.of(line(100))));
              assertThat(found(again)).contains("line 100").doesNotHaveDuplicates();
            }
            try (LuceneLogStore third = open(copy)) {
              assertThat(third.recovery().clean()).isTrue();
              assertThat(found(third)).hasSize((int) (2 * kept + 1));
            }
          });
    }
  }

  @Test
  void aDamagedRecordIsSteppedOverCountedAndKeptAside() throws Exception {
    Path folder = temp.resolve("store");
    long middle;
    try (LuceneLogStore store = open(folder)) {
      Path wal = folder.resolve(onlyWal(folder));
      store.append(new LogBatch("mall", List.of(line(0))));
      middle = Files.size(wal);
      store.append(new LogBatch("mall", List.of(line(1))));
      store.append(new LogBatch("mall", List.of(line(2))));
      for (int offset : List.of(1, 5, 9, 13, 30)) {
        Path copy =
            TornCopies.flipped(
                folder, onlyWal(folder), temp.resolve("flip" + offset), middle + offset);
        try (LuceneLogStore again = open(copy)) {
          assertThat(again.recovery().brokenStretches()).isEqualTo(1);
          assertThat(found(again)).containsExactlyInAnyOrder("line 0", "line 2");
        }
        try (var aside = Files.list(copy.resolve("wal/broken"))) {
          assertThat(aside.count()).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void aDayThatCannotBeReadIsPutAsideAndTheOthersGoOn() throws Exception {
    Path folder = temp.resolve("store");
    try (LuceneLogStore store = open(folder)) {
      store.append(new LogBatch("mall", List.of(line(0), line(2))));
    }
    try (var files = Files.list(folder.resolve("days/2026-11-03"))) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().equals("write.lock")) {
          Files.write(file, new byte[] {1, 2, 3});
        }
      }
    }
    Files.delete(folder.resolve(onlyWal(folder)));

    try (LuceneLogStore store = open(folder)) {
      assertThat(store.recovery().quarantined()).containsExactly("quarantine/2026-11-03");
      assertThat(found(store)).containsExactly("line 0");
      store.append(new LogBatch("mall", List.of(line(2))));
      assertThat(found(store)).containsExactlyInAnyOrder("line 0", "line 2");
    }
  }

  @Test
  void aDayThatBreaksWhileItIsOpenIsReportedThenPutAside() throws Exception {
    Path folder = temp.resolve("store");
    try (LuceneLogStore store = open(folder)) {
      List<LogEntry> many = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        many.add(line(5 * i));
      }
      store.append(new LogBatch("mall", many));
      store.append(new LogBatch("mall", List.of(line(2))));
    }
    // Bytes in the middle of the stored entries: found by reading them, not by opening.
    try (var files = Files.list(folder.resolve("days/2026-11-02"))) {
      Path stored = files.filter(f -> f.toString().endsWith(".fdt")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(stored);
      for (int i = 60; i < bytes.length - 20; i++) {
        bytes[i] ^= 0x55;
      }
      Files.write(stored, bytes);
    }
    try (LuceneLogStore store = open(folder)) {
      assertThatThrownBy(() -> found(store))
          .isInstanceOf(io.mallwatch.model.CorruptDataException.class)
          .hasMessageContaining("2026-11-02");
      Await.until("the day to be put aside", () -> store.stats().days() == 1);
      assertThat(found(store)).containsExactly("line 2");
    }
  }

  @Test
  void aFullDiskRefusesAppendsAndLeavesNothingBehindWhileSearchGoesOn() throws Exception {
    Path folder = temp.resolve("store");
    AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    LuceneLogStore.Outside full =
        new LuceneLogStore.Outside(
            path -> new FullDisk(WalFile.onDisk().create(path), room),
            FSDirectory::open,
            () -> Long.MAX_VALUE,
            Thread.ofPlatform().daemon().factory());
    try (LuceneLogStore store =
        LuceneLogStore.open(LuceneLogStoreTest.CONFIG, folder, FakeClock.mondayMorning(), full)) {
      store.append(new LogBatch("mall", List.of(line(0))));
      room.set(30);
      assertThatThrownBy(() -> store.append(new LogBatch("mall", List.of(line(7)))))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(found(store)).containsExactly("line 0");
      room.set(Long.MAX_VALUE);
      store.append(new LogBatch("mall", List.of(line(1))));
      assertThat(found(store)).containsExactlyInAnyOrder("line 0", "line 1");

      try (LuceneLogStore again = open(TornCopies.copy(folder, temp.resolve("copy")))) {
        assertThat(again.recovery().clean()).isTrue();
        assertThat(found(again)).containsExactlyInAnyOrder("line 0", "line 1");
      }
    }
  }

  @Test
  void appendsAreRefusedWhileTheDiskIsNearlyFull() {
    AtomicLong free = new AtomicLong(1_000);
    LuceneLogConfig config =
        LuceneLogStoreTest.CONFIG.withLimits(
            new LuceneLogConfig.Limits(1 << 20, Duration.ofMillis(1), 3, 1 << 20, 5, 500, 8));
    LuceneLogStore.Outside outside =
        new LuceneLogStore.Outside(
            WalFile.onDisk(), FSDirectory::open, free::get, Thread.ofPlatform().daemon().factory());
    try (LuceneLogStore store =
        LuceneLogStore.open(config, temp.resolve("store"), FakeClock.mondayMorning(), outside)) {
      store.append(new LogBatch("mall", List.of(line(0))));
      free.set(499);
      assertThatThrownBy(() -> store.append(new LogBatch("mall", List.of(line(1)))))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(found(store)).containsExactly("line 0");
    }
  }

  @Test
  void whatTheIndexCouldNotTakeIsIndexedOnceTheDiskWorksAgain() {
    AtomicBoolean full = new AtomicBoolean();
    LuceneLogStore.Outside outside =
        new LuceneLogStore.Outside(
            WalFile.onDisk(),
            folder -> new FullDirectory(FSDirectory.open(folder), full),
            () -> Long.MAX_VALUE,
            Thread.ofPlatform().daemon().factory());
    try (LuceneLogStore store =
        LuceneLogStore.open(
            LuceneLogStoreTest.CONFIG, temp.resolve("store"), FakeClock.mondayMorning(), outside)) {
      store.append(new LogBatch("mall", List.of(line(0), line(1), line(2))));
      store.checkpoint();
      store.append(new LogBatch("mall", List.of(line(3), line(4))));
      full.set(true);
      // A new day has to be begun, which the disk does not allow: kept in the log nevertheless.
      LogEntry yesterday =
          LogEntry.builder(T0.minus(Duration.ofDays(1)), LogLevel.INFO, "s", "line 5").build();
      store.append(new LogBatch("mall", List.of(yesterday)));
      Await.until("the index to stall", () -> store.stats().stalled());
      assertThatThrownBy(() -> store.append(new LogBatch("mall", List.of(line(6)))))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(found(store)).contains("line 0", "line 1", "line 2");

      full.set(false);
      Await.until("the index to go on", () -> !store.stats().stalled());
      store.append(new LogBatch("mall", List.of(line(6))));
      assertThat(found(store)).containsExactlyInAnyOrderElementsOf(lines(7));
    }
    try (LuceneLogStore store = open(temp.resolve("store"))) {
      assertThat(found(store)).containsExactlyInAnyOrderElementsOf(lines(7));
    }
  }

  @Test
  void whatTheIndexCouldNotTakeWhenItWasClosedIsIndexedAtTheNextStart() {
    AtomicBoolean full = new AtomicBoolean();
    LuceneLogStore.Outside outside =
        new LuceneLogStore.Outside(
            WalFile.onDisk(),
            folder -> new FullDirectory(FSDirectory.open(folder), full),
            () -> Long.MAX_VALUE,
            Thread.ofPlatform().daemon().factory());
    try (LuceneLogStore store =
        LuceneLogStore.open(
            LuceneLogStoreTest.CONFIG, temp.resolve("store"), FakeClock.mondayMorning(), outside)) {
      store.append(new LogBatch("mall", List.of(line(0))));
      full.set(true);
      store.append(new LogBatch("mall", List.of(line(1), line(2))));
    }
    try (LuceneLogStore store = open(temp.resolve("store"))) {
      assertThat(found(store)).containsExactlyInAnyOrderElementsOf(lines(3));
    }
  }

  @Test
  void tooMuchWaitingIsRefused() throws Exception {
    LuceneLogConfig config =
        LuceneLogStoreTest.CONFIG.withLimits(
            new LuceneLogConfig.Limits(4_000, Duration.ofMillis(1), 3, 1 << 20, 5, 0, 8));
    AtomicLong refused = new AtomicLong();
    AtomicLong kept = new AtomicLong();
    try (LuceneLogStore store =
        LuceneLogStore.open(config, temp.resolve("store"), FakeClock.mondayMorning())) {
      List<Thread> clients = new ArrayList<>();
      for (int c = 0; c < 8; c++) {
        clients.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int i = 0; i < 200; i++) {
                    try {
                      store.append(
                          new LogBatch("mall", List.of(line(i), line(i + 1), line(i + 2))));
                      kept.addAndGet(3);
                    } catch (StoreOverloadedException e) {
                      refused.incrementAndGet();
                    }
                  }
                }));
      }
      for (Thread client : clients) {
        client.join();
      }
      assertThat(found(store)).hasSize(kept.intValue());
      assertThat(store.stats().counters().getOrDefault("append_refused_overload", 0L))
          .isEqualTo(3 * refused.get());
      assertThat(store.stats().pendingBytes()).isZero();
    }
  }

  @Test
  void idsSurviveACrash() {
    Path folder = temp.resolve("store");
    try (LuceneLogStore store = open(folder)) {
      List<String> ids =
          store.append(new LogBatch("mall", List.of(line(0), line(1), line(2)))).stream()
              .map(LogStore.Appended::id)
              .toList();
      try (LuceneLogStore again = open(TornCopies.copy(folder, temp.resolve("copy")))) {
        assertThat(again.recovery().replayedEntries()).isEqualTo(3);
        assertThat(ids.stream().map(id -> again.find("*", id).map(LogHit::entry).orElseThrow()))
            .containsExactly(line(0), line(1), line(2));
      }
    }
  }

  /// A folder on a disk on which no file can be begun while it is full.
  private static final class FullDirectory extends FilterDirectory {
    private final AtomicBoolean full;

    FullDirectory(Directory directory, AtomicBoolean full) {
      super(directory);
      this.full = full;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      if (full.get()) {
        throw new IOException("No space left on device");
      }
      return super.createOutput(name, context);
    }
  }

  /// A file on a disk with `room` bytes left.
  private record FullDisk(WalFile file, AtomicLong room) implements WalFile {
    @Override
    public void append(ByteBuffer[] buffers) throws IOException {
      for (ByteBuffer buffer : buffers) {
        int fits = (int) Math.min(buffer.remaining(), room.get());
        room.addAndGet(-fits);
        file.append(new ByteBuffer[] {buffer.slice(buffer.position(), fits)});
        if (fits < buffer.remaining()) {
          throw new IOException("No space left on device");
        }
      }
    }

    @Override
    public void force() throws IOException {
      file.force();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
