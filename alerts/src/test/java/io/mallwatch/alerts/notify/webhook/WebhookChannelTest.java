package io.mallwatch.alerts.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpClients;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.template.Template;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.Golden;
import io.mallwatch.testkit.HttpStub;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookChannelTest {

  private static final Instant START = Instant.parse("2026-11-02T02:00:00Z");
  private static final Instant NOW = START.plusSeconds(60);
  private static final Deadline SOON = Deadline.after(Duration.ofSeconds(30));

  private static Notification notification() {
    return new Notification(
        "{}/{severity=\"critical\"}:{alertname=\"Down\"}",
        "ops.team+1",
        Labels.of("alertname", "Down"),
        List.of(
            new Alert(
                Labels.of("alertname", "Down", "instance", "a<b>&c", "severity", "critical"),
                Map.of("summary", "宕机 \"a\""),
                START,
                NOW.plusSeconds(60),
                "http://mall/metrics?query=up"),
            new Alert(
                Labels.of("alertname", "Down", "instance", "b", "severity", "critical"),
                Map.of("summary", "宕机 \"b\""),
                START,
                NOW.minusSeconds(1),
                "")),
        NOW,
        "http://mall",
        "");
  }

  private static WebhookConfig config(String url, Optional<HttpSettings.Authorization> auth) {
    return new WebhookConfig(
        Secret.of(url),
        true,
        0,
        Duration.ofSeconds(5),
        new HttpSettings(auth, HttpSettings.Tls.STANDARD, "", true));
  }

  private static Channel channel(WebhookConfig config, HttpClients http) {
    return config.open(
        new ChannelTools(
            Template.parse("", "", Set.of()), http, InstantSource.system(), new Random(1)));
  }

  @Test
  void theBodyIsAlertmanagers() {
    Golden.assertText(
        "notify/webhook.golden",
        new String(WebhookBody.write(notification(), 0), java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void alertsBeyondTheLimitAreCounted() {
    assertThat(
            new String(
                WebhookBody.write(notification(), 1), java.nio.charset.StandardCharsets.UTF_8))
        .contains("\"truncatedAlerts\":1")
        .doesNotContain("\"instance\":\"b\"");
  }

  @Test
  void postsJsonWithItsAuthorization() {
    try (HttpStub stub = HttpStub.answering(_ -> HttpStub.Answer.of(202, ""));
        HttpClients http = new HttpClients()) {
      String url = stub.url() + "/hook?token=t0p";
      Channel plain = channel(config(url, Optional.empty()), http);
      assertThat(plain.send(notification(), SOON)).isEqualTo(new Delivery.Sent());
      assertThat(plain.target()).isEqualTo(stub.url().toString());

      channel(config(url, Optional.of(new HttpSettings.Token("Bearer", Secret.of("abc")))), http)
          .send(notification(), SOON);
      channel(config(url, Optional.of(new HttpSettings.Basic("u", Secret.of("p")))), http)
          .send(notification(), SOON);

      assertThat(stub.requests()).hasSize(3);
      HttpStub.Request request = stub.requests().getFirst();
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.headers()).containsEntry("Content-type", List.of("application/json"));
      assertThat(request.text()).startsWith("{\"receiver\":\"ops\\\\.team\\\\+1\"");
      assertThat(stub.requests().get(1).headers())
          .containsEntry("Authorization", List.of("Bearer abc"));
      assertThat(stub.requests().get(2).headers())
          .containsEntry("Authorization", List.of("Basic dTpw"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, sent",
    "204, sent",
    "500, retry",
    "503, retry",
    "429, retry",
    "400, failed",
    "404, failed"
  })
  void theStatusDecidesWhetherItIsTriedAgain(int status, String outcome) {
    try (HttpStub stub =
            HttpStub.answering(_ ->
                new HttpStub.Answer(status, Map.of("Retry-After", "7"), new byte[] {'n', 'o'}));
        HttpClients http = new HttpClients()) {
      Delivery delivery =
          channel(config(stub.url().toString(), Optional.empty()), http).send(notification(), SOON);
      switch (delivery) {
        case Delivery.Sent(String _) -> assertThat(outcome).isEqualTo("sent");
        case Delivery.Retry(String reason, Duration after) -> {
          assertThat(outcome).isEqualTo("retry");
          assertThat(reason).isEqualTo("unexpected status code " + status + ": no");
          assertThat(after).isEqualTo(Duration.ofSeconds(7));
        }
        case Delivery.Failed(String reason, boolean _) -> {
          assertThat(outcome).isEqualTo("failed");
          assertThat(reason).contains(Integer.toString(status));
        }
        case Delivery.Limited _, Delivery.Unknown _ -> throw new AssertionError(delivery);
      }
    }
  }

  @Test
  void nobodyListeningIsWorthARetryAndNoTimeIsToo() {
    try (HttpClients http = new HttpClients()) {
      Channel channel = channel(config("http://127.0.0.1:1/x", Optional.empty()), http);
      assertThat(channel.send(notification(), SOON)).isInstanceOf(Delivery.Retry.class);
      assertThat(channel.send(notification(), Deadline.after(Duration.ZERO)))
          .isEqualTo(new Delivery.Retry("no time left"));
      Channel unset = channel(config("${MALLWATCH_TEST_NOT_SET}", Optional.empty()), http);
      assertThat(unset.send(notification(), SOON))
          .isEqualTo(new Delivery.Failed("environment variable MALLWATCH_TEST_NOT_SET is not set"));
    }
  }
}
