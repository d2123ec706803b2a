package io.mallwatch.doors.api;

import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Sends entries as they arrive, as server-sent events. A client that is too slow loses entries and
/// is told how many by an event `dropped`.
final class LogTail implements Reply.Stream.Writer {

  private static final int WAITING = 1_000;
  private static final byte[] KEEP_ALIVE = ": \n\n".getBytes(StandardCharsets.UTF_8);
  private static final int KEEP_ALIVE_SECONDS = 15;

  private final LogStore logs;
  private final LogFilter filter;
  private final int perSecond;
  private final InstantSource clock;

  /// @param perSecond most entries sent in a second; more are dropped and counted
  LogTail(LogStore logs, LogFilter filter, int perSecond, InstantSource clock) {
    this.logs = logs;
    this.filter = filter;
    this.perSecond = perSecond;
    this.clock = clock;
  }

  @Override
  public void writeTo(Reply.Stream.Sink sink) throws InterruptedException {
    BlockingQueue<LogHit> waiting = new ArrayBlockingQueue<>(WAITING);
    AtomicLong lost = new AtomicLong();
    try (LogStore.Tail tail =
        logs.tail(
            filter,
            hit -> {
              if (!waiting.offer(hit)) {
                lost.incrementAndGet();
              }
            })) {
      sink.write(KEEP_ALIVE);
      long told = 0;
      long second = 0;
      int sent = 0;
      while (true) {
        LogHit hit = waiting.poll(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        if (hit == null) {
          sink.write(KEEP_ALIVE);
          continue;
        }
        long now = clock.instant().getEpochSecond();
        if (now != second) {
          second = now;
          sent = 0;
        }
        if (++sent > perSecond) {
          lost.incrementAndGet();
          continue;
        }
        long dropped = lost.get() + tail.dropped();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (dropped > told) {
          String event = "event: dropped\ndata: {\"count\":%d}\n\n".formatted(dropped - told);
          out.writeBytes(event.getBytes(StandardCharsets.UTF_8));
          told = dropped;
        }
        out.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
        out.writeBytes(Json.write(json -> LogShapes.ROW.write(json, hit)));
        out.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        sink.write(out.toByteArray());
      }
    }
  }
}
