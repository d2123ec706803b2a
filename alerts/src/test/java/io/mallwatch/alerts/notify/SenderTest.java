package io.mallwatch.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SenderTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final List<Duration> pauses = new ArrayList<>();
  private final NotifyCounters counters = new NotifyCounters();
  private final Sender sender = new Sender(clock, new Backoff(new Random(7), pauses::add), 2);
  private final Notification notification =
      new Notification("k", "r", Labels.EMPTY, List.of(), clock.instant(), "", "");

  @Test
  void waitsLongerEachTimeAndAtLeastAsLongAsAsked() {
    FakeChannel channel = new FakeChannel("c", true);
    channel.answer(
        new Delivery.Retry("a"),
        new Delivery.Retry("b", Duration.ofSeconds(7)),
        new Delivery.Retry("c"));
    Sender.Outcome outcome =
        sender.send(sender.lane(channel), channel, notification, Duration.ofMinutes(5), counters);

    assertThat(outcome).isEqualTo(new Sender.Outcome(LedgerEntry.State.SENT, 4, "", "", true));
    assertThat(pauses).hasSize(3);
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(750));
    assertThat(pauses.get(1)).isEqualTo(Duration.ofSeconds(7));
    assertThat(counters.counts())
        .containsEntry(new NotifyCounters.Key("c", "retried"), 3L)
        .containsEntry(new NotifyCounters.Key("c", "sent"), 1L);
  }

  @Test
  void doesNotWaitBeyondItsBudget() {
    FakeChannel channel = new FakeChannel("c", true);
    channel.answer(new Delivery.Retry("busy", Duration.ofHours(1)));
    Sender.Outcome outcome =
        sender.send(sender.lane(channel), channel, notification, Duration.ofMinutes(5), counters);

    assertThat(outcome.state()).isEqualTo(LedgerEntry.State.FAILED);
    assertThat(outcome.taken()).isFalse();
    assertThat(outcome.error()).isEqualTo("gave up after 1 attempts: busy");
    assertThat(pauses).isEmpty();
  }

  @Test
  void waitsNeverLongerThanAMinuteAndAHalf() {
    Backoff backoff = new Backoff(new Random(1), pauses::add);
    for (int made = 1; made < 100; made++) {
      assertThat(backoff.after(made, Duration.ZERO)).isLessThanOrEqualTo(Duration.ofSeconds(90));
    }
  }

  @Test
  void atMostSoManyAttemptsRunAtOnce() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Channel slow =
        new Channel() {
          @Override
          public String kind() {
            return "slow";
          }

          @Override
          public String target() {
            return "";
          }

          @Override
          public boolean sendResolved() {
            return true;
          }

          @Override
          public Delivery send(Notification told, Deadline deadline) {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
              go.await();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
            running.decrementAndGet();
            return new Delivery.Sent();
          }
        };
    Lane lane = sender.lane(slow);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> sender.send(lane, slow, notification, Duration.ofMinutes(5), counters)));
    }
    Await.until("two run", () -> running.get() == 2);
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most.get()).isEqualTo(2);
  }

  @Test
  void anInterruptEndsIt() {
    FakeChannel channel = new FakeChannel("c", true);
    channel.answer(new Delivery.Retry("busy"));
    Sender interrupted =
        new Sender(
            clock,
            new Backoff(
                new Random(7),
                _ -> {
                  throw new InterruptedException();
                }),
            2);
    Sender.Outcome outcome =
        interrupted.send(
            interrupted.lane(channel), channel, notification, Duration.ofMinutes(5), counters);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome.error()).isEqualTo("stopped: busy");
  }
}
