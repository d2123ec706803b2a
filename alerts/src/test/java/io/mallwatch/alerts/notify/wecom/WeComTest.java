package io.mallwatch.alerts.notify.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Pace;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.Tell;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.testkit.HttpStub.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeComTest {

  private static RobotConfig robot(String url, boolean text) {
    return new RobotConfig(
        Secret.of(url + "/cgi-bin/webhook/send?key=s3cr3t"),
        text,
        "",
        List.of("zhang", "li"),
        text ? List.of("13800000000") : List.of(),
        true,
        HttpSettings.PLAIN);
  }

  private static AppConfig app(String url) {
    return new AppConfig(
        url + "/cgi-bin/",
        "corp",
        Secret.of("s3cr3t"),
        "zhang|li",
        "",
        "",
        "1000002",
        true,
        "",
        true,
        HttpSettings.PLAIN);
  }

  @Test
  void theRobotGetsTheMessageToTheLetterWithMentionsAndLinks() {
    try (Tell tell =
        new Tell(_ -> Answer.of(200, "{\"errcode\":0,\"errmsg\":\"ok\"}"), u -> robot(u, false))) {
      assertThat(tell.outcome()).isEqualTo("sent");
      assertThat(tell.requests().getFirst().uri().toString())
          .isEqualTo("/cgi-bin/webhook/send?key=s3cr3t");
      assertThat(tell.body())
          .startsWith(
              "{\"msgtype\":\"markdown\",\"markdown\":{\"content\":\"🚨 **CRITICAL** 告警\\n\\n")
          .contains(
              "**告警名称**: TransactionSuccessRateLow",
              "**持续时间**: 90秒",
              "处理手册: https://wiki.mall.cn/runbooks/pay")
          .contains("[确认告警](http://watch.mall.cn/incidents/INC-000042)", "[静默告警](")
          .contains("<@zhang>", "<@li>");
      assertThat(tell.channel().target()).startsWith("WeCom robot #").doesNotContain("s3cr3t");
      assertThat(tell.channel().pace()).isEqualTo(Pace.of(20, Duration.ofMinutes(1)));
    }
  }

  @Test
  void aHundredAlertsFitIntoTheLimitOfBytes() {
    try (Tell tell = new Tell(_ -> Answer.of(200, "{\"errcode\":0}"), u -> robot(u, true))) {
      assertThat(tell.send(Tell.firing(100))).isEqualTo(new Delivery.Sent());
      String body = tell.body();
      String content =
          body.substring(body.indexOf("content\":\"") + 10, body.indexOf("\",\"mentioned"));
      assertThat(
              content
                  .replace("\\n", "\n")
                  .replace("\\\"", "\"")
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                  .length)
          .isLessThanOrEqualTo(2048);
      assertThat(content).contains("条告警未列出");
      assertThat(body).contains("\"mentioned_mobile_list\":[\"13800000000\"]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"errcode\":0,\"errmsg\":\"ok\"} | sent",
        "200 | {\"errcode\":-1,\"errmsg\":\"system busy\"} | retry errcode -1: system busy",
        "200 | {\"errcode\":45009,\"errmsg\":\"api freq out of limit\"} | limited 60 errcode 45009: api freq out of limit",
        "200 | {\"errcode\":93000,\"errmsg\":\"invalid webhook url\"} | failed errcode 93000: invalid webhook url",
        "200 | {\"errcode\":40058,\"errmsg\":\"markdown.content exceed max length 4096\"} | failed errcode 40058: markdown.content exceed max length 4096",
        "200 | <html>proxy</html> | failed no errcode: <html>proxy</html>",
        "502 | bad gateway | retry unexpected status code 502: bad gateway",
        "404 | no | failed unexpected status code 404: no",
      })
  void theCodeDecidesNotTheStatus(int status, String body, String outcome) {
    try (Tell tell = new Tell(_ -> Answer.of(status, body), u -> robot(u, false))) {
      assertThat(tell.outcome()).isEqualTo(outcome);
    }
  }

  @Test
  void theAppFetchesItsTokenOnceAndAgainWhenItIsStale() {
    AtomicInteger tokens = new AtomicInteger();
    AtomicInteger sent = new AtomicInteger();
    try (Tell tell =
        new Tell(
            request ->
                request.method().equals("GET")
                    ? Answer.of(
                        200,
                        "{\"errcode\":0,\"access_token\":\"t%d\",\"expires_in\":7200}"
                            .formatted(tokens.incrementAndGet()))
                    : sent.incrementAndGet() == 3
                        ? Answer.of(200, "{\"errcode\":42001,\"errmsg\":\"token expired\"}")
                        : Answer.of(200, "{\"errcode\":0,\"msgid\":\"m1\"}"),
            WeComTest::app)) {
      assertThat(List.of(tell.outcome(), tell.outcome(), tell.outcome())).containsOnly("sent m1");
      assertThat(tokens.get()).isEqualTo(2);
      assertThat(tell.requests().getFirst().uri().toString())
          .isEqualTo("/cgi-bin/gettoken?corpid=corp&corpsecret=s3cr3t");
      assertThat(tell.requests().getLast().uri().toString())
          .isEqualTo("/cgi-bin/message/send?access_token=t2");
      assertThat(tell.body())
          .contains("\"touser\":\"zhang|li\"", "\"agentid\":1000002", "\"msgtype\":\"markdown\"")
          .contains("\"enable_duplicate_check\":1", "🚨 **CRITICAL** 告警");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"errcode\":60020,\"errmsg\":\"not allow to access from your ip\"} | failed errcode 60020: not allow to access from your ip",
        "{\"errcode\":81013,\"errmsg\":\"no valid receiver\"} | failed errcode 81013: no valid receiver",
        "{\"errcode\":45033,\"errmsg\":\"concurrent limit\"} | limited 60 errcode 45033: concurrent limit",
        "{\"errcode\":0,\"invaliduser\":\"li\"} | failed but taken not reached: li",
        "{\"errcode\":40001,\"errmsg\":\"invalid credential\"} | failed errcode 40001: invalid credential",
      })
  void theAppKnowsItsCodes(String body, String outcome) {
    try (Tell tell =
        new Tell(
            request ->
                Answer.of(
                    200,
                    request.method().equals("GET")
                        ? "{\"errcode\":0,\"access_token\":\"t\"}"
                        : body),
            WeComTest::app)) {
      assertThat(tell.outcome()).isEqualTo(outcome);
    }
  }

  @Test
  void aRefusedTokenIsAFailureOfTheMessage() {
    try (Tell tell =
        new Tell(
            _ -> Answer.of(200, "{\"errcode\":40013,\"errmsg\":\"invalid corpid\"}"),
            WeComTest::app)) {
      assertThat(tell.outcome()).isEqualTo("failed errcode 40013: invalid corpid");
    }
  }
}
