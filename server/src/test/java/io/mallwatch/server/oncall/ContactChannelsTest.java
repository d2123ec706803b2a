package io.mallwatch.server.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.config.AlertmanagerYaml;
import io.mallwatch.alerts.config.EmbeddedAlerts;
import io.mallwatch.alerts.notify.Backoff;
import io.mallwatch.alerts.notify.NotificationPipeline;
import io.mallwatch.alerts.notify.NotifyCounters;
import io.mallwatch.alerts.notify.email.EmailConfig;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.silence.Silences;
import io.mallwatch.ops.incident.Priority;
import io.mallwatch.ops.oncall.OnCallPlan.Contact;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.config.Secret;
import io.mallwatch.server.state.SqlHeldAlerts;
import io.mallwatch.server.state.SqlNotificationLedger;
import io.mallwatch.server.state.SqlNotificationLog;
import io.mallwatch.server.state.SqlSilences;
import io.mallwatch.server.state.StateDatabase;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactChannelsTest {

  private static final String ROUTING =
      """
      global: {smtp_smarthost: 'mail.mall:587', smtp_from: 'watch@mall'}
      route: {receiver: team}
      receivers:
      - name: team
        email_configs: [{to: 'team@mall'}]
      - name: wang-phone
        webhook_configs: [{url: 'http://phone/1'}, {url: 'http://phone/2'}]
      """;

  @TempDir Path dir;

  private final FakeClock clock = FakeClock.mondayMorning();

  private List<ChannelConfig> of(String kind, String address, String routing) {
    try (StateDatabase state = StateDatabase.open(dir.resolve("state.db"));
        SqlNotificationLedger ledger = new SqlNotificationLedger(state);
        SqlNotificationLog log = new SqlNotificationLog(state);
        EmbeddedAlerts alerts =
            new EmbeddedAlerts(
                AlertmanagerYaml.parse(Path.of("a.yml"), routing),
                new EmbeddedAlerts.Parts(
                    new Silences(new SqlSilences(state), clock, () -> "id"),
                    new NotificationPipeline.Memory(log, ledger),
                    new SqlHeldAlerts(state),
                    new NotificationPipeline.Told(
                        List.of(), List.of(), "", _ -> "", new NotifyCounters()),
                    new Backoff(new Random(1), _ -> {}),
                    clock,
                    new Random(1)))) {
      Config.EmailPart email =
          new Config.EmailPart(List.of(), "own@mall", "own.mall:25", "u", new Secret("p"), false);
      return new ContactChannels(alerts, email)
          .of(new Contact(kind, address, Duration.ZERO, Priority.P3));
    }
  }

  @Test
  void mailGoesThroughTheServerOfTheRoutingElseThroughOurs() {
    EmailConfig routed = (EmailConfig) of("email", "wang@mall", ROUTING).getFirst();
    assertThat(routed.to()).isEqualTo("wang@mall");
    assertThat(routed.host()).isEqualTo("mail.mall");

    EmailConfig own =
        (EmailConfig)
            of("email", "wang@mall", "route: {receiver: r}\nreceivers: [{name: r}]").getFirst();
    assertThat(own.host()).isEqualTo("own.mall");
    assertThat(own.user()).isEqualTo("u");
  }

  @Test
  void chatsAreTheirFamilyAndAReceiverIsAllItsChannels() {
    for (String kind : List.of("webhook", "wecom", "dingtalk", "feishu", "slack")) {
      assertThat(of(kind, "https://chat.example/hook?key=1", ROUTING)).as(kind).hasSize(1);
    }
    assertThat(of("receiver", "wang-phone", ROUTING)).hasSize(2);
    assertThat(of("receiver", "gone", ROUTING)).isEmpty();
  }
}
