package io.mallwatch.traces.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.Span;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.traces.Spans;
import io.mallwatch.traces.Trace;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.WholeTraces;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeTracesTest {

  private static final int PART = 20_000;

  @TempDir Path dir;

  private static List<Span> part(int trace, int from) {
    return IntStream.range(from, from + PART)
        .mapToObj(id -> Spans.server(trace, id + 1, "GET /", id, 1))
        .toList();
  }

  @Test
  void aTraceWithoutEndIsReadUpToABoundAndSaysSo() {
    try (SegmentTraceStore store =
        SegmentTraceStore.open(SegmentConfig.DEFAULT, dir, FakeClock.mondayMorning())) {
      for (int i = 0; i < 3; i++) {
        store.append(part(1, i * PART));
        assertThat(store.trace(Spans.traceId(1), Deadline.NEVER).orElseThrow().isCut())
            .isEqualTo(i == 2);
        store.seal();
      }
      Trace trace = store.trace(Spans.traceId(1), Deadline.NEVER).orElseThrow();

      assertThat(trace.spans()).hasSize(TraceSpans.MOST);
      assertThat(trace.isCut()).isTrue();
      TimeRange always = new TimeRange(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
      assertThat(
              store.find(
                  new TraceQuery(
                      always, "mall", "", Map.of(), null, null, List.of(), 5, Deadline.NEVER)))
          .singleElement()
          .satisfies(found -> assertThat(found.spanCount()).isEqualTo(TraceSpans.MOST));
    }
  }

  @Test
  void anAnswerHasSoManyTracesAsHaveSpansEnough() {
    try (SegmentTraceStore store =
        SegmentTraceStore.open(SegmentConfig.DEFAULT, dir, FakeClock.mondayMorning())) {
      List<String> ids = new ArrayList<>(List.of(Spans.traceId(99)));
      for (int trace = 1; trace <= 4; trace++) {
        store.append(part(trace, 0));
        ids.add(Spans.traceId(trace));
      }

      WholeTraces whole = WholeTraces.of(store, ids, Deadline.NEVER);
      assertThat(whole.found())
          .extracting(Trace::traceId)
          .containsExactly(Spans.traceId(1), Spans.traceId(2), Spans.traceId(3));
      assertThat(whole.missing()).containsExactly(Spans.traceId(99));
      assertThat(whole.leftOut()).containsExactly(Spans.traceId(4));
      assertThat(whole.warning()).startsWith("the answer has 3 of 4 traces");
      assertThat(WholeTraces.of(store, ids.subList(0, 2), Deadline.NEVER).warning()).isEmpty();
    }
  }
}
