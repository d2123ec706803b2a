package io.mallwatch.traces.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.TornCopies;
import io.mallwatch.traces.Spans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverloadTest {

  private static final int SEAL = 50;
  private static final int BATCH = 10;
  private static final int SENDERS = 16;

  @TempDir Path dir;

  private final FakeClock clock = FakeClock.mondayMorning();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();

  private SegmentTraceStore open(Path folder) {
    return SegmentTraceStore.open(SegmentConfig.DEFAULT.withSealSpans(SEAL), folder, clock);
  }

  /// Sends batches until one is refused.
  private void flood(SegmentTraceStore store) {
    while (true) {
      int first = numbers.getAndAdd(BATCH);
      try {
        store.append(
            IntStream.range(first, first + BATCH)
                .mapToObj(trace -> Spans.server(trace, 1, "GET /", trace, 1))
                .toList());
      } catch (StoreOverloadedException e) {
        refused.incrementAndGet();
        return;
      }
      acknowledged.add(first);
    }
  }

  @Test
  void aFloodIsRefusedAtABoundAndNothingAcknowledgedIsLost() throws IOException {
    Path folder = dir.resolve("store");
    Path copy;
    try (SegmentTraceStore store = open(folder)) {
      // a file where the hour's folder belongs: nothing can be sealed
      Path hour = folder.resolve(SegmentFolder.hour(clock.instant()));
      Files.createFile(hour);
      try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < SENDERS; i++) {
          senders.execute(() -> flood(store));
        }
      }
      assertThat(refused).hasValue(SENDERS);
      assertThat(store.stats().refusedOverload()).isEqualTo(SENDERS);
      assertThat(store.stats().headSpans())
          .as("what is in memory")
          .isEqualTo(acknowledged.size() * (long) BATCH)
          .isLessThan(4L * SEAL + BATCH);
      copy = TornCopies.copy(folder, dir.resolve("copy"));

      Files.delete(hour);
      Await.until("it goes on by itself", () -> store.stats().segments() > 0);
      store.append(List.of(Spans.server(0, 2, "after", 0, 1)));
      assertEverythingIsThere(store);
    }
    Files.delete(copy.resolve(SegmentFolder.hour(clock.instant())));
    try (SegmentTraceStore again = open(copy)) {
      assertEverythingIsThere(again);
    }
  }

  private void assertEverythingIsThere(SegmentTraceStore store) {
    for (int first : acknowledged) {
      for (int trace = first; trace < first + BATCH; trace++) {
        assertThat(store.trace(Spans.traceId(trace), Deadline.NEVER)).as("%d", trace).isPresent();
      }
    }
  }
}
