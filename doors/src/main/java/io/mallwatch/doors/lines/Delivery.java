package io.mallwatch.doors.lines;

import io.mallwatch.logs.lines.LineIntake;
import io.mallwatch.logs.lines.LineIntake.Event;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings lines of one port into the store; while that has no room the sender waits. Thread-safe.
final class Delivery {

  private static final Logger logger = LoggerFactory.getLogger(Delivery.class);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final String way;
  private final LineIntake intake;
  private final ListenerCounters counters;

  /// @param way that lines come, for the list of senders
  Delivery(String way, LineIntake intake, ListenerCounters counters) {
    this.way = way;
    this.intake = intake;
    this.counters = counters;
  }

  /// Stores the events; returns when that is done, or when it cannot be and was counted.
  ///
  /// @throws InterruptedException when this stops; the events are counted as dropped
  void deliver(List<Event> events, LineIntake.Origin origin) throws InterruptedException {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        count(intake.accept(events, List.of(), origin), origin);
        return;
      } catch (StoreOverloadedException | StoreUnavailableException e) {
        counters.waits.increment();
      } catch (RuntimeException e) {
        logger.error("event=lines_refused lines={}", events.size(), e);
        oneByOne(events, origin);
        return;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        counters.dropped("stopped", events.size());
        throw e;
      }
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }
  }

  /// One that the store cannot take must not take the others with it.
  private void oneByOne(List<Event> events, LineIntake.Origin origin) {
    for (Event event : events) {
      try {
        count(intake.accept(List.of(event), List.of(), origin), origin);
      } catch (RuntimeException e) {
        counters.dropped("refused", 1);
        intake.senders().heard(way, sender(origin), 0, 1);
      }
    }
  }

  private static String sender(LineIntake.Origin origin) {
    return String.valueOf(origin.data().getOrDefault("log.source.address", ""));
  }

  private void count(LineIntake.Taken taken, LineIntake.Origin origin) {
    intake.senders().heard(way, sender(origin), taken.stored() + taken.existing(), 0);
    counters.stored.add(taken.stored());
    counters.unparsed.add(taken.unparsed());
  }
}
