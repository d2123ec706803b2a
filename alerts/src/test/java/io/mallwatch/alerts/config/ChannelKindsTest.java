package io.mallwatch.alerts.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpClients;
import io.mallwatch.alerts.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every kind of channel that a receiver may have.
class ChannelKindsTest {

  private static final String ALL =
      """
      global:
        slack_api_url: https://hooks.slack.com/services/T/B/mysecret
        wechat_api_secret: mysecret
        wechat_api_corp_id: corp
        opsgenie_api_key: mysecret
        victorops_api_key: mysecret
        http_config: {proxy_url: 'http://127.0.0.1:3128'}
      route: {receiver: all}
      receivers:
        - name: all
          dingtalk_configs:
            # 值班群
            - url: https://oapi.dingtalk.com/robot/send?access_token=mysecret
              secret: mysecret
              at_mobiles: ["13800000000"]
          slack_configs:
            - channel: '#ops'
              title: '{{ .Status }}'
              fields: [{title: a, value: '{{ .Receiver }}'}]
              actions: [{type: button, text: t, url: 'http://x'}]
          pagerduty_configs:
            - routing_key: mysecret
              details: {a: '{{ .Status }}'}
              links: [{href: 'http://x', text: t}]
          wechat_configs:
            - {to_user: zhang, agent_id: '7', message_type: markdown}
          opsgenie_configs: [{priority: P1}]
          pushover_configs: [{user_key: mysecret, token: mysecret}]
          victorops_configs: [{routing_key: team}]
          telegram_configs: [{bot_token: mysecret, chat_id: -100}]
          discord_configs: [{webhook_url: 'https://discord.com/api/webhooks/1/mysecret'}]
          webex_configs: [{room_id: r, http_config: {authorization: {credentials: mysecret}}}]
          feishu_configs:
            - {url: 'https://open.feishu.cn/open-apis/bot/v2/hook/mysecret', secret: mysecret}
          wecom_robot_configs:
            - url: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=mysecret
              mentioned_list: ['@all']
          sms_configs:
            - {provider: aliyun, access_key_id: ak, access_key_secret: mysecret, sign_name: 商城,
               template_code: SMS_1, phones: ['13800000000'], template_params: {name: '{{ .Status }}'}}
            - {provider: tencent, secret_id: ak, secret_key: mysecret, sign_name: 商城,
               sdk_app_id: '14', template_id: '44', phones: ['+8613800000000'], template_params: [a]}
          voice_configs:
            - {provider: aliyun, access_key_id: ak, access_key_secret: mysecret,
               template_code: TTS_1, phones: ['13800000000'], called_show_number: '4001'}
            - {provider: tencent, secret_id: ak, secret_key: mysecret, sdk_app_id: '14',
               template_id: '44', phones: ['+8613800000000']}
        - name: none
      """;

  private static AlertmanagerConfig parse(String text) {
    return AlertmanagerYaml.parse(Path.of("/etc/am/alertmanager.yml"), text);
  }

  @Test
  void everyKindIsReadAndOpens() {
    List<ChannelConfig> channels = parse(ALL).receivers().getFirst().channels();
    assertThat(channels)
        .extracting(ChannelConfig::family)
        .containsExactlyInAnyOrder(
            "slack",
            "pagerduty",
            "wechat",
            "discord",
            "opsgenie",
            "pushover",
            "telegram",
            "victorops",
            "webex",
            "wechat",
            "wechat",
            "wechat",
            "sms",
            "sms",
            "voice",
            "voice");
    try (HttpClients http = new HttpClients()) {
      ChannelTools tools =
          new ChannelTools(
              TemplateFiles.read(List.of()), http, InstantSource.system(), new Random(1));
      assertThat(channels)
          .allSatisfy(channel ->
              assertThat(channel.open(tools).target()).isNotEmpty().doesNotContain("mysecret"));
    }
    assertThat(parse(ALL).toString()).doesNotContain("mysecret");
  }

  @Test
  void whatAmtoolIsShownHasNeitherSecretsNorChannelsThatItDoesNotKnow(@TempDir Path folder)
      throws IOException, InterruptedException {
    String shown = parse(ALL).shown();
    assertThat(shown)
        .doesNotContain("mysecret", "dingtalk_configs:\n", "138")
        .contains("# dingtalk_configs: of Mallwatch\n", "- name: none", "slack_configs:\n");
    assertThat(parse(shown).receivers()).hasSize(2);
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/amtool")), "amtool is not here");
    Path file = Files.writeString(folder.resolve("am.yml"), shown);
    Process check =
        new ProcessBuilder("/usr/bin/amtool", "check-config", file.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(check.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(check.exitValue()).as(said).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "slack_configs: [{api_url: 'http://x', fields: [{title: a}]}] | missing title or value in Slack field",
        "slack_configs: [{api_url: 'http://x', text: '{{ nofunction }}'}] | nofunction",
        "pagerduty_configs: [{severity: x}] | missing service or routing key in PagerDuty config",
        "pagerduty_configs: [{service_key: x}] | use routing_key",
        "wechat_configs: [{agent_id: '1'}] | no global Wechat Api Secret set",
        "wechat_configs: [{api_secret: x}] | no global Wechat CorpID set",
        "wechat_configs: [{api_secret: x, corp_id: y, message_type: card}] | does not match valid options markdown|text",
        "telegram_configs: [{chat_id: 1}] | missing bot_token in telegram_config",
        "discord_configs: [{title: x}] | one of webhook_url or webhook_url_file must be configured",
        "sns_configs: [{topic_arn: x}] | sns_configs is not supported; use webhook_configs",
        "dingtalk_configs: [{secret: x}] | one of url or url_file must be configured in a DingTalk config",
        "wecom_robot_configs: [{url: 'http://x', mentioned_mobile_list: ['1']}] | works with message_type text alone",
        "wecom_robot_configs: [{url: 'http://x', msgtype: text}] | unknown key \"msgtype\" in a WeCom robot config",
        "sms_configs: [{provider: twilio}] | provider of a SMS config must be aliyun or tencent",
        "sms_configs: [{provider: aliyun, access_key_id: a, access_key_secret: b, sign_name: c, template_code: d}] | phones must name 1 to 200 numbers",
        "voice_configs: [{provider: tencent, secret_id: a, secret_key: b, sdk_app_id: c, template_id: d, phones: ['138']}] | is not a phone number",
        "webhook_configs: [{url: 'http://x', http_config: {basic_auth: {username: a}, bearer_token: b}}] | at most one of basic_auth, oauth2, bearer_token & authorization",
        "webhook_configs: [{url: 'http://x', http_config: {tls_config: {cert_file: a}}}] | exactly one of key or key_file",
      })
  void whatIsWrongIsNamed(String receiver, String message) {
    InvalidFileException failure =
        catchThrowableOfType(
            InvalidFileException.class,
            () -> parse("route: {receiver: a}\nreceivers:\n  - name: a\n    " + receiver));
    assertThat(failure.getMessage()).contains(message);
  }

  @Test
  void theLevelSaysWhoHears(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("channels.yml"),
            """
            global: {slack_api_url: 'http://127.0.0.1:9/slack', smtp_smarthost: 'm:25', smtp_from: w@m}
            email_configs: [{to: ops@mall.cn}]
            wecom_robot_configs: [{url: 'http://127.0.0.1:9/?key=k'}]
            slack_configs: [{channel: '#ops'}]
            pagerduty_configs: [{routing_key: k}]
            telegram_configs: [{bot_token: k, chat_id: 1}]
            sms_configs:
              - {provider: aliyun, access_key_id: a, access_key_secret: b, sign_name: c,
                 template_code: d, phones: ['13800000000']}
            """);
    DefaultRoutes.Settings quiet = DefaultRoutes.Settings.quiet();
    AlertmanagerConfig config =
        DefaultRoutes.of(
            new DefaultRoutes.Settings(
                quiet.smtp(),
                quiet.emailTo(),
                quiet.webhookUrls(),
                java.util.Optional.of(file),
                quiet.groupWait(),
                quiet.groupInterval(),
                quiet.repeatInterval()));
    assertThat(config.receivers())
        .extracting(r -> r.name() + " " + r.channels().stream().map(ChannelConfig::family).toList())
        .containsExactly(
            "none []",
            "critical [email, slack, pagerduty, telegram, wechat, sms]",
            "high [email, slack, telegram, wechat]",
            "warning [email, slack, telegram]",
            "info [slack, telegram]");

    Files.writeString(file, "slack_configs: [{channel: x}]\nroute: {}");
    assertThat(
            catchThrowableOfType(InvalidFileException.class, () -> AlertmanagerYaml.channels(file)))
        .hasMessageContaining("no Slack API URL")
        .hasMessageContaining("unknown key \"route\"");
  }
}
