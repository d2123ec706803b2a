package io.mallwatch.traces.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.Span;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.TornCopies;
import io.mallwatch.traces.SpanBatch;
import io.mallwatch.traces.Spans;
import io.mallwatch.traces.TraceStore;
import io.mallwatch.traces.TraceStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTraceStoreTest extends TraceStoreContract {

  @TempDir Path dir;

  private final FakeClock clock = FakeClock.mondayMorning();
  private int opened;

  @Override
  protected TraceStore openStore() {
    return SegmentTraceStore.open(SegmentConfig.DEFAULT, dir.resolve("s" + opened++), clock);
  }

  @Override
  protected void settle(TraceStore store) {
    ((SegmentTraceStore) store).seal();
  }

  @Test
  void everythingAcknowledgedIsThereAfterTheProcessDied() {
    Path folder = dir.resolve("died");
    SegmentTraceStore store = SegmentTraceStore.open(SegmentConfig.DEFAULT, folder, clock);
    for (int i = 1; i <= 20; i++) {
      store.append(List.of(Spans.server(i, i, "GET /", i, 10)));
      if (i == 7) {
        store.seal();
      }
    }
    Path copy = TornCopies.copy(folder, dir.resolve("copy")); // as kill -9 leaves it
    store.close();

    try (SegmentTraceStore again = SegmentTraceStore.open(SegmentConfig.DEFAULT, copy, clock)) {
      assertThat(again.recovery().replayedSpans()).isEqualTo(13);
      assertThat(again.recovery().segments()).isEqualTo(1);
      for (int i = 1; i <= 20; i++) {
        assertThat(again.trace(Spans.traceId(i), Deadline.NEVER)).as("trace %d", i).isPresent();
      }
    }
  }

  @Test
  void aLogCutAnywhereLosesOnlyWhatLiesBehindTheCut() throws IOException {
    Path folder = dir.resolve("cut");
    List<Long> ends = new ArrayList<>();
    Path wal;
    try (SegmentTraceStore store = SegmentTraceStore.open(SegmentConfig.DEFAULT, folder, clock)) {
      wal = onlyFile(folder.resolve("wal"));
      for (int i = 1; i <= 4; i++) {
        store.append(List.of(Spans.server(i, i, "GET /", i, 10)));
        ends.add(Files.size(wal));
      }
    }
    TornCopies.forEachCut(
        folder,
        folder.relativize(wal),
        dir.resolve("scratch"),
        8,
        7,
        (copy, length) -> {
          try (SegmentTraceStore again =
              SegmentTraceStore.open(SegmentConfig.DEFAULT, copy, clock)) {
            for (int i = 1; i <= 4; i++) {
              assertThat(again.trace(Spans.traceId(i), Deadline.NEVER).isPresent())
                  .as("trace %d with the log cut at %d", i, length)
                  .isEqualTo(ends.get(i - 1) <= length);
            }
            again.append(List.of(Spans.server(9, 9, "after", 0, 1)));
            assertThat(again.trace(Spans.traceId(9), Deadline.NEVER)).isPresent();
          }
        });
  }

  @Test
  void aDamagedSegmentIsKeptAsideAndTheRestStaysReadable() throws IOException {
    Path folder = dir.resolve("damaged");
    try (SegmentTraceStore store = SegmentTraceStore.open(SegmentConfig.DEFAULT, folder, clock)) {
      store.append(List.of(Spans.server(1, 1, "GET /", 0, 10)));
      store.seal();
      store.append(List.of(Spans.server(2, 2, "GET /", 0, 10)));
      store.seal();
    }
    Path first = segments(folder).getFirst();
    for (long offset : new long[] {0, 20, Files.size(first) - 5, Files.size(first) / 2}) {
      Path copy =
          TornCopies.flipped(
              folder, folder.relativize(first), dir.resolve("flip" + offset), offset);
      try (SegmentTraceStore again = SegmentTraceStore.open(SegmentConfig.DEFAULT, copy, clock)) {
        assertThat(again.trace(Spans.traceId(1), Deadline.NEVER)).as("byte %d", offset).isEmpty();
        assertThat(again.trace(Spans.traceId(2), Deadline.NEVER)).isPresent();
        assertThat(again.stats().brokenSegments()).isEqualTo(1);
        assertThat(copy.resolve(folder.relativize(first) + ".corrupt")).exists();
      }
    }
  }

  @Test
  void fullAndOldHeadsAreSealedByThemselves() {
    SegmentConfig small = SegmentConfig.DEFAULT.withSealSpans(3);
    try (SegmentTraceStore store = SegmentTraceStore.open(small, dir.resolve("auto"), clock)) {
      store.append(
          List.of(
              Spans.server(1, 1, "a", 0, 1),
              Spans.server(2, 2, "a", 0, 1),
              Spans.server(3, 3, "a", 0, 1)));
      Await.until("the full head is sealed", () -> store.stats().segments() == 1);
      store.append(List.of(Spans.server(4, 4, "a", 0, 1)));
      clock.advance(Duration.ofMinutes(11));
      Await.until("the old head is sealed", () -> store.stats().segments() == 2);
    }
  }

  @Test
  void hoursPastTheRetentionAreDroppedWhole() throws IOException {
    SegmentConfig day = SegmentConfig.DEFAULT.withRetention(Duration.ofDays(1), 1 << 30);
    Path folder = dir.resolve("old");
    try (SegmentTraceStore store = SegmentTraceStore.open(day, folder, clock)) {
      store.append(List.of(Spans.server(1, 1, "a", 0, 1)));
      store.seal();
      clock.advance(Duration.ofHours(26));
      Await.until("the old hour is dropped", () -> store.stats().droppedSegments() == 1);

      assertThat(store.trace(Spans.traceId(1), Deadline.NEVER)).isEmpty();
      assertThat(segments(folder)).isEmpty();
    }
  }

  private static List<Path> segments(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().endsWith(".seg")).sorted().toList();
    }
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  @Test
  void traceIdsKeepAllTheirBits() {
    Span span = Spans.server(1, 1, "a", 0, 1);
    Span wide =
        new Span(
            "fedcba9876543210f00000000000000f",
            "ffffffffffffffff",
            "8000000000000001",
            span.name(),
            span.kind(),
            span.startNanos(),
            span.endNanos(),
            span.status(),
            "",
            span.attributes(),
            span.events(),
            span.links(),
            span.resource(),
            span.scope());

    assertThat(SpanBatch.of(List.of(wide)).spans()).containsExactly(wide);
  }

  @Test
  void anArchivedTraceOutlivesTheRetentionAndIsTheSameUntilThen() {
    SegmentConfig day = SegmentConfig.DEFAULT.withRetention(Duration.ofDays(1), 1 << 30);
    Path folder = dir.resolve("archived");
    try (SegmentTraceStore store = SegmentTraceStore.open(day, folder, clock)) {
      store.append(List.of(Spans.server(1, 1, "a", 0, 1), Spans.server(2, 2, "b", 0, 1)));
      assertThat(store.archive(Spans.traceId(1))).isTrue();
      assertThat(store.archive(Spans.traceId(3))).isFalse();
      store.append(List.of(Spans.server(1, 3, "late", 5, 1)));
      store.seal();
      assertThat(store.trace(Spans.traceId(1), Deadline.NEVER).orElseThrow().spans()).hasSize(2);

      clock.advance(Duration.ofHours(26));
      Await.until("the old hour is dropped", () -> store.stats().droppedSegments() == 1);
    }
    try (SegmentTraceStore again = SegmentTraceStore.open(day, folder, clock)) {
      assertThat(again.trace(Spans.traceId(1), Deadline.NEVER).orElseThrow().spans())
          .containsExactly(Spans.server(1, 1, "a", 0, 1));
      assertThat(again.trace(Spans.traceId(2), Deadline.NEVER)).isEmpty();
    }
  }
}
