package io.mallwatch.alerts.notify.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.Tell;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.Utf8;
import io.mallwatch.testkit.HttpStub;
import io.mallwatch.testkit.HttpStub.Answer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TencentTest {

  private static TencentConfig config(String url, boolean voice) {
    return new TencentConfig(
        voice,
        url,
        "ap-guangzhou",
        "AKID",
        Secret.of("s3cr3t"),
        "1400000001",
        "中道商城",
        "449739",
        List.of(),
        List.of("+8613800000000", "+8613900000001"),
        2,
        false,
        HttpSettings.PLAIN);
  }

  /// The example of the vendor's page about the signature of version 3.
  @Test
  void signsAsTheVendorsExample() {
    String body =
        "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\":"
            + " \"instance-name\"}]}";
    assertThat(
            Tc3.authorization(
                "cvm",
                "cvm.tencentcloudapi.com",
                Utf8.bytes(body),
                Instant.ofEpochSecond(1_551_113_065),
                "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
                "Gu5t9xGARNpq86cd98joQYCN3*******"))
        .isEqualTo(
            "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request,"
                + " SignedHeaders=content-type;host,"
                + " Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c");
  }

  @Test
  void aShortMessageHasNumberedVariables() {
    try (Tell tell =
        new Tell(
            _ ->
                Answer.of(
                    200,
                    "{\"Response\":{\"SendStatusSet\":[{\"SerialNo\":\"s1\",\"Code\":\"Ok\"},"
                        + "{\"SerialNo\":\"s2\",\"Code\":\"Ok\"}]}}"),
            url -> config(url, false))) {
      assertThat(tell.outcome()).isEqualTo("sent s1,s2");
      HttpStub.Request request = tell.requests().getFirst();
      assertThat(request.headers())
          .containsEntry("X-tc-action", List.of("SendSms"))
          .containsEntry("X-tc-timestamp", List.of("1700000000"))
          .containsEntry("Content-type", List.of("application/json; charset=utf-8"));
      assertThat(tell.body())
          .contains("\"PhoneNumberSet\":[\"+8613800000000\",\"+8613900000001\"]")
          .contains(
              "\"TemplateParamSet\":[\"严重\",\"Transaction…\",\"0.9\",\"11-15 06:11\",\"INC-000042\"]");
      assertThat(tell.channel().target()).isEqualTo("Tencent SMS 138****0000, 139****0001");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"m\"}}} | limited 30 RequestLimitExceeded: m",
        "200 | {\"Response\":{\"Error\":{\"Code\":\"InternalError.Timeout\",\"Message\":\"m\"}}} | unknown InternalError.Timeout: m",
        "200 | {\"Response\":{\"Error\":{\"Code\":\"AuthFailure.SignatureFailure\",\"Message\":\"m\"}}} | failed AuthFailure.SignatureFailure: m",
        "200 | {\"Response\":{\"Error\":{\"Code\":\"FailedOperation.SignatureIncorrectOrUnapproved\",\"Message\":\"m\"}}} | failed FailedOperation.SignatureIncorrectOrUnapproved: m",
        "200 | {\"Response\":{\"SendStatusSet\":[{\"PhoneNumber\":\"+8613800000000\",\"Code\":\"LimitExceeded.PhoneNumberDailyLimit\"}]}} | failed 138****0000: LimitExceeded.PhoneNumberDailyLimit",
        "200 | {\"Response\":{\"SendStatusSet\":[{\"Code\":\"Ok\"},{\"PhoneNumber\":\"+8613900000001\",\"Code\":\"FailedOperation.PhoneNumberInBlacklist\"}]}} | failed but taken 139****0001: FailedOperation.PhoneNumberInBlacklist",
        "200 | {\"Response\":{}} | unknown the answer names no number",
        "502 | gateway | unknown status code 502: gateway",
        "403 | no | failed status code 403: no",
      })
  void theCodeDecides(int status, String body, String outcome) {
    try (Tell tell = new Tell(_ -> Answer.of(status, body), url -> config(url, false))) {
      assertThat(tell.outcome()).isEqualTo(outcome);
    }
  }

  @Test
  void everyNumberIsCalled() {
    try (Tell tell =
        new Tell(
            _ -> Answer.of(200, "{\"Response\":{\"SendStatus\":{\"CallId\":\"c\"}}}"),
            url -> config(url, true))) {
      assertThat(tell.outcome()).isEqualTo("sent c,c");
      assertThat(tell.body())
          .contains("\"CalledNumber\":\"+8613900000001\"", "\"PlayTimes\":2")
          .contains("\"TemplateParamSet\":[\"严重\",\"TransactionSuccessR…\"]");
    }
  }
}
