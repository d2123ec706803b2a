package io.mallwatch.logs.lucene.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
  void whatWasWrittenIsBroughtToTheDiskSoon() throws IOException {
    AtomicInteger forced = new AtomicInteger();
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
          Await.until("the file to be brought to the disk", () -> forced.get() > 0);
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
}
