package io.mallwatch.logs.tail;

import io.airlift.compress.v3.zstd.ZstdJavaOutputStream;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/// A folder of logs, a tailer that may die, and a store.
final class TailRoom {

  static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  final Path logs;
  final Path state;
  final FakeClock clock = FakeClock.mondayMorning();
  final KeepingSink sink = new KeepingSink();
  private final SplittableRandom lineages = new SplittableRandom(7);
  private final List<TailInput> inputs;
  Tailer tailer;

  TailRoom(Path dir, List<TailInput> inputs) {
    this.logs = dir.resolve("logs");
    this.state = dir.resolve("state");
    this.inputs = inputs;
    try {
      Files.createDirectories(logs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.tailer = open();
  }

  static TailRoom of(Path dir, String glob) {
    return new TailRoom(
        dir, List.of(TailInput.of("mall", "order", List.of(dir + "/logs/" + glob))));
  }

  private Tailer open() {
    return new Tailer(inputs, sink, state, clock, SHANGHAI, lineages);
  }

  /// As after `kill -9`: what was not saved is forgotten.
  void killAndRestart() {
    tailer = open();
  }

  void restart() {
    tailer.close();
    tailer = open();
  }

  /// Rounds until nothing comes any more, however late lines end.
  void settle() {
    for (int quiet = 0; quiet < 4; ) {
      quiet = tailer.round() ? 0 : quiet + 1;
      clock.advance(Duration.ofSeconds(6));
    }
  }

  /// Rounds, with a second between them.
  void rounds(int count) {
    for (int i = 0; i < count; i++) {
      tailer.round();
      clock.advance(Duration.ofSeconds(1));
    }
  }

  Path file(String name) {
    return logs.resolve(name);
  }

  void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  void write(String name, byte[] bytes) {
    try {
      Files.write(file(name), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void rename(String from, String to) {
    try {
      Files.move(file(from), file(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void copyAndTruncate(String from, String to) {
    try {
      Files.copy(file(from), file(to));
      Files.write(file(from), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void compress(String name) {
    try {
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file(name + ".gz")))) {
        Files.copy(file(name), out);
      }
      Files.delete(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void compressZstd(String name) {
    try {
      try (OutputStream out =
          new ZstdJavaOutputStream(Files.newOutputStream(file(name + ".zst")))) {
        Files.copy(file(name), out);
      }
      Files.delete(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
