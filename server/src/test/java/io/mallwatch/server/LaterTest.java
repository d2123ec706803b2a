package io.mallwatch.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaterTest {

  /// Counts how often it was closed.
  private record Part(AtomicInteger closed) implements AutoCloseable {
    Part() {
      this(new AtomicInteger());
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void opensBesideWhoeverBeganIt() {
    CountDownLatch go = new CountDownLatch(1);
    Part part = new Part();
    try (Later<Part> later =
        Later.open(
            "test",
            () -> {
              awaitQuietly(go);
              return part;
            },
            Part::close)) {
      go.countDown(); // would not come if the opening ran on this thread
      assertThat(later.await()).isSameAs(part);
      assertThat(part.closed()).hasValue(0);
    }
    assertThat(part.closed()).hasValue(1);
  }

  @Test
  void closesWhatNobodyWaitedFor() {
    Part part = new Part();
    Later.open("test", () -> part, Part::close).close();
    assertThat(part.closed()).hasValue(1);
  }

  @Test
  void failsAsTheOpeningDidAndHasNothingToClose() {
    try (Later<Part> later =
        Later.open(
            "test",
            () -> {
              throw new DataFolderException("no room", null);
            },
            Part::close)) {
      assertThatThrownBy(later::await)
          .isInstanceOf(DataFolderException.class)
          .hasMessage("no room");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
