package io.mallwatch.server;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does small things again and again, each on a virtual thread of its own. A round that fails is
/// logged and the next one comes all the same.
final class Ticker implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Ticker.class);

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  /// Does `work` now and after each `interval`.
  void every(String name, Duration interval, Runnable work) {
    threads.add(
        Thread.ofVirtual()
            .name("mallwatch-ticker-" + name)
            .start(() -> loop(name, interval, work)));
  }

  private void loop(String name, Duration interval, Runnable work) {
    try {
      do {
        round(name, work);
      } while (!stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void round(String name, Runnable work) {
    try {
      work.run();
    } catch (StoreOverloadedException
        | StoreUnavailableException
        | DeadlineExceededException
        | BadQueryException e) {
      logger.warn("event=round_failed task={} reason={}", name, e.getMessage());
    } catch (RuntimeException e) {
      logger.error("event=round_failed task={}", name, e);
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    try {
      for (Thread thread : threads) {
        var _ = thread.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
