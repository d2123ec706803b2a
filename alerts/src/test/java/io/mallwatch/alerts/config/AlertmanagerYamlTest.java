package io.mallwatch.alerts.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.email.EmailConfig;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.webhook.WebhookConfig;
import io.mallwatch.alerts.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertmanagerYamlTest {

  private static final String FULL =
      """
      global:
        resolve_timeout: 3m
        smtp_smarthost: mail.mall.cn:587
        smtp_from: watch@mall.cn
        smtp_auth_username: watch
        smtp_auth_password: "g€heim: 1" # 密码
        slack_api_url: https://hooks.slack.com/services/T/B/mysecret
      route:
        receiver: ops
        group_by: [alertname, service]
      receivers:
        - name: ops
          email_configs:
            - to: ops@mall.cn
              send_resolved: true
              headers: {Subject: "{{ .Status }}"}
          webhook_configs:
            - url: http://hook.mall.cn:9/send?key=mysecret
              max_alerts: 5
              http_config:
                basic_auth: {username: u, password: mysecret}
            - url_file: secret/url
              send_resolved: false
              timeout: 3s
              http_config: {authorization: {credentials: mysecret}}
            - url: http://127.0.0.1:9
      inhibit_rules:
        - source_matchers: [severity="critical"]
          target_match: {severity: warning}
          equal: [service]
      """;

  private static AlertmanagerConfig parse(String text) {
    return AlertmanagerYaml.parse(Path.of("/etc/am/alertmanager.yml"), text);
  }

  @Test
  void readsReceiversWithTheirGlobals() {
    AlertmanagerConfig config = parse(FULL);

    assertThat(config.resolveTimeout()).isEqualTo(Duration.ofMinutes(3));
    assertThat(config.inhibitRules()).hasSize(1);
    List<ChannelConfig> channels = config.receivers().getFirst().channels();
    EmailConfig email = (EmailConfig) channels.getFirst();
    assertThat(email.host()).isEqualTo("mail.mall.cn");
    assertThat(email.port()).isEqualTo(587);
    assertThat(email.from()).isEqualTo("watch@mall.cn");
    assertThat(email.password()).contains(Secret.of("g€heim: 1"));
    assertThat(email.requireTls()).isTrue();
    List<WebhookConfig> webhooks =
        channels.stream().skip(1).map(WebhookConfig.class::cast).toList();
    assertThat(webhooks.get(0).maxAlerts()).isEqualTo(5);
    assertThat(webhooks.get(0).http().authorization())
        .contains(new HttpSettings.Basic("u", Secret.of("mysecret")));
    assertThat(webhooks.get(1).url()).isEqualTo(Secret.inFile(Path.of("/etc/am/secret/url")));
    assertThat(webhooks.get(1).sendResolved()).isFalse();
    assertThat(webhooks.get(1).timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(webhooks.get(1).http().authorization())
        .contains(new HttpSettings.Token("Bearer", Secret.of("mysecret")));
  }

  @Test
  void showsTheFileWithoutItsSecrets() {
    String shown = parse(FULL).shown();

    assertThat(shown)
        .doesNotContain("mysecret")
        .doesNotContain("g€heim")
        .contains("smtp_auth_password: <secret> # 密码")
        .contains("url: \"http://hook.mall.cn:9/<secret>\"\n")
        .contains("- url: http://127.0.0.1:9\n")
        .contains("equal: [service]");
    assertThat(parse(FULL).toString()).doesNotContain("mysecret").doesNotContain("g€heim");
    assertThat(parse(shown).receivers()).hasSize(1);
  }

  @Test
  void whatItShowsIsAConfigurationForAmtool(@TempDir Path folder)
      throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/amtool")), "amtool is not here");
    String own =
        DefaultRoutes.of(
                new DefaultRoutes.Settings(
                    Optional.of(
                        new DefaultRoutes.Smtp("127.0.0.1:25", "w@mall.cn", "w", "${P}", false)),
                    List.of("ops@mall.cn", "li@mall.cn"),
                    List.of("http://127.0.0.1:7600/channels/wecom?key=k"),
                    Optional.empty(),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofHours(4)))
            .shown();
    String forOlder =
        FULL.replace("url_file: secret/url", "url: http://h/s3cr3t")
            .replace("        timeout: 3s\n", "");
    for (String text : List.of(parse(forOlder).shown(), own)) {
      Path file = Files.writeString(folder.resolve("am.yml"), text);
      Process check =
          new ProcessBuilder("/usr/bin/amtool", "check-config", file.toString())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(
              check.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(check.exitValue()).as(said).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "receivers: [{name: a}] | no routes provided",
        "route: {group_by: [a]} | root route must specify a default receiver",
        "route: {receiver: b} | undefined receiver \"b\" used in route",
        "route: {receiver: a, matchers: [x=y]} | root route must not have any matchers",
        "route: {receiver: a, continue: true} | cannot have continue in root route",
        "route: {receiver: a, mute_time_intervals: [x]} | root route must not have any mute time intervals",
        "route: {receiver: a, group_interval: 0s} | group_interval cannot be zero",
        "route: {receiver: a, repeat_interval: 0s} | repeat_interval cannot be zero",
        "route: {receiver: a, group_by: [x, x]} | duplicated label \"x\" in group_by",
        "route: {receiver: a, group_by: ['...', x]} | cannot have wildcard group_by",
        "route: {receiver: a, group_by: [a-b]} | invalid label name \"a-b\" in group_by list",
        "route: {receiver: a, routes: [{mute_time_intervals: [n]}]} | undefined time interval \"n\" used in route",
        "route: {receiver: a, routes: [{matchers: ['x=~(']}]} | bad matcher format",
        "route: {receiver: a, grop_by: [x]} | unknown key \"grop_by\" in a route",
        "route: {receiver: a, group_wait: 1parsec} | not a valid duration string",
        "{route: {receiver: a}, receivers: [{name: a}, {name: a}]} | notification config name \"a\" is not unique",
        "{route: {receiver: a}, receivers: [{name: a, slack_configs: [{channel: x}]}]} | no Slack API URL nor App token set",
        "{route: {receiver: a}, receivers: [{name: a, jira_configs: [{}]}]} | jira_configs is not supported; use webhook_configs",
        "{route: {receiver: a}, receivers: [{name: a, email_configs: [{to: x}]}]} | no global SMTP smarthost set",
        "{route: {receiver: a}, receivers: [{name: a, webhook_configs: [{send_resolved: true}]}]} | one of url or url_file must be configured",
        "{route: {receiver: a}, receivers: [{name: a, webhook_configs: [{url: 'ftp://x'}]}]} | unsupported scheme for URL",
        "{route: {receiver: a}, receivers: [{name: a, webhook_configs: [{url: 'http://x', http_config: {oauth2: {scopes: [a]}}}]}]} | has no client_id",
        "{route: {receiver: a}, receivers: [{name: a, webhook_configs: [{url: 'http://x', url_file: y}]}]} | at most one of url & url_file must be configured",
        "{route: {receiver: a}, receivers: [{name: a}], time_intervals: [{name: t, time_intervals: [{weekdays: [noday]}]}]} | noday is not a valid value of weekdays",
        "{route: {receiver: a}, receivers: [{name: a}], time_intervals: [{name: t, time_intervals: [{times: [{start_time: '9:00', end_time: '8:00'}]}]}]} | start time cannot be equal or greater than end time",
        "{route: {receiver: a}, receivers: [{name: a}], time_intervals: [{name: t, time_intervals: [{location: Mars}]}]} | unknown time zone Mars",
        "{route: {receiver: a}, receivers: [{name: a}], global: {smtp_form: x}} | unknown key \"smtp_form\"",
        "{route: {receiver: a}, receivers: [{name: a}], route2: {}} | unknown key \"route2\" in a configuration",
      })
  void refusesWhatAlertmanagerRefuses(String text, String message) {
    String whole = text.contains("receivers:") ? text : text + "\nreceivers: [{name: a}]";
    InvalidFileException failure =
        catchThrowableOfType(InvalidFileException.class, () -> parse(whole));

    assertThat(failure.getMessage()).contains(message).startsWith("/etc/am/alertmanager.yml:");
  }

  @Test
  void theDefaultRoutesFollowTheLevels() {
    AlertmanagerConfig config =
        DefaultRoutes.of(
            new DefaultRoutes.Settings(
                Optional.of(new DefaultRoutes.Smtp("mail:25", "w@mall.cn", "", "", false)),
                List.of("ops@mall.cn"),
                List.of("http://hook"),
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofHours(4)));

    assertThat(config.receivers())
        .extracting(r -> r.name() + " " + r.channels().stream().map(ChannelConfig::family).toList())
        .containsExactly(
            "none []",
            "critical [email, webhook]",
            "high [email, webhook]",
            "warning [email, webhook]",
            "info [webhook]");
    assertThat(config.root().children())
        .extracting(r -> r.key() + r.options().receiver())
        .contains("{}/{severity=\"critical\"}critical");
    assertThat(DefaultRoutes.of(DefaultRoutes.Settings.quiet()).receivers()).hasSize(5);
  }
}
