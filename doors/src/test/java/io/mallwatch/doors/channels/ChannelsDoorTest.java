package io.mallwatch.doors.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.FakeClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelsDoorTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final List<Alert> told = new ArrayList<>();
  private List<ReceiverSink.Outcome> outcomes =
      List.of(
          new ReceiverSink.Outcome("sms", "138****0000", "failed", 3, "no money", ""),
          new ReceiverSink.Outcome("email", "ops@mall", "sent", 1, "", "<1@mall>"));
  private String groupKey = "";
  private final Client client =
      Client.of(
          new ChannelsDoor(
              (receiver, key, alerts) -> {
                groupKey = key;
                told.addAll(alerts);
                return receiver.equals("ops") ? Optional.of(outcomes) : Optional.empty();
              },
              new DoorMetrics(),
              clock));

  @AfterEach
  void close() {
    client.close();
  }

  private HttpResponse<String> post(String receiver, String body) {
    return client.post("/channels/" + receiver, "application/json", body);
  }

  /// As Alertmanager 0.27 sends it.
  private static String webhook(String alert) {
    return """
    {"receiver":"mallwatch","status":"firing","alerts":[%s],"groupLabels":{"alertname":"Hot"},
     "commonLabels":{},"commonAnnotations":{},"externalURL":"http://am","version":"4",
     "groupKey":"{}:{alertname=\\"Hot\\"}","truncatedAlerts":0}\
    """
        .formatted(alert);
  }

  @Test
  void anAlertmanagersWebhookIsToldOverTheReceiversChannels() {
    HttpResponse<String> answer =
        post(
            "ops",
            webhook(
                """
                {"status":"firing","labels":{"alertname":"Hot","severity":"high"},
                 "annotations":{"summary":"热"},"startsAt":"2026-11-23T00:00:00Z",
                 "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://p/g","fingerprint":"f"}\
                """));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"channel\":\"email\",\"target\":\"ops@mall\",\"state\":\"sent\",\"error\":\"\"")
        .contains("\"state\":\"failed\",\"error\":\"no money\"");
    assertThat(groupKey).isEqualTo("channels/ops/{}:{alertname=\"Hot\"}");
    assertThat(told)
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.labels()).isEqualTo(Labels.of("alertname", "Hot", "severity", "high"));
          assertThat(alert.annotations()).containsEntry("summary", "热");
          assertThat(alert.isResolved(clock.instant())).isFalse();
          assertThat(alert.generatorUrl()).isEqualTo("http://p/g");
        });
  }

  @Test
  void whatHasEndedIsToldAsEnded() {
    String end = clock.instant().minus(Duration.ofMinutes(1)).toString();
    post(
        "ops",
        webhook(
            "{\"status\":\"resolved\",\"labels\":{\"a\":\"b\"},\"endsAt\":\"%s\"}".formatted(end)));
    assertThat(told)
        .singleElement()
        .satisfies(alert -> assertThat(alert.isResolved(clock.instant())).isTrue());
  }

  @Test
  void whenNoChannelTakesItAlertmanagerIsAskedToTryAgain() {
    outcomes = List.of(outcomes.getFirst());
    HttpResponse<String> answer = post("ops", webhook("{\"labels\":{\"a\":\"b\"}}"));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("no channel has taken it: no money");
  }

  @Test
  void badInputIsNamed() {
    assertThat(post("nobody", webhook("{\"labels\":{\"a\":\"b\"}}")).statusCode()).isEqualTo(404);
    assertThat(post("ops", "[]").statusCode()).isEqualTo(400);
    assertThat(post("ops", webhook("")).body()).contains("'alerts' must have 1 to 10000 alerts");
    assertThat(post("ops", webhook("{\"labels\":{}}")).body()).contains("must have labels");
    assertThat(post("ops", webhook("{\"labels\":{\"a\":1}}")).body()).contains("labels.a must be");
    assertThat(post("ops", webhook("{\"labels\":{\"a\":\"b\"},\"startsAt\":\"now\"}")).body())
        .contains("startsAt \\\"now\\\" is not an RFC 3339 time");
    assertThat(told).hasSize(1);
  }
}
