package io.mallwatch.alerts.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.MemoryStores;
import io.mallwatch.alerts.notify.Backoff;
import io.mallwatch.alerts.notify.LedgerEntry;
import io.mallwatch.alerts.notify.NotificationPipeline;
import io.mallwatch.alerts.notify.NotifyCounters;
import io.mallwatch.alerts.rule.RuleEndToEnd;
import io.mallwatch.alerts.silence.Silences;
import io.mallwatch.model.Alert;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.HttpStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a rule to a webhook, everything real but the clock and the metric engine.
class EmbeddedAlertsTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final MemoryStores stores = new MemoryStores();
  private final List<LedgerEntry> settled = new CopyOnWriteArrayList<>();
  private final HttpStub hook = HttpStub.answering(_ -> HttpStub.Answer.of(200, "ok"));
  private final EmbeddedAlerts alerts = new EmbeddedAlerts(config(), parts());
  private final RuleEndToEnd rules = new RuleEndToEnd(alerts, clock);

  private AlertmanagerConfig config() {
    return DefaultRoutes.of(
        new DefaultRoutes.Settings(
            Optional.empty(),
            List.of(),
            List.of(hook.url() + "/hook"),
            Optional.empty(),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofHours(4)));
  }

  private EmbeddedAlerts.Parts parts() {
    return new EmbeddedAlerts.Parts(
        new Silences(stores.silences, clock, () -> "s"),
        new NotificationPipeline.Memory(stores.log, stores.ledger),
        stores.alerts,
        new NotificationPipeline.Told(
            List.of(),
            List.of(settled::add),
            "http://mall",
            key -> "http://mall/incidents/INC-000001",
            new NotifyCounters()),
        new Backoff(new Random(1), duration -> {}),
        clock,
        new Random(2));
  }

  @AfterEach
  void stop() {
    rules.close();
    alerts.close();
    hook.close();
  }

  private void run(int evaluations) {
    for (int i = 0; i < evaluations; i++) {
      clock.advance(Duration.ofSeconds(15));
      rules.evaluate();
      alerts.dispatcher().flushDue();
    }
  }

  @Test
  void aRuleThatFiresIsToldOnceAndItsEndIsToldOnce() {
    rules.holds(true);
    run(40);
    assertThat(hook.requests()).hasSize(1);
    assertThat(hook.requests().getFirst().text())
        .contains("\"status\":\"firing\"", "\"alertname\":\"Slow\"", "\"receiver\":\"high\"");

    rules.holds(false);
    run(40);
    assertThat(hook.requests()).hasSize(2);
    assertThat(hook.requests().getLast().text()).contains("\"status\":\"resolved\"");
    assertThat(settled)
        .extracting(e -> e.state() + " " + e.status() + " " + e.title())
        .containsExactly("SENT firing 🚨 [HIGH] Slow mall 慢", "SENT resolved ✅ [已恢复] Slow mall 慢");
    assertThat(alerts.dispatcher().alerts()).isEmpty();
  }

  @Test
  void anUnknownLevelIsToldToNobody() {
    rules.load("severity: high", "severity: odd");
    rules.holds(true);
    run(10);
    assertThat(hook.requests()).isEmpty();
    assertThat(settled)
        .extracting(LedgerEntry::error)
        .containsExactly("receiver none has no channels");
  }

  @Test
  void aNewConfigurationKeepsAlertsAndDoesNotTellThemAgain() {
    rules.holds(true);
    run(10);
    alerts.reload(config());
    run(10);
    assertThat(hook.requests()).hasSize(1);
    rules.holds(false);
    run(10);
    assertThat(hook.requests()).hasSize(2);
  }

  @Test
  void thatAChannelFailsIsToldOverAnother() {
    HttpStub dead = HttpStub.answering(_ -> HttpStub.Answer.of(404, "gone"));
    try (dead) {
      alerts.reload(
          AlertmanagerYaml.parse(
              Path.of("am.yml"),
              """
              route: {receiver: all, group_by: [alertname, instance], group_wait: 1s, group_interval: 1m}
              receivers:
                - name: all
                  webhook_configs: [{url: '%s/hook'}]
                  feishu_configs: [{url: '%s/dead'}]
              """
                  .formatted(hook.url(), dead.url())));
      rules.holds(true);
      run(40);
      Await.until("the dispatcher holds it", () -> !alerts.dispatcher().alerts().isEmpty());
      Await.until(
          "the other channel tells it",
          () -> {
            run(10);
            return hook.requests().stream()
                .anyMatch(request -> request.text().contains("NotificationChannelFailing"));
          });
      assertThat(dead.requests())
          .noneMatch(request -> request.text().contains("NotificationChannelFailing"));
      assertThat(hook.requests().getLast().text())
          .contains("\"channel\":\"feishu\"", "\"target\":\"Feishu robot #");
    }
  }

  @Test
  void templateFilesAreRead(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("a.tmpl"), "{{ define \"x\" }}{{ template \"__subject\" . }}{{ end }}");
    AlertmanagerConfig config =
        AlertmanagerYaml.parse(
            folder.resolve("am.yml"),
            """
            templates: ['*.tmpl']
            route: {receiver: a}
            receivers:
              - name: a
                email_configs:
                  - {to: a@b, from: c@d, smarthost: 'h:25', headers: {Subject: '{{ template "x" . }}'}}
            """);
    alerts.reload(config);
    assertThat(alerts.config().templates()).hasSize(1);
    List<Alert> none = List.of();
    alerts.accept(none);
  }
}
