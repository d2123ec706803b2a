package io.mallwatch.alerts.notify.dingtalk;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.Tell;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.testkit.HttpStub.Answer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DingTalkTest {

  private static DingTalkConfig config(String url) {
    return new DingTalkConfig(
        Secret.of(url + "/robot/send?access_token=t0ken"),
        Optional.of(Secret.of("SECabc")),
        "",
        "",
        List.of("13800000000"),
        List.of(),
        false,
        true,
        HttpSettings.PLAIN);
  }

  @Test
  void signsAsTheVendorDoes() {
    assertThat(DingTalk.sign(1_700_000_000_000L, "SECabc"))
        .isEqualTo("jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM%3D");
  }

  @Test
  void sendsMarkdownWithSignatureAndMentions() {
    try (Tell tell = new Tell(_ -> Answer.of(200, "{\"errcode\":0}"), DingTalkTest::config)) {
      assertThat(tell.outcome()).isEqualTo("sent");
      assertThat(tell.requests().getFirst().uri().toString())
          .isEqualTo(
              "/robot/send?access_token=t0ken&timestamp=1700000000000"
                  + "&sign=jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM%3D");
      assertThat(tell.body())
          .contains("\"title\":\"🚨 [CRITICAL] TransactionSuccessRateLow 交易成功率过低\"")
          .contains("\"text\":\"🚨 **CRITICAL** 告警\\n\\n", "\\n\\n@13800000000\"")
          .contains("\"at\":{\"atMobiles\":[\"13800000000\"],\"isAtAll\":false}");
      assertThat(tell.channel().target()).startsWith("DingTalk robot #");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"errcode\":130101,\"errmsg\":\"send too fast\"} | limited 600 errcode 130101: send too fast",
        "200 | {\"errcode\":-1,\"errmsg\":\"busy\"} | retry errcode -1: busy",
        "200 | {\"errcode\":310000,\"errmsg\":\"sign not match\"} | failed errcode 310000: sign not match",
        "200 | {\"errcode\":300001,\"errmsg\":\"token is not exist\"} | failed errcode 300001: token is not exist",
        "200 | {\"errcode\":34016,\"errmsg\":\"too long\"} | failed errcode 34016: too long",
        "200 | {\"errcode\":90030,\"errmsg\":\"webhook over limit\"} | failed errcode 90030: webhook over limit",
        "200 | {} | failed no errcode: {}",
        "503 | away | retry unexpected status code 503: away",
      })
  void theCodeDecides(int status, String body, String outcome) {
    try (Tell tell = new Tell(_ -> Answer.of(status, body), DingTalkTest::config)) {
      assertThat(tell.outcome()).isEqualTo(outcome);
    }
  }
}
