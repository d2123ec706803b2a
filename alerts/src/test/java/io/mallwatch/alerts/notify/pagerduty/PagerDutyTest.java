package io.mallwatch.alerts.notify.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.Tell;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.testkit.HttpStub.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerDutyTest {

  private static PagerDutyConfig config(String url, Map<String, String> details) {
    return new PagerDutyConfig(
        url + "/v2/enqueue",
        Secret.of("r0utingkey"),
        Map.of("class", "{{ .CommonLabels.alertname }}"),
        details,
        List.of(),
        List.of(),
        true,
        HttpSettings.PLAIN);
  }

  @Test
  void aGroupIsTriggeredAndResolvedUnderOneKey() {
    try (Tell tell =
        new Tell(
            _ -> Answer.of(202, "{\"status\":\"success\",\"dedup_key\":\"k\"}"),
            url -> config(url, Map.of("firing", "{{ len .Alerts.Firing }}")))) {
      assertThat(tell.outcome()).isEqualTo("sent k");
      String key = "\"dedup_key\":\"db48ea2bf566c1d5";
      assertThat(tell.body())
          .startsWith("{\"routing_key\":\"r0utingkey\",\"dedup_key\":\"")
          .contains("\"event_action\":\"trigger\"", "\"severity\":\"critical\"")
          .contains("\"summary\":\"🚨 [CRITICAL] TransactionSuccessRateLow 交易成功率过低\"")
          .contains("\"class\":\"TransactionSuccessRateLow\"", "\"firing\":\"1\"")
          .contains("🚨 **CRITICAL** 告警", "\"href\":\"http://watch.mall.cn/incidents/INC-000042\"");
      assertThat(tell.body()).contains(key);
      tell.send(Tell.resolved());
      assertThat(tell.body()).contains("\"event_action\":\"resolve\"", key);
    }
  }

  @Test
  void anEventThatIsTooLargeLosesItsDetailsAndSaysSo() {
    String large = "x".repeat(600_000);
    try (Tell tell = new Tell(_ -> Answer.of(202, "{}"), url -> config(url, Map.of("a", large)))) {
      assertThat(tell.outcome()).isEqualTo("sent");
      assertThat(tell.body()).contains("details left out").hasSizeLessThan(10_000);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | | retry unexpected status code 429",
        "500 | | retry unexpected status code 500",
        "400 | {\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":[\"no summary\"]} | failed invalid event: Event object is invalid [no summary]",
        "404 | | failed unexpected status code 404",
      })
  void theStatusDecides(int status, String body, String outcome) {
    try (Tell tell =
        new Tell(_ -> Answer.of(status, body == null ? "" : body), u -> config(u, Map.of()))) {
      assertThat(tell.outcome()).isEqualTo(outcome);
    }
  }
}
