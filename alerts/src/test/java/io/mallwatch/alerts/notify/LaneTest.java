package io.mallwatch.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Deadline;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LaneTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final CountDownLatch go = new CountDownLatch(1);
  private final FakeChannel channel = new FakeChannel("robot", true);
  private final Backoff backoff =
      new Backoff(
          new Random(7),
          pause -> {
            pauses.add(pause);
            go.await();
            clock.advance(pause);
          });

  private Lane lane(Pace pace) {
    return new Lane(pace, clock, backoff, 8);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofMinutes(5));
  }

  @Test
  void whatComesFasterThanThePaceIsToldTogetherAndNothingIsLost() throws InterruptedException {
    Lane lane = lane(Pace.of(2, Duration.ofMinutes(1)));
    List<Delivery> outcomes = new CopyOnWriteArrayList<>();
    outcomes.add(lane.send(channel, Tell.firing(1), soon()));
    outcomes.add(lane.send(channel, Tell.firing(1), soon()));
    List<Thread> waiting = new ArrayList<>();
    for (int i = 2; i <= 6; i++) {
      int alerts = i;
      waiting.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  outcomes.add(lane.send(channel, Tell.firing(alerts), soon()));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    Await.until("one waits for all", () -> pauses.size() == 1);
    Await.until(
        "all have come",
        () ->
            waiting.stream()
                .allMatch(t ->
                    t.getState() == Thread.State.WAITING
                        || t.getState() == Thread.State.TIMED_WAITING));
    go.countDown();
    for (Thread thread : waiting) {
      thread.join();
    }
    assertThat(outcomes).hasSize(7).containsOnly(new Delivery.Sent());
    assertThat(channel.summary()).containsExactly("firing 1", "firing 1", "firing 6");
    assertThat(pauses).containsExactly(Duration.ofMinutes(1));
  }

  @Test
  void whenTheVendorSaysStopEverybodyWaits() throws InterruptedException {
    go.countDown();
    Lane lane = lane(Pace.of(20, Duration.ofMinutes(1)));
    channel.answer(new Delivery.Limited("too fast", Duration.ofMinutes(2)));
    assertThat(lane.send(channel, Tell.firing(1), soon())).isInstanceOf(Delivery.Limited.class);
    assertThat(lane.send(channel, Tell.firing(2), soon())).isEqualTo(new Delivery.Sent());
    assertThat(pauses).containsExactly(Duration.ofMinutes(2));
  }

  @Test
  void whatCannotBeToldInTimeIsSaidToBeLimited() throws InterruptedException {
    Lane lane = lane(Pace.of(1, Duration.ofHours(1)));
    assertThat(lane.send(channel, Tell.firing(1), soon())).isEqualTo(new Delivery.Sent());
    assertThat(lane.send(channel, Tell.firing(2), soon()))
        .isEqualTo(
            new Delivery.Limited("its target may be told again in 3600 s", Duration.ofHours(1)));
    clock.advance(Duration.ofHours(1));
    assertThat(lane.send(channel, Tell.firing(2), soon())).isEqualTo(new Delivery.Sent());
    assertThat(pauses).isEmpty();
  }

  @Test
  void theSenderCallsALimitASuppressionAndAnUnknownOutcomeTaken() {
    Sender sender = new Sender(clock, backoff, 2);
    NotifyCounters counters = new NotifyCounters();
    channel.answer(
        new Delivery.Limited("daily", Duration.ofHours(3)), new Delivery.Unknown("no answer"));
    Lane lane = sender.lane(channel);
    Sender.Outcome limited =
        sender.send(lane, channel, Tell.firing(1), Duration.ofMinutes(5), counters);
    assertThat(limited.state()).isEqualTo(LedgerEntry.State.SUPPRESSED);
    assertThat(limited.error()).startsWith("limit: daily");
    assertThat(limited.taken()).isFalse();
    clock.advance(Duration.ofHours(3));
    Sender.Outcome unknown =
        sender.send(lane, channel, Tell.firing(1), Duration.ofMinutes(5), counters);
    assertThat(unknown)
        .isEqualTo(new Sender.Outcome(LedgerEntry.State.UNKNOWN, 1, "no answer", "", true));
    assertThat(counters.counts())
        .containsEntry(new NotifyCounters.Key("robot", "limited"), 1L)
        .containsEntry(new NotifyCounters.Key("robot", "unknown"), 1L);
  }
}
