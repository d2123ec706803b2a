package io.mallwatch.logs.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.Gen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a writer, a rotation and a crash do: every line is in the store once.
class TailerPropertyTest {

  @TempDir Path dir;

  private final AtomicInteger cases = new AtomicInteger();

  private enum Step {
    WRITE,
    WRITE_MUCH,
    WRITE_HALF,
    ROUND,
    ROUND_LATER,
    RENAME,
    COPY_AND_TRUNCATE,
    COMPRESS,
    RESTART,
    KILL,
    FULL
  }

  private static final Gen<List<Step>> STEPS =
      random -> {
        Gen<Step> one = Gen.oneOf(List.of(Step.values()));
        List<Step> steps = new ArrayList<>();
        for (int i = random.nextInt(60); i > 0; i--) {
          steps.add(one.next(random));
          if (random.nextInt(3) == 0) {
            steps.add(Step.WRITE);
          }
        }
        return steps;
      };

  @Test
  void noLineIsLostOrDoubledWhenAllRollsAreNamed() {
    Gen.forAll(40, STEPS, steps -> run("app.log*", steps, false));
  }

  @Test
  void noLineIsLostOrDoubledWhenOnlyTheLiveFileIsNamed() {
    Gen.forAll(40, STEPS, steps -> run("*.log", steps, true));
  }

  private void run(String glob, List<Step> steps, boolean lookBeforeRotation) {
    TailRoom room = TailRoom.of(dir.resolve("case-" + cases.incrementAndGet()), glob);
    Writer writer = new Writer(room, new SplittableRandom(steps.size()));
    for (Step step : steps) {
      boolean rotates = step == Step.RENAME || step == Step.COPY_AND_TRUNCATE;
      if (rotates && lookBeforeRotation) {
        writer.endLine();
        room.rounds(2);
      }
      writer.take(step);
    }
    writer.endLine();
    room.settle();
    List<String> stored = room.sink.messages();
    List<String> lost = new ArrayList<>(writer.written);
    lost.removeAll(stored);
    assertThat(lost).as("lost lines").isEmpty();
    List<String> doubled = new ArrayList<>(stored);
    writer.written.forEach(doubled::remove);
    assertThat(doubled).as("doubled lines").isEmpty();
    room.tailer.close();
  }

  private static final class Writer {
    private final TailRoom room;
    private final RandomGenerator random;
    private final List<String> written = new ArrayList<>();
    private String half = "";
    private int number;
    private int rolls;

    Writer(TailRoom room, RandomGenerator random) {
      this.room = room;
      this.random = random;
    }

    void take(Step step) {
      switch (step) {
        case WRITE -> lines(1 + random.nextInt(5), 20);
        case WRITE_MUCH -> lines(200, 400);
        case WRITE_HALF -> {
          if (half.isEmpty()) {
            half = "half %d 支付".formatted(number++);
            room.write("app.log", half);
          }
        }
        case ROUND -> room.tailer.round();
        case ROUND_LATER -> {
          room.clock.advance(Duration.ofSeconds(half.isEmpty() ? 30 : 0));
          room.tailer.round();
        }
        case RENAME -> {
          if (rotates()) {
            room.rename("app.log", "app.log." + ++rolls);
          }
        }
        case COPY_AND_TRUNCATE -> {
          if (rotates()) {
            room.copyAndTruncate("app.log", "app.log." + ++rolls);
          }
        }
        case COMPRESS -> {
          if (rolls > 0 && Files.exists(room.file("app.log." + rolls))) {
            room.compress("app.log." + rolls);
          }
        }
        case RESTART -> room.restart();
        case KILL -> room.killAndRestart();
        case FULL -> room.sink.refuseNext = 2;
      }
    }

    private boolean rotates() {
      endLine();
      return Files.exists(room.file("app.log"));
    }

    void endLine() {
      if (!half.isEmpty()) {
        room.write("app.log", " end\n");
        written.add(half + " end");
        half = "";
      }
    }

    private void lines(int count, int length) {
      endLine();
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < count; i++) {
        String line = "line %d %s".formatted(number++, "x".repeat(1 + random.nextInt(length)));
        written.add(line);
        text.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
      }
      room.write("app.log", text.toString());
    }
  }
}
