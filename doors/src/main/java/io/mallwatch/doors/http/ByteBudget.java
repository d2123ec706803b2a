package io.mallwatch.doors.http;

import java.util.concurrent.atomic.AtomicLong;

/// Memory that the bodies of all running requests may take together.
final class ByteBudget {

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  ByteBudget(long limit) {
    this.limit = limit;
  }

  /// A request's part of it, empty at first.
  Share share() {
    return new Share();
  }

  long used() {
    return used.get();
  }

  /// Grows until it is closed. Used by one thread at a time.
  final class Share implements AutoCloseable, ContentCodings.Room {

    private final AtomicLong held = new AtomicLong();

    @Override
    public void reserve(int bytes) {
      if (used.addAndGet(bytes) > limit) {
        used.addAndGet(-bytes);
        throw new RefusedException(
            Problem.unavailable("too many large requests are being served; retry later"));
      }
      held.addAndGet(bytes);
    }

    @Override
    public void close() {
      used.addAndGet(-held.getAndSet(0));
    }
  }
}
