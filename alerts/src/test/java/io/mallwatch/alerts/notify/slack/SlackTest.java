package io.mallwatch.alerts.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.Tell;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.testkit.HttpStub;
import io.mallwatch.testkit.HttpStub.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackTest {

  private static SlackConfig config(String url, Map<String, String> texts, HttpSettings http) {
    return new SlackConfig(
        Secret.of(url),
        texts,
        List.of(new SlackConfig.Field("级别", "{{ .CommonLabels.severity }}", true)),
        List.of(new SlackConfig.Action(Map.of("type", "button", "text", "看", "url", "http://x"))),
        true,
        false,
        List.of("text"),
        true,
        http);
  }

  private static SlackConfig hook(String url) {
    return config(url + "/services/T/B/x", Map.of("channel", "#ops"), HttpSettings.PLAIN);
  }

  private static SlackConfig api(String url) {
    return config(
        url + "/api/chat.postMessage",
        Map.of("channel", "#ops", "title", "{{ .Status }}", "text", "{{ len .Alerts }}"),
        HttpSettings.PLAIN.with(new HttpSettings.Token("Bearer", Secret.of("xoxb-1"))));
  }

  @Test
  void theWebhookGetsOneAttachmentWithTheSharedMessage() {
    try (Tell tell = new Tell(_ -> Answer.of(200, "ok"), SlackTest::hook)) {
      assertThat(tell.outcome()).isEqualTo("sent");
      assertThat(tell.body())
          .startsWith("{\"channel\":\"#ops\",\"username\":\"Mallwatch\",\"attachments\":[{")
          .contains("\"text\":\"🚨 **CRITICAL** 告警\\n\\n", "\"color\":\"danger\"")
          .contains("<http://watch.mall.cn/incidents/INC-000042|确认告警>")
          .contains("\"fields\":[{\"title\":\"级别\",\"value\":\"critical\",\"short\":true}]")
          .contains("\"actions\":[{\"text\":\"看\",\"type\":\"button\",\"url\":\"http://x\"}]")
          .contains("\"link_names\":true", "\"mrkdwn_in\":[\"text\"]");
      tell.send(Tell.resolved());
      assertThat(tell.body()).contains("\"color\":\"good\"", "✅ [已恢复]");
    }
  }

  @Test
  void theWebApiAnswersInTheThreadOfTheGroup() {
    try (Tell tell =
        new Tell(_ -> Answer.of(200, "{\"ok\":true,\"ts\":\"17.1\"}"), SlackTest::api)) {
      assertThat(tell.outcome()).isEqualTo("sent 17.1");
      assertThat(tell.body())
          .contains("\"title\":\"firing\"", "\"text\":\"1\"")
          .doesNotContain("thread_ts");
      assertThat(tell.outcome()).isEqualTo("sent 17.1");
      assertThat(tell.body()).contains("\"thread_ts\":\"17.1\"");
      HttpStub.Request request = tell.requests().getLast();
      assertThat(request.headers()).containsEntry("Authorization", List.of("Bearer xoxb-1"));
      assertThat(tell.channel().target()).startsWith("Slack #ops #");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | slow down | limited 30 status code 429",
        "500 | oops | retry unexpected status code 500: oops",
        "400 | invalid_payload | failed unexpected status code 400: invalid_payload",
        "403 | action_prohibited | failed unexpected status code 403: action_prohibited",
        "404 | no_service | failed unexpected status code 404: no_service",
        "410 | channel_is_archived | failed unexpected status code 410: channel_is_archived",
        "200 | {\"ok\":false,\"error\":\"ratelimited\"} | limited 30 ratelimited",
        "200 | {\"ok\":false,\"error\":\"not_in_channel\"} | failed not_in_channel",
        "200 | {\"ok\":false,\"error\":\"invalid_auth\"} | failed invalid_auth",
        "200 | {\"ok\":false,\"error\":\"channel_not_found\"} | failed channel_not_found",
        "200 | {\"ok\":false,\"error\":\"internal_error\"} | retry internal_error",
        "200 | <html> | failed not taken: <html>",
      })
  void theAnswerDecides(int status, String body, String outcome) {
    try (Tell tell = new Tell(_ -> Answer.of(status, body), SlackTest::hook)) {
      assertThat(tell.outcome()).isEqualTo(outcome);
    }
  }
}
