package io.mallwatch.alerts.notify.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.Tell;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.testkit.HttpStub.Answer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeishuTest {

  private static FeishuConfig config(String url) {
    return new FeishuConfig(
        Secret.of(url + "/open-apis/bot/v2/hook/ID"),
        Optional.of(Secret.of("SECabc")),
        "",
        "",
        true,
        HttpSettings.PLAIN);
  }

  @Test
  void signsWithKeyAndMessageTheOtherWayRound() {
    assertThat(Feishu.sign(1_700_000_000L, "SECabc"))
        .isEqualTo("XprR1de+0SSBnwWyU/4k6x2TL+Q2SJlM5NNEdAv7MWg=");
  }

  @Test
  void sendsACardInTheColourOfTheLevel() {
    try (Tell tell = new Tell(_ -> Answer.of(200, "{\"code\":0}"), FeishuTest::config)) {
      assertThat(tell.outcome()).isEqualTo("sent");
      assertThat(tell.body())
          .contains("\"msg_type\":\"interactive\"", "\"template\":\"red\"", "**告警描述**: ")
          .contains("\"timestamp\":\"1700000000\"")
          .contains("\"sign\":\"XprR1de+0SSBnwWyU/4k6x2TL+Q2SJlM5NNEdAv7MWg=\"");
      assertThat(tell.send(Tell.resolved())).isEqualTo(new Delivery.Sent());
      assertThat(tell.body()).contains("\"template\":\"green\"", "✅ **CRITICAL** 告警已恢复");
      tell.send(Tell.firing(1000));
      assertThat(tell.requests().getLast().body().length).isLessThan(20_000);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"StatusCode\":0,\"StatusMessage\":\"success\"} | sent",
        "200 | {\"code\":11232,\"msg\":\"throttled\"} | limited 60 code 11232: throttled",
        "429 | {\"code\":99991400,\"msg\":\"too many\"} | limited 60 code 99991400: too many",
        "400 | {\"code\":9499,\"msg\":\"Bad Request\"} | failed code 9499: Bad Request",
        "200 | {\"code\":19021,\"msg\":\"sign match fail\"} | failed code 19021: sign match fail",
        "200 | {\"code\":19022,\"msg\":\"Ip Not Allowed\"} | failed code 19022: Ip Not Allowed",
        "200 | {\"code\":19024,\"msg\":\"Key Words Not Found\"} | failed code 19024: Key Words Not Found",
        "500 | oops | retry unexpected status code 500: oops",
      })
  void theCodeDecides(int status, String body, String outcome) {
    try (Tell tell = new Tell(_ -> Answer.of(status, body), FeishuTest::config)) {
      assertThat(tell.outcome()).isEqualTo(outcome);
    }
  }
}
