package io.mallwatch.traces.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.Span;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Gen;
import io.mallwatch.testkit.TornCopies;
import io.mallwatch.traces.ServiceEdge;
import io.mallwatch.traces.Spans;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.TraceSummary;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentMergeTest {

  private static final TimeRange ALWAYS =
      new TimeRange(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));

  @TempDir Path dir;

  private final FakeClock clock = FakeClock.mondayMorning();

  private SegmentTraceStore open(Path folder) {
    return SegmentTraceStore.open(SegmentConfig.DEFAULT, folder, clock);
  }

  /// A folder with `count` segments of the hour that is now, and what was put in.
  private List<Span> filled(Path folder, int count) {
    List<Span> all = new ArrayList<>();
    Gen.forAll(
        1,
        random -> {
          List<List<Span>> batches = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            batches.add(Spans.batches(30).next(random));
          }
          return batches;
        },
        batches -> {
          try (SegmentTraceStore store = open(folder)) {
            for (List<Span> batch : batches) {
              store.append(batch);
              store.seal();
              all.addAll(batch);
            }
            assertThat(store.stats().segments()).isEqualTo(count);
          }
        });
    return all;
  }

  /// Everything that can be asked of it.
  private record Answers(
      Map<String, List<Span>> traces, List<List<TraceSummary>> found, List<ServiceEdge> edges) {

    static Answers of(SegmentTraceStore store) {
      Map<String, List<Span>> traces = new java.util.TreeMap<>();
      for (int i = 0; i < 12; i++) {
        String id = Spans.traceId(i);
        store.trace(id, Deadline.NEVER).ifPresent(trace -> traces.put(id, trace.spans()));
      }
      List<List<TraceSummary>> found = new ArrayList<>();
      for (String service : List.of("mall", "points")) {
        found.add(find(store, service, "", Map.of()));
        found.add(find(store, service, "支付", Map.of()));
        for (int i = 0; i < 5; i++) {
          found.add(find(store, service, "", Map.of("order", "SF" + i, "error", "true")));
        }
      }
      return new Answers(traces, found, store.dependencies(ALWAYS));
    }

    private static List<TraceSummary> find(
        SegmentTraceStore store, String service, String operation, Map<String, String> attributes) {
      return store.find(
          new TraceQuery(
              ALWAYS, service, operation, attributes, null, null, List.of(), 50, Deadline.NEVER));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.toString().contains(".seg")).sorted().toList();
    }
  }

  @Test
  void theSegmentsOfAnHourThatIsOverBecomeOneWithTheSameAnswers() throws IOException {
    Path folder = dir.resolve("store");
    List<Span> all = filled(folder, 5);
    try (SegmentTraceStore store = open(folder)) {
      Answers before = Answers.of(store);
      assertThat(before.traces().values().stream().mapToInt(List::size).sum())
          .isEqualTo(all.size());
      clock.advance(Duration.ofHours(1));
      Await.until("the hour is merged", () -> store.stats().merges() == 1);

      assertThat(store.stats().segments()).isEqualTo(1);
      assertThat(Answers.of(store)).isEqualTo(before);
    }
    assertThat(files(folder)).hasSize(1);
    try (SegmentTraceStore again = open(folder)) {
      assertThat(again.recovery().segments()).isEqualTo(1);
      assertThat(again.recovery().replayedSpans()).isZero();
      assertThat(Answers.of(again).traces().values().stream().mapToInt(List::size).sum())
          .isEqualTo(all.size());
    }
  }

  @Test
  void aDeathAtAnyStepOfAMergeLosesNothingAndDoublesNothing() throws IOException {
    Path parts = dir.resolve("parts");
    filled(parts, 3);
    Path merged = TornCopies.copy(parts, dir.resolve("merged"));
    Answers wanted;
    try (SegmentTraceStore store = open(parts)) {
      wanted = Answers.of(store);
    }
    FakeClock later = FakeClock.mondayMorning();
    later.advance(Duration.ofHours(1));
    try (SegmentTraceStore store = SegmentTraceStore.open(SegmentConfig.DEFAULT, merged, later)) {
      Await.until("the hour is merged", () -> store.stats().merges() == 1);
    }
    Path whole = files(merged).getFirst();
    Path name = merged.relativize(whole);
    List<Path> inputs = files(parts);

    for (long length = 0; length <= Files.size(whole); length += Files.size(whole) / 5) {
      Path copy = TornCopies.copy(parts, dir.resolve("unfinished-" + length));
      Path unfinished = copy.resolve(name + ".unfinished");
      Files.copy(whole, unfinished);
      try (RandomAccessFile torn = new RandomAccessFile(unfinished.toFile(), "rw")) {
        torn.setLength(length);
      }
      assertSame(copy, wanted, 3);
    }
    for (int deleted = 0; deleted <= inputs.size(); deleted++) {
      Path copy = TornCopies.copy(parts, dir.resolve("deleted-" + deleted));
      Files.copy(whole, copy.resolve(name));
      for (Path input : inputs.subList(0, deleted)) {
        Files.delete(copy.resolve(parts.relativize(input)));
      }
      assertSame(copy, wanted, 1);
      assertThat(files(copy)).as("what was merged is gone").hasSize(1);
    }
  }

  private void assertSame(Path folder, Answers wanted, int segments) {
    try (SegmentTraceStore store = open(folder)) {
      assertThat(store.recovery().segments()).as("%s", folder).isEqualTo(segments);
      assertThat(Answers.of(store)).as("%s", folder).isEqualTo(wanted);
    }
  }

  @Test
  void aDamagedPartIsKeptAsideAndTheOthersAreMerged() throws IOException {
    Path folder = dir.resolve("good");
    filled(folder, 3);
    Path first = files(folder).getFirst();
    Path copy = TornCopies.flipped(folder, folder.relativize(first), dir.resolve("bad"), 20);
    clock.advance(Duration.ofHours(1));
    try (SegmentTraceStore store = open(copy)) {
      Await.until("the others are merged", () -> store.stats().merges() == 1);

      assertThat(store.stats().brokenSegments()).isEqualTo(1);
      assertThat(store.stats().segments()).isEqualTo(1);
    }
    assertThat(files(copy)).anyMatch(path -> path.toString().endsWith(".corrupt"));
  }

  @Test
  void manySmallOnesOfTheCurrentHourBecomeOneAndFewDoNot() {
    try (SegmentTraceStore store = open(dir.resolve("now"))) {
      for (int i = 1; i <= MergePlan.RUN; i++) {
        assertThat(store.stats().merges()).isZero();
        store.append(List.of(Spans.server(i, 1, "GET /", i, 10)));
        store.seal();
      }
      Await.until("they are merged", () -> store.stats().merges() == 1);

      assertThat(store.stats().segments()).isEqualTo(1);
      assertThat(store.trace(Spans.traceId(3), Deadline.NEVER)).isPresent();
    }
  }

  @Test
  void mergedSegmentsAreDroppedWithTheirHour() throws IOException {
    Path folder = dir.resolve("dropped");
    filled(folder, 3);
    SegmentConfig day = SegmentConfig.DEFAULT.withRetention(Duration.ofDays(1), 1 << 30);
    clock.advance(Duration.ofHours(1));
    try (SegmentTraceStore store = SegmentTraceStore.open(day, folder, clock)) {
      Await.until("the hour is merged", () -> store.stats().merges() == 1);
      clock.advance(Duration.ofHours(26));
      Await.until("the hour is dropped", () -> store.stats().segments() == 0);
    }
    assertThat(files(folder)).isEmpty();
  }
}
