package io.mallwatch.alerts.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mallwatch.alerts.AlertGroupListener;
import io.mallwatch.alerts.MemoryStores;
import io.mallwatch.alerts.config.AlertmanagerConfig;
import io.mallwatch.alerts.config.AlertmanagerYaml;
import io.mallwatch.alerts.inhibit.Inhibitor;
import io.mallwatch.alerts.notify.Backoff;
import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.FakeChannel;
import io.mallwatch.alerts.notify.LedgerEntry;
import io.mallwatch.alerts.notify.NotificationPipeline;
import io.mallwatch.alerts.notify.NotifyCounters;
import io.mallwatch.alerts.notify.Receiver;
import io.mallwatch.alerts.notify.Sender;
import io.mallwatch.alerts.silence.MatcherSyntax;
import io.mallwatch.alerts.silence.Silence;
import io.mallwatch.alerts.silence.Silences;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {

  private static final String CONFIG =
      """
      route:
        receiver: team
        group_by: [alertname]
        group_wait: 30s
        group_interval: 5m
        repeat_interval: 4h
        routes:
          - matchers: [quiet="yes"]
            mute_time_intervals: [morning]
          - matchers: [severity="none"]
            receiver: nobody
          - matchers: [both="yes"]
            receiver: nobody
            continue: true
          - matchers: [both="yes"]
            receiver: team
      receivers: [{name: team}, {name: nobody}]
      inhibit_rules:
        - source_matchers: [alertname="NodeDown"]
          target_matchers: [severity="warning"]
      time_intervals:
        - name: morning
          time_intervals: [{times: [{start_time: "00:00", end_time: "03:00"}]}]
      """;

  private final FakeClock clock = FakeClock.mondayMorning();
  private final MemoryStores stores = new MemoryStores();
  private final FakeChannel channel = new FakeChannel("fake", true);
  private final FakeChannel firingOnly = new FakeChannel("once", false);
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final NotifyCounters counters = new NotifyCounters();
  private AlertGroupListener listener =
      (key, receiver, alerts) ->
          heard.add(receiver + " " + alerts.stream().map(this::shown).sorted().toList());
  private final Silences silences = new Silences(stores.silences, clock, () -> "s1");
  private Inhibitor inhibitor = new Inhibitor(List.of());
  private NotificationPipeline pipeline = pipeline(clock);
  private Dispatcher dispatcher = dispatcher(clock);

  private String shown(Alert alert) {
    return alert.name() + (alert.isResolved(clock.instant()) ? "-" : "+");
  }

  private static AlertmanagerConfig config() {
    return AlertmanagerYaml.parse(Path.of("am.yml"), CONFIG);
  }

  private NotificationPipeline pipeline(InstantSource time) {
    inhibitor = new Inhibitor(config().inhibitRules());
    return new NotificationPipeline(
        List.of(
            new Receiver("team", List.of(channel, firingOnly)), new Receiver("nobody", List.of())),
        inhibitor,
        silences,
        new NotificationPipeline.Memory(stores.log, stores.ledger),
        new NotificationPipeline.Told(
            List.of((key, receiver, alerts) -> listener.groupChanged(key, receiver, alerts)),
            List.of(),
            "http://mall",
            key -> "",
            counters),
        new Sender(time, new Backoff(new Random(1), duration -> {}), 8));
  }

  private Dispatcher dispatcher(InstantSource time) {
    return dispatcher(time, 1_000);
  }

  private Dispatcher dispatcher(InstantSource time, int maxAlerts) {
    AlertmanagerConfig config = config();
    return new Dispatcher(
        new Dispatcher.Settings(
            config.root(), config.intervals(), config.resolveTimeout(), maxAlerts),
        pipeline,
        inhibitor,
        silences,
        stores.alerts,
        time);
  }

  /// A restart with the same stores.
  private void restart() {
    dispatcher.close();
    pipeline.close();
    pipeline = pipeline(clock);
    dispatcher = dispatcher(clock);
    dispatcher.restore();
  }

  @AfterEach
  void stop() {
    dispatcher.close();
    pipeline.close();
  }

  private Labels labels(String name, String... more) {
    return Labels.of("alertname", name).with(Labels.of(more));
  }

  private void fire(Labels labels) {
    Instant now = clock.instant();
    dispatcher.accept(
        List.of(new Alert(labels, Map.of("summary", "s"), now, now.plus(Duration.ofHours(9)), "")));
  }

  private void resolve(Labels labels) {
    Instant now = clock.instant();
    dispatcher.accept(List.of(new Alert(labels, Map.of(), now.minusSeconds(1), now, "")));
  }

  private void pass(Duration duration) {
    clock.advance(duration);
    dispatcher.flushDue();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  @Test
  void alertsOfAGroupAreToldTogetherAfterTheGroupWait() {
    fire(labels("Down", "instance", "a"));
    pass(seconds(10));
    fire(labels("Down", "instance", "b"));
    fire(labels("Slow"));
    pass(seconds(19));
    assertThat(channel.told()).isEmpty();
    pass(seconds(1));
    assertThat(channel.summary()).containsExactly("firing 2");
    assertThat(channel.told().getFirst().groupKey()).isEqualTo("{}:{alertname=\"Down\"}");
    pass(seconds(10));
    assertThat(channel.summary()).containsExactly("firing 2", "firing 1");
  }

  @Test
  void theSameIsNotToldTwiceBeforeTheRepeatInterval() {
    fire(labels("Down"));
    pass(seconds(30));
    for (int i = 0; i < 47; i++) {
      fire(labels("Down"));
      pass(minutes(5));
    }
    assertThat(channel.summary()).containsExactly("firing 1");
    pass(minutes(5));
    pass(minutes(5));
    assertThat(channel.summary()).containsExactly("firing 1", "firing 1");
    assertThat(heard).containsExactly("team [Down+]");
  }

  @Test
  void aResolveIsToldOnceAndTheGroupForgotten() {
    fire(labels("Down"));
    pass(seconds(30));
    resolve(labels("Down"));
    pass(minutes(4));
    assertThat(channel.summary()).containsExactly("firing 1");
    pass(minutes(1));
    assertThat(channel.summary()).containsExactly("firing 1", "resolved 1");
    assertThat(firingOnly.summary()).containsExactly("firing 1");
    assertThat(heard).containsExactly("team [Down+]", "team [Down-]");
    assertThat(dispatcher.groups()).isEmpty();
    pass(minutes(1));
    assertThat(dispatcher.alerts()).isEmpty();
    assertThat(stores.alerts.load()).isEmpty();
  }

  @Test
  void anAlertThatNobodySendsAgainEnds() {
    Instant now = clock.instant();
    dispatcher.accept(List.of(new Alert(labels("Down"), Map.of(), now, now.plus(minutes(4)), "")));
    pass(seconds(30));
    pass(minutes(5));
    assertThat(channel.summary()).containsExactly("firing 1", "resolved 1");
  }

  @Test
  void anAlertThatResolvesWithinTheGroupWaitIsNeverTold() {
    fire(labels("Down"));
    pass(seconds(10));
    resolve(labels("Down"));
    pass(seconds(20));
    assertThat(channel.told()).isEmpty();
    assertThat(heard).isEmpty();
  }

  @Test
  void aNewAlertInAGroupIsToldAtTheNextInterval() {
    fire(labels("Down", "instance", "a"));
    pass(seconds(30));
    fire(labels("Down", "instance", "b"));
    pass(minutes(5));
    assertThat(channel.summary()).containsExactly("firing 1", "firing 2");
    resolve(labels("Down", "instance", "a"));
    pass(minutes(5));
    assertThat(channel.summary()).containsExactly("firing 1", "firing 2", "firing 2");
    assertThat(channel.told().getLast().resolved()).hasSize(1);
  }

  @Test
  void silencedAlertsAreNotToldAndStandInTheLedgerOnce() {
    silences.set(
        new Silence(
            "",
            MatcherSyntax.parse("alertname=Down"),
            clock.instant(),
            clock.instant().plus(minutes(9)),
            clock.instant(),
            "li",
            ""));
    fire(labels("Down"));
    pass(seconds(30));
    pass(minutes(5));
    assertThat(channel.told()).isEmpty();
    assertThat(heard).isEmpty();
    assertThat(stores.ledger.all())
        .extracting(LedgerEntry::state, LedgerEntry::error)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(LedgerEntry.State.SUPPRESSED, "silenced by s1"));
    assertThat(dispatcher.alerts().getFirst().state()).isEqualTo("suppressed");

    pass(minutes(5));
    assertThat(channel.summary()).containsExactly("firing 1");
  }

  @Test
  void listenersHearOfTheEndOfAnAlertThatWasSilencedMeanwhile() {
    fire(labels("Down"));
    pass(seconds(30));
    silences.set(
        new Silence(
            "",
            MatcherSyntax.parse("alertname=Down"),
            clock.instant(),
            clock.instant().plus(Duration.ofHours(9)),
            clock.instant(),
            "li",
            ""));
    resolve(labels("Down"));
    pass(minutes(5));

    assertThat(channel.summary()).containsExactly("firing 1");
    assertThat(heard).containsExactly("team [Down+]", "team [Down-]");
  }

  @Test
  void inhibitedAlertsWaitForTheirSourceToEnd() {
    fire(labels("NodeDown"));
    fire(labels("Slow", "severity", "warning"));
    pass(seconds(30));
    assertThat(channel.told())
        .extracting(n -> n.alerts().getFirst().name())
        .containsExactly("NodeDown");
    assertThat(dispatcher.alerts().getLast().inhibitedBy()).hasSize(1);

    resolve(labels("NodeDown"));
    pass(minutes(5));
    assertThat(channel.summary()).containsExactlyInAnyOrder("firing 1", "resolved 1", "firing 1");
  }

  @Test
  void mutedRoutesTellNobodyButOpenIncidents() {
    fire(labels("Down", "quiet", "yes"));
    pass(seconds(30));
    assertThat(channel.told()).isEmpty();
    assertThat(heard).containsExactly("team [Down+]");
    assertThat(stores.ledger.all().getFirst().error()).isEqualTo("muted by time interval morning");

    pass(Duration.ofHours(1));
    assertThat(channel.summary()).containsExactly("firing 1");
  }

  @Test
  void aReceiverWithoutChannelsIsSaidSo() {
    fire(labels("Down", "severity", "none"));
    pass(seconds(30));
    assertThat(stores.ledger.all().getFirst().error()).isEqualTo("receiver nobody has no channels");
    assertThat(counters.counts()).containsEntry(new NotifyCounters.Key("", "no_channel"), 1L);
  }

  @Test
  void nodesWithTheSameMatchersEachTellTheirReceiver() {
    fire(labels("Down", "both", "yes"));
    pass(seconds(30));
    assertThat(channel.summary()).containsExactly("firing 1");
    assertThat(dispatcher.alerts().getFirst().receivers()).containsExactly("nobody", "team");
    assertThat(dispatcher.groups()).hasSize(2);
    assertThat(stores.ledger.all().getFirst().error()).isEqualTo("receiver nobody has no channels");
  }

  @Test
  void aChannelThatFailsIsTriedAgainAndTheOtherIsNotToldTwice() {
    channel.answer(new Delivery.Retry("busy"), new Delivery.Failed("bad request"));
    fire(labels("Down"));
    pass(seconds(30));
    assertThat(channel.told()).isEmpty();
    assertThat(firingOnly.summary()).containsExactly("firing 1");
    assertThat(stores.ledger.all())
        .extracting(LedgerEntry::channel, LedgerEntry::state, LedgerEntry::attempts)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("fake", LedgerEntry.State.FAILED, 2),
            org.assertj.core.groups.Tuple.tuple("once", LedgerEntry.State.SENT, 1));

    pass(minutes(5));
    assertThat(channel.summary()).containsExactly("firing 1");
    assertThat(firingOnly.summary()).containsExactly("firing 1");
  }

  @Test
  void retriesEndAtSomeTime() {
    for (int i = 0; i < 100; i++) {
      channel.answer(new Delivery.Retry("busy"));
    }
    fire(labels("Down"));
    pass(seconds(30));
    assertThat(stores.ledger.all())
        .anySatisfy(entry -> {
          assertThat(entry.state()).isEqualTo(LedgerEntry.State.FAILED);
          assertThat(entry.error()).startsWith("gave up after ").endsWith("attempts: busy");
        });
  }

  @Test
  void whatWasToldBeforeARestartIsNotToldAgain() {
    fire(labels("Down"));
    pass(seconds(30));
    restart();
    fire(labels("Down"));
    pass(minutes(1));
    pass(minutes(5));
    assertThat(channel.summary()).containsExactly("firing 1");
    assertThat(heard).hasSize(1);
  }

  @Test
  void anAlertThatEndedDuringARestartIsToldAsResolved() {
    fire(labels("Down"));
    pass(seconds(30));
    restart();
    pass(minutes(4));
    assertThat(channel.summary()).containsExactly("firing 1");
    pass(minutes(6));
    assertThat(channel.summary()).containsExactly("firing 1", "resolved 1");
  }

  @Test
  void aResolveThatWasNotToldYetIsToldAfterARestart() {
    fire(labels("Down"));
    pass(seconds(30));
    resolve(labels("Down"));
    restart();
    pass(seconds(30));
    assertThat(channel.summary()).containsExactly("firing 1", "resolved 1");
  }

  @Test
  void aListenerThatFailsIsToldAgain() {
    AlertGroupListener good = listener;
    listener =
        (key, receiver, alerts) -> {
          throw new IllegalStateException("broken");
        };
    fire(labels("Down"));
    pass(seconds(30));
    listener = good;
    pass(minutes(5));
    assertThat(heard).containsExactly("team [Down+]");
    assertThat(channel.summary()).containsExactly("firing 1");
  }

  @Test
  void alertsAreToldEvenWhenNothingCanBeKept() {
    stores.away(true);
    fire(labels("Down"));
    pass(seconds(30));
    assertThat(channel.summary()).containsExactly("firing 1");
    assertThat(counters.counts().get(new NotifyCounters.Key("", "ledger_lost"))).isPositive();
  }

  @Test
  void whatWasToldLongAgoIsForgottenButNotWhileItLasts() {
    Instant start = clock.instant();
    Alert lasting = new Alert(labels("Down"), Map.of(), start, start.plus(Duration.ofDays(99)), "");
    dispatcher.accept(List.of(lasting));
    fire(labels("Gone"));
    pass(seconds(30));
    for (int hour = 0; hour < 6 * 24; hour++) {
      pass(Duration.ofHours(1));
    }

    assertThat(heard).containsExactlyInAnyOrder("team [Down+]", "team [Gone+]", "team [Gone-]");
    assertThat(stores.log.find("{}:{alertname=\"Down\"}", "team", "#listeners")).isPresent();
    assertThat(stores.log.find("{}:{alertname=\"Gone\"}", "team", "#listeners")).isEmpty();
  }

  @Test
  void anAlertThatGoesOnKeepsItsStart() {
    Instant began = clock.instant();
    fire(labels("Down"));
    clock.advance(seconds(20));
    fire(labels("Down"));
    assertThat(dispatcher.alerts().getFirst().alert().startsAt()).isEqualTo(began);
    assertThat(dispatcher.alerts().getFirst().updatedAt()).isEqualTo(clock.instant());
    assertThat(dispatcher.alerts().getFirst().receivers()).containsExactly("team");
  }

  @Test
  void moreAlertsThanItMayHoldAreRefused() {
    dispatcher.close();
    dispatcher = dispatcher(clock, 2);
    fire(labels("A"));
    fire(labels("B"));
    fire(labels("B"));
    assertThatExceptionOfType(StoreOverloadedException.class).isThrownBy(() -> fire(labels("C")));
  }

  @Test
  void startedItFlushesByTheClock() {
    dispatcher.close();
    dispatcher = dispatcher(InstantSource.system());
    dispatcher.start();
    Instant past = Instant.now().minusSeconds(3600);
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      alerts.add(new Alert(labels("A" + i), Map.of(), past, Instant.now().plusSeconds(3600), ""));
    }
    dispatcher.accept(alerts);
    Await.until("all groups are told", () -> channel.told().size() == 100);
  }
}
