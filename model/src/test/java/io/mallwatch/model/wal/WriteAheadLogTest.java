package io.mallwatch.model.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.StoreUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {

  @TempDir Path folder;

  private WriteAheadLog.Opened open(List<String> replayed, long atLeast) throws IOException {
    return WriteAheadLog.open(
        folder,
        new WriteAheadLog.Options(false, Duration.ofMillis(1), 200, WalFile.onDisk()),
        atLeast,
        Thread.ofPlatform().daemon().factory(),
        frame -> replayed.add(frame.firstSequence() + ":" + text(frame)));
  }

  private static String text(WalFrame frame) {
    return new String(frame.payload(), StandardCharsets.UTF_8);
  }

  private static long append(WriteAheadLog log, String text, int count) {
    return log.append(text.getBytes(StandardCharsets.UTF_8), count, _ -> {});
  }

  private int files() throws IOException {
    try (var all = Files.list(folder)) {
      return (int) all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void numbersGoOnAfterReopening() throws IOException {
    try (WriteAheadLog log = open(new ArrayList<>(), 0).log()) {
      assertThat(append(log, "a", 3)).isEqualTo(1);
      assertThat(append(log, "b", 1)).isEqualTo(4);
    }
    List<String> replayed = new ArrayList<>();
    WriteAheadLog.Opened again = open(replayed, 0);
    try (WriteAheadLog log = again.log()) {
      assertThat(replayed).containsExactly("1:a", "4:b");
      assertThat(again.found()).isEqualTo(new WriteAheadLog.Found(2, 0, 0));
      assertThat(append(log, "c", 1)).isEqualTo(5);
    }
    try (WriteAheadLog log = open(new ArrayList<>(), 100).log()) {
      assertThat(append(log, "d", 1)).isEqualTo(100);
    }
  }

  @Test
  void anEmptyLogStillKnowsItsNumbers() throws IOException {
    try (WriteAheadLog log = open(new ArrayList<>(), 0).log()) {
      for (int i = 0; i < 50; i++) {
        append(log, "some text that fills the file", 1);
      }
      log.trim(50);
      assertThat(files()).isEqualTo(1);
    }
    try (WriteAheadLog log = open(new ArrayList<>(), 0).log()) {
      assertThat(append(log, "x", 1)).isEqualTo(51);
    }
  }

  @Test
  void filesEndWhenTheyAreLongAndGoWhenNothingInThemIsNeeded() throws IOException {
    try (WriteAheadLog log = open(new ArrayList<>(), 0).log()) {
      for (int i = 1; i <= 40; i++) {
        append(log, "batch " + i, 1);
      }
      int before = files();
      assertThat(before).isGreaterThan(4);
      log.trim(20);
      assertThat(files()).isBetween(2, before - 2);

      List<String> read = new ArrayList<>();
      log.read(21, 30, frame -> read.add(text(frame)));
      assertThat(read).hasSize(10).startsWith("batch 21").endsWith("batch 30");
    }
  }

  @Test
  void manyWritersAreKeptInTheOrderTheyAreTold() throws Exception {
    List<Long> told = new CopyOnWriteArrayList<>();
    try (WriteAheadLog log = open(new ArrayList<>(), 0).log()) {
      List<Thread> writers = new ArrayList<>();
      for (int w = 0; w < 8; w++) {
        writers.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int i = 0; i < 100; i++) {
                    log.append(new byte[] {1}, 2, told::add);
                  }
                }));
      }
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(told).hasSize(800).isSorted().doesNotHaveDuplicates();
      assertThat(log.nextSequence()).isEqualTo(1_601);
    }
  }

  @Test
  void whatWasWrittenIsBroughtToTheDiskSoon() throws Exception {
    AtomicInteger forced = new AtomicInteger();
    Semaphore told = new Semaphore(0);
    WalFile.Opener counting =
        path -> {
          WalFile file = WalFile.onDisk().create(path);
          return new WalFile() {
            @Override
            public void append(java.nio.ByteBuffer[] buffers) throws IOException {
              file.append(buffers);
            }

            @Override
            public void force() throws IOException {
              file.force();
              forced.incrementAndGet();
              told.release();
            }

            @Override
            public void truncate(long size) throws IOException {
              file.truncate(size);
            }

            @Override
            public void close() throws IOException {
              file.close();
            }
          };
        };
    for (boolean every : List.of(false, true)) {
      forced.set(0);
      try (WriteAheadLog log =
          WriteAheadLog.open(
                  folder.resolve(Boolean.toString(every)),
                  new WriteAheadLog.Options(every, Duration.ofMillis(1), 1 << 20, counting),
                  0,
                  Thread.ofPlatform().daemon().factory(),
                  _ -> {})
              .log()) {
        append(log, "a", 1);
        if (every) {
          assertThat(forced.get()).isEqualTo(1);
        } else {
          assertThat(told.tryAcquire(60, TimeUnit.SECONDS)).as("brought to the disk").isTrue();
        }
      }
    }
  }

  @Test
  void aClosedLogRefuses() throws IOException {
    WriteAheadLog log = open(new ArrayList<>(), 0).log();
    log.close();

    assertThatThrownBy(() -> append(log, "a", 1)).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void theBytesAreAsDescribed() throws IOException {
    try (WriteAheadLog log = open(new ArrayList<>(), 0).log()) {
      append(log, "ab", 3);
    }
    assertThat(Files.readAllBytes(folder.resolve("00000000000000000001.wal")))
        .startsWith('M', 'W', 'W', 'A', 'L', 0, 0, 1)
        .containsSequence(18, 0, 0, 0)
        .endsWith('M', 'W', 'W', '1', 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 'a', 'b')
        .hasSize(8 + WalFrame.OVERHEAD + 2);
  }

  @Test
  void aLogCutAnywhereHasTheBatchesBeforeTheCutAndTakesMore() throws IOException {
    List<String> texts = List.of("a", "bc");
    try (WriteAheadLog log = open(new ArrayList<>(), 0).log()) {
      texts.forEach(text -> append(log, text, 1));
    }
    byte[] whole = Files.readAllBytes(folder.resolve("00000000000000000001.wal"));
    Files.delete(folder.resolve("00000000000000000001.wal"));
    for (int length = 0; length <= whole.length; length++) {
      List<String> expected = new ArrayList<>();
      int end = 8;
      for (String text : texts) {
        end += WalFrame.OVERHEAD + text.length();
        if (end <= length) {
          expected.add((expected.size() + 1) + ":" + text);
        }
      }
      Files.write(
          folder.resolve("00000000000000000001.wal"), java.util.Arrays.copyOf(whole, length));
      List<String> replayed = new ArrayList<>();
      try (WriteAheadLog log = open(replayed, 0).log()) {
        assertThat(replayed).as("cut at %d", length).isEqualTo(expected);
        assertThat(append(log, "more", 1)).isEqualTo(expected.size() + 1);
      }
      try (var all = Files.list(folder)) {
        for (Path path : all.toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Test
  void aDamagedStretchIsSteppedOverAndKeptAside() throws IOException {
    try (WriteAheadLog log = open(new ArrayList<>(), 0).log()) {
      List.of("first", "second", "third").forEach(text -> append(log, text, 1));
    }
    Path file = folder.resolve("00000000000000000001.wal");
    byte[] bytes = Files.readAllBytes(file);
    int second = 8 + WalFrame.OVERHEAD + "first".length();
    bytes[second + WalFrame.OVERHEAD] ^= 1;
    Files.write(file, bytes);

    List<String> replayed = new ArrayList<>();
    WriteAheadLog.Opened again = open(replayed, 0);
    again.log().close();
    assertThat(replayed).containsExactly("1:first", "3:third");
    assertThat(again.found()).isEqualTo(new WriteAheadLog.Found(2, 0, 1));
    assertThat(folder.resolve("broken/00000000000000000001.wal-" + second)).exists();
  }

  @Test
  void aFailedWriteLeavesNothingOrGivesItsNumbersUp() throws IOException {
    for (boolean cutFails : List.of(false, true)) {
      Path own = folder.resolve(Boolean.toString(cutFails));
      AtomicInteger failing = new AtomicInteger();
      List<Long> told = new CopyOnWriteArrayList<>();
      List<String> replayed = new ArrayList<>();
      try (WriteAheadLog log =
          WriteAheadLog.open(
                  own,
                  new WriteAheadLog.Options(
                      false,
                      Duration.ofSeconds(1),
                      1 << 20,
                      path -> new BadDisk(WalFile.onDisk().create(path), failing, cutFails)),
                  0,
                  Thread.ofPlatform().daemon().factory(),
                  _ -> {})
              .log()) {
        log.append(new byte[] {'a'}, 2, told::add);
        failing.set(1);
        assertThatThrownBy(() -> log.append(new byte[] {'b'}, 2, told::add))
            .isInstanceOf(StoreUnavailableException.class);
        log.append(new byte[] {'c'}, 2, told::add);
        assertThat(told).containsExactly(1L, cutFails ? 5L : 3L);
        log.read(1, Long.MAX_VALUE, frame -> replayed.add(frame.firstSequence() + text(frame)));
      }
      // What was refused but could not be cut may be found; its numbers are no other's.
      assertThat(replayed).isEqualTo(cutFails ? List.of("1a", "3b", "5c") : List.of("1a", "3c"));
    }
  }

  /// Writes everything and then says that it could not, once; may also refuse to cut.
  private record BadDisk(WalFile file, AtomicInteger failing, boolean cutFails) implements WalFile {
    @Override
    public void append(java.nio.ByteBuffer[] buffers) throws IOException {
      file.append(buffers);
      if (failing.getAndSet(0) > 0) {
        throw new IOException("the disk is bad");
      }
    }

    @Override
    public void force() throws IOException {
      file.force();
    }

    @Override
    public void truncate(long size) throws IOException {
      if (cutFails) {
        throw new IOException("the disk is bad");
      }
      file.truncate(size);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
