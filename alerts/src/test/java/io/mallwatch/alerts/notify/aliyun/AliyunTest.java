package io.mallwatch.alerts.notify.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.Tell;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.testkit.HttpStub;
import io.mallwatch.testkit.HttpStub.Answer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliyunTest {

  private static AliyunConfig config(String url, boolean voice, List<String> phones) {
    return new AliyunConfig(
        voice,
        url,
        "YourAccessKeyId",
        Secret.of("YourAccessKeySecret"),
        voice ? "" : "中道商城",
        voice ? "TTS_1" : "SMS_1",
        Map.of(),
        phones,
        2,
        false,
        HttpSettings.PLAIN);
  }

  private static AliyunConfig sms(String url) {
    return config(url, false, List.of("13800000000", "13900000001"));
  }

  /// The example of the vendor's page about the signature of version 3.
  @Test
  void signsAsTheVendorsExample() {
    TreeMap<String, String> headers = new TreeMap<>();
    headers.put("x-acs-action", "RunInstances");
    headers.put(
        "x-acs-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    headers.put("x-acs-date", "2023-10-26T10:22:32Z");
    headers.put("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d");
    headers.put("x-acs-version", "2014-05-26");
    String query =
        Acs3.query(
            Map.of(
                "ImageId",
                "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
                "RegionId",
                "cn-shanghai"));

    assertThat(
            Acs3.authorization(
                "ecs.cn-shanghai.aliyuncs.com",
                query,
                headers,
                "YourAccessKeyId",
                "YourAccessKeySecret"))
        .isEqualTo(
            "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
                + "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
                + "x-acs-signature-nonce;x-acs-version,"
                + "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    assertThat(Acs3.encode("a b*~中")).isEqualTo("a%20b%2A~%E4%B8%AD");
  }

  @Test
  void aShortMessageHasNamedVariablesWithoutAddresses() {
    try (Tell tell =
        new Tell(_ -> Answer.of(200, "{\"Code\":\"OK\",\"BizId\":\"b1\"}"), AliyunTest::sms)) {
      assertThat(tell.outcome()).isEqualTo("sent b1");
      HttpStub.Request request = tell.requests().getFirst();
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.headers())
          .containsEntry("X-acs-action", List.of("SendSms"))
          .containsEntry("X-acs-version", List.of("2017-05-25"))
          .containsEntry("X-acs-date", List.of("2023-11-14T22:13:20Z"));
      assertThat(request.headers().getOrDefault("Authorization", List.of("")).getFirst())
          .startsWith(
              "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;");
      assertThat(URLDecoder.decode(request.uri().getRawQuery(), StandardCharsets.UTF_8))
          .contains("PhoneNumbers=13800000000,13900000001", "SignName=中道商城")
          .contains("\"level\":\"严重\"", "\"name\":\"TransactionSuccessR…\"", "\"value\":\"0.9\"")
          .contains("\"time\":\"11-15 06:11\"", "\"id\":\"INC-000042\"");
      assertThat(tell.channel().target()).isEqualTo("Aliyun SMS 138****0000, 139****0001");
      assertThat(tell.channel().sendResolved()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"Code\":\"isv.BUSINESS_LIMIT_CONTROL\",\"Message\":\"m\"} | failed isv.BUSINESS_LIMIT_CONTROL: m",
        "200 | {\"Code\":\"isv.SMS_TEMPLATE_ILLEGAL\",\"Message\":\"m\"} | failed isv.SMS_TEMPLATE_ILLEGAL: m",
        "200 | {\"Code\":\"isv.SMS_SIGNATURE_ILLEGAL\",\"Message\":\"m\"} | failed isv.SMS_SIGNATURE_ILLEGAL: m",
        "200 | {\"Code\":\"isv.AMOUNT_NOT_ENOUGH\",\"Message\":\"m\"} | failed isv.AMOUNT_NOT_ENOUGH: m",
        "200 | {\"Code\":\"isv.MOBILE_NUMBER_ILLEGAL\",\"Message\":\"m\"} | failed isv.MOBILE_NUMBER_ILLEGAL: m",
        "200 | {\"Code\":\"isv.PARAM_LENGTH_LIMIT\",\"Message\":\"m\"} | failed isv.PARAM_LENGTH_LIMIT: m",
        "200 | {\"Code\":\"isv.BLACK_KEY_CONTROL_LIMIT\",\"Message\":\"m\"} | failed isv.BLACK_KEY_CONTROL_LIMIT: m",
        "200 | {\"Code\":\"isp.SYSTEM_ERROR\",\"Message\":\"m\"} | retry isp.SYSTEM_ERROR: m",
        "400 | {\"Code\":\"Throttling.User\",\"Message\":\"m\"} | limited 60 Throttling.User: m",
        "404 | {\"Code\":\"InvalidAccessKeyId.NotFound\",\"Message\":\"m\"} | failed InvalidAccessKeyId.NotFound: m",
        "503 | away | unknown no code, status code 503: away",
        "200 | {} | unknown no code, status code 200: {}",
      })
  void theCodeDecides(int status, String body, String outcome) {
    try (Tell tell = new Tell(_ -> Answer.of(status, body), AliyunTest::sms)) {
      assertThat(tell.outcome()).isEqualTo(outcome);
    }
  }

  @Test
  void aBrokenAnswerIsUnknownAndAnUnreachableVendorIsWorthARetry() {
    try (Tell tell =
        new Tell(
            _ -> {
              throw new IllegalStateException("hangs up");
            },
            AliyunTest::sms)) {
      assertThat(tell.outcome()).startsWith("unknown no answer: ");
    }
    try (Tell tell = new Tell(_ -> Answer.of(200, ""), _ -> sms("http://127.0.0.1:1"))) {
      assertThat(tell.outcome()).startsWith("retry not reached: ");
    }
  }

  @Test
  void everyNumberIsCalledAndNoneTwice() {
    try (Tell tell =
        new Tell(
            request ->
                request.uri().getQuery().contains("13900000001")
                    ? Answer.of(200, "{\"Code\":\"isv.BUSINESS_LIMIT_CONTROL\",\"Message\":\"m\"}")
                    : Answer.of(200, "{\"Code\":\"OK\",\"CallId\":\"c1\"}"),
            url -> config(url, true, List.of("13800000000", "13900000001")))) {
      assertThat(tell.outcome())
          .isEqualTo("failed but taken 139****0001: isv.BUSINESS_LIMIT_CONTROL: m");
      assertThat(tell.requests()).hasSize(2);
      assertThat(tell.requests().getFirst().uri().getQuery())
          .contains("PlayTimes=2", "TtsCode=TTS_1", "\"level\":\"严重\"")
          .doesNotContain("CalledShowNumber", "\"value\"");
      assertThat(tell.channel().pace().limits()).hasSize(3);
    }
  }
}
