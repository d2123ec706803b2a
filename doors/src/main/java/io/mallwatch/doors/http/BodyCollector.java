package io.mallwatch.doors.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Gathers a body into one array and stops as soon as it is too large. Runs on the connection's
/// event loop.
final class BodyCollector implements Subscriber<HttpObject> {

  private static final byte[] NOTHING = new byte[0];

  private final int limit;
  private final Budget.Share share;
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private byte[] bytes;
  private int size;
  private @Nullable Subscription subscription;

  /// @param expected bytes as the sender announced, or 0
  BodyCollector(int limit, long expected, Budget.Share share) {
    this.limit = limit;
    this.share = share;
    // What is announced is believed up to 1 MiB; the rest must come first.
    this.bytes =
        expected <= 0 ? NOTHING : new byte[(int) Math.min(expected, Math.min(limit, 1 << 20))];
  }

  /// The body; fails with [RefusedException] or when the client goes away.
  CompletableFuture<byte[]> body() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription s) {
    subscription = s;
    s.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(HttpObject object) {
    if (!(object instanceof HttpData data)) {
      return; // trailers
    }
    try (data) {
      if (body.isDone()) {
        return;
      }
      int length = data.length();
      if (length > limit - size) {
        stop(tooLarge(limit));
        return;
      }
      share.reserve(length);
      if (bytes.length - size < length) {
        bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(bytes.length * 2, size + length)));
      }
      ByteBuf buffer = data.byteBuf();
      buffer.getBytes(buffer.readerIndex(), bytes, size, length);
      size += length;
    } catch (RefusedException e) {
      stop(e);
    }
  }

  static RefusedException tooLarge(int limit) {
    return new RefusedException(
        Problem.tooLarge("the body is larger than %d bytes".formatted(limit)));
  }

  /// Gives up; later data is thrown away.
  void stop(RefusedException why) {
    if (body.completeExceptionally(why) && subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void onError(Throwable cause) {
    body.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    body.complete(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
  }

  /// Memory that the bodies of all running requests may take together.
  static final class Budget {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    Budget(long limit) {
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
}
