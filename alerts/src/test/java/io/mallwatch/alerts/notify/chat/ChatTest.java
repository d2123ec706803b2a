package io.mallwatch.alerts.notify.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.Tell;
import io.mallwatch.alerts.notify.chat.ChatConfig.Service;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.testkit.HttpStub;
import io.mallwatch.testkit.HttpStub.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChatTest {

  private static ChatConfig config(Service service, String url) {
    return new ChatConfig(
        service,
        url + (service == Service.TELEGRAM || service == Service.WEBEX ? "" : "/"),
        Map.of(
            "webhook_url", Secret.of(url + "/hook/s3cr3t"),
            "api_key", Secret.of("k3y"),
            "token", Secret.of("t0k"),
            "token_id", Secret.of("id"),
            "user_key", Secret.of("us3r"),
            "bot_token", Secret.of("b0t")),
        Map.of("chat_id", "-100", "room_id", "room", "routing_key", "team a", "channel", "#ops"),
        true,
        HttpSettings.PLAIN);
  }

  private static HttpStub.Request sent(Service service) {
    try (Tell tell = new Tell(_ -> Answer.of(200, "{\"ok\":true}"), u -> config(service, u))) {
      assertThat(tell.outcome()).isEqualTo("sent");
      assertThat(tell.channel().target()).startsWith(service.kind() + " #");
      return tell.requests().getFirst();
    }
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void everyVendorIsToldTheSharedMessage(Service service) {
    HttpStub.Request request = sent(service);
    String body =
        java.net.URLDecoder.decode(
            request
                .text()
                .replace("%", service == Service.PUSHOVER ? "%" : "%25")
                .replace("+", "%2B"),
            java.nio.charset.StandardCharsets.UTF_8);
    assertThat(body).contains("🚨 **CRITICAL** 告警", "**告警名称**: TransactionSuccessRateLow");
  }

  @Test
  void eachHasItsAddressAndItsKey() {
    assertThat(sent(Service.DISCORD).uri()).hasToString("/hook/s3cr3t");
    assertThat(sent(Service.DISCORD).text())
        .contains("\"embeds\":[{\"title\":", "\"color\":15158332");
    assertThat(sent(Service.MSTEAMS).text()).contains("\"@type\":\"MessageCard\"", "8C1A1A");
    assertThat(sent(Service.MSTEAMS_V2).text()).contains("\"type\":\"AdaptiveCard\"", "Attention");
    HttpStub.Request opsgenie = sent(Service.OPSGENIE);
    assertThat(opsgenie.uri()).hasToString("/v2/alerts");
    assertThat(opsgenie.headers()).containsEntry("Authorization", List.of("GenieKey k3y"));
    assertThat(sent(Service.PUSHOVER).text()).contains("token=t0k", "user=us3r", "priority=2");
    HttpStub.Request rocket = sent(Service.ROCKETCHAT);
    assertThat(rocket.uri()).hasToString("/api/v1/chat.postMessage");
    assertThat(rocket.headers()).containsEntry("X-auth-token", List.of("t0k"));
    HttpStub.Request telegram = sent(Service.TELEGRAM);
    assertThat(telegram.uri()).hasToString("/botb0t/sendMessage");
    assertThat(telegram.text()).startsWith("{\"chat_id\":-100,").doesNotContain("parse_mode");
    assertThat(sent(Service.VICTOROPS).uri()).hasToString("/k3y/team%20a");
    assertThat(sent(Service.WEBEX).text()).contains("\"roomId\":\"room\"");
    assertThat(sent(Service.MATTERMOST).text()).contains("\"channel\":\"#ops\"");
  }

  @Test
  void opsgenieClosesWhatHasEnded() {
    try (Tell tell = new Tell(_ -> Answer.of(202, "{}"), u -> config(Service.OPSGENIE, u))) {
      tell.send(Tell.resolved());
      assertThat(tell.requests().getFirst().uri().toString())
          .startsWith("/v2/alerts/db48ea2bf566c1d5")
          .endsWith("/close?identifierType=alias");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"ok\":false,\"description\":\"chat not found\"} | failed not taken: {\"ok\":false,\"description\":\"chat not found\"}",
        "429 | slow | limited 30 status code 429: slow",
        "500 | oops | retry unexpected status code 500: oops",
        "401 | no | failed unexpected status code 401: no",
      })
  void theAnswerDecides(int status, String body, String outcome) {
    try (Tell tell = new Tell(_ -> Answer.of(status, body), u -> config(Service.TELEGRAM, u))) {
      assertThat(tell.outcome()).isEqualTo(outcome);
    }
  }
}
