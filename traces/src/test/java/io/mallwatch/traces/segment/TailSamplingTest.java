package io.mallwatch.traces.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.Span;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.TornCopies;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.Spans;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.sampling.SamplingPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailSamplingTest {

  private static final SamplingPolicy ERRORS_AND_SLOW =
      new SamplingPolicy(0, true, Duration.ofMillis(500), 0, Duration.ofSeconds(10));

  @TempDir Path dir;

  private final FakeClock clock = FakeClock.mondayMorning();

  private SegmentTraceStore open(SamplingPolicy policy) {
    return SegmentTraceStore.open(
        SegmentConfig.DEFAULT.withSampling(policy), dir.resolve("store"), clock);
  }

  private static Span failed(int trace, int id) {
    return Spans.span(
        trace,
        id,
        1,
        "points",
        "transfer",
        Span.Kind.SERVER,
        0,
        5,
        Span.Status.ERROR,
        Map.of("order", "SF" + trace));
  }

  private static Span call(int trace, int id) {
    return Spans.span(
        trace, id, 0, "mall", "POST /points", Span.Kind.CLIENT, 0, 10, Span.Status.UNSET, Map.of());
  }

  private static TraceQuery query(String service, Map<String, String> attributes) {
    TimeRange range = new TimeRange(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    return new TraceQuery(
        range, service, "", attributes, null, null, List.of(), 20, Deadline.NEVER);
  }

  private static boolean has(SegmentTraceStore store, int trace) {
    return store.trace(Spans.traceId(trace), Deadline.NEVER).isPresent();
  }

  private static List<Integer> kept(SegmentTraceStore store, int most) {
    return IntStream.rangeClosed(1, most).filter(trace -> has(store, trace)).boxed().toList();
  }

  @Test
  void failedAndSlowTracesAreKeptWholeTheOthersNot() {
    try (SegmentTraceStore store = open(ERRORS_AND_SLOW)) {
      store.append(List.of(Spans.server(1, 1, "GET /", 0, 10)));
      store.append(List.of(call(2, 1), failed(2, 2)));
      store.append(List.of(Spans.server(3, 1, "GET /slow", 0, 500)));
      assertThat(kept(store, 3)).as("before they are decided").containsExactly(1, 2, 3);

      store.seal();

      assertThat(kept(store, 3)).containsExactly(2, 3);
      assertThat(store.trace(Spans.traceId(2), Deadline.NEVER).orElseThrow().spans()).hasSize(2);
      assertThat(store.stats().sampling()).isEqualTo(new SamplingCounts(1, 1, 0, 0, 0, 1, 1));
      assertThat(store.operations("mall"))
          .as("what is known of operations and edges is of all spans")
          .extracting(Operation::name)
          .containsExactly("GET /", "GET /slow", "POST /points");
      assertThat(
              store.dependencies(
                  new TimeRange(Instant.EPOCH, clock.instant().plus(Duration.ofDays(1)))))
          .isNotEmpty();
    }
  }

  @Test
  void nothingKeptLeavesASegmentThatKeepsTheLogFromComingBack() {
    try (SegmentTraceStore store = open(ERRORS_AND_SLOW)) {
      store.append(List.of(Spans.server(1, 1, "GET /", 0, 10)));
      store.seal();
      assertThat(kept(store, 1)).isEmpty();
    }
    try (SegmentTraceStore again = open(ERRORS_AND_SLOW)) {
      assertThat(kept(again, 1)).isEmpty();
      assertThat(again.recovery().replayedSpans()).isZero();
      assertThat(again.services()).containsExactly("mall");
    }
  }

  @Test
  void someOfEachOperationAreKept() {
    try (SegmentTraceStore store =
        open(new SamplingPolicy(0, true, Duration.ZERO, 2, Duration.ZERO))) {
      for (int i = 1; i <= 10; i++) {
        store.append(List.of(Spans.server(i, 1, i <= 9 ? "GET /" : "POST /rare", i, 10)));
      }
      store.seal();

      assertThat(kept(store, 10)).hasSize(3).contains(10);
      assertThat(store.stats().sampling().rate()).isEqualTo(3);
    }
  }

  @Test
  void theShareIsDecidedByTheId() {
    SamplingPolicy half = new SamplingPolicy(0.5, true, Duration.ZERO, 0, Duration.ZERO);
    try (SegmentTraceStore store = open(half)) {
      Span low = withTrace("0000000000000001007fffffffffffff");
      Span high = withTrace("00000000000000010080000000000000");
      store.append(List.of(low, high));
      store.seal();

      assertThat(store.trace(low.traceId(), Deadline.NEVER)).isEmpty();
      assertThat(store.trace(high.traceId(), Deadline.NEVER)).isPresent();
    }
  }

  private static Span withTrace(String id) {
    Span span = Spans.server(1, 1, "a", 0, 1);
    return new Span(
        id,
        span.spanId(),
        "",
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
  }

  @Test
  void aTraceIsDecidedWhenItsLaterSpansHadTheirTime() {
    SegmentConfig config = SegmentConfig.DEFAULT.withSealSpans(2).withSampling(ERRORS_AND_SLOW);
    try (SegmentTraceStore store = SegmentTraceStore.open(config, dir.resolve("late"), clock)) {
      store.append(List.of(Spans.server(1, 1, "GET /", 0, 10), Spans.server(2, 1, "b", 0, 10)));
      Await.until("the head is full and set apart", () -> store.stats().sealingSpans() == 2);
      store.append(List.of(failed(1, 2))); // the next head has it
      assertThat(store.stats().segments()).isZero();
      clock.advance(Duration.ofSeconds(11));
      Await.until("its time is over", () -> store.stats().segments() == 1);
      store.seal();

      assertThat(store.trace(Spans.traceId(1), Deadline.NEVER).orElseThrow().spans()).hasSize(2);
      assertThat(has(store, 2)).isFalse();
    }
  }

  @Test
  void aLatePartOfAKeptTraceIsKept() {
    try (SegmentTraceStore store = open(ERRORS_AND_SLOW)) {
      store.append(List.of(failed(1, 2)));
      store.seal();
      store.append(List.of(Spans.server(1, 1, "GET /", 0, 10)));
      store.seal();

      assertThat(store.trace(Spans.traceId(1), Deadline.NEVER).orElseThrow().spans()).hasSize(2);
      assertThat(store.stats().sampling().earlier()).isEqualTo(1);
    }
  }

  @Test
  void whatWaitsToBeDecidedSurvivesTheProcess() {
    Path copy;
    try (SegmentTraceStore store = open(ERRORS_AND_SLOW)) {
      store.append(List.of(Spans.server(1, 1, "GET /", 0, 10)));
      store.append(List.of(failed(2, 2)));
      copy = TornCopies.copy(dir.resolve("store"), dir.resolve("copy"));
    }
    try (SegmentTraceStore again =
        SegmentTraceStore.open(SegmentConfig.DEFAULT.withSampling(ERRORS_AND_SLOW), copy, clock)) {
      assertThat(kept(again, 2)).containsExactly(1, 2);
      again.seal();
      assertThat(kept(again, 2)).containsExactly(2);
    }
  }

  @Test
  void searchesFindOnlyWhatWasKept() {
    try (SegmentTraceStore store = open(ERRORS_AND_SLOW)) {
      for (int i = 1; i <= 40; i++) {
        store.append(
            i % 4 == 0 ? List.of(failed(i, 1)) : List.of(Spans.server(i, 1, "GET /", i, 10)));
      }
      store.seal();

      assertThat(kept(store, 40)).hasSize(10).allMatch(trace -> trace % 4 == 0);
      assertThat(store.find(query("points", Map.of("order", "SF8")))).hasSize(1);
      assertThat(store.find(query("mall", Map.of()))).isEmpty();
    }
  }
}
