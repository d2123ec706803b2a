package io.mallwatch.alerts.notify.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.Tell;
import io.mallwatch.alerts.notify.webhook.WebhookConfig;
import io.mallwatch.testkit.HttpStub.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VendorTest {

  @Test
  void textIsCutAtAWholeCharacter() {
    assertThat(Utf8.cut("告警", 6)).isEqualTo("告警");
    assertThat(Utf8.cut("告警告警", 11)).isEqualTo("告警…");
    assertThat(Utf8.cut("🚨🚨🚨", 11)).isEqualTo("🚨🚨…");
    assertThat(Utf8.cut("abc", 2)).isEmpty();
    for (String text : List.of("a告🚨警b".repeat(30), "🚨".repeat(40), "plain".repeat(20))) {
      for (int max = 4; max < 200; max++) {
        String cut = Utf8.cut(text, max);
        byte[] bytes = cut.getBytes(StandardCharsets.UTF_8);
        assertThat(bytes.length).isLessThanOrEqualTo(max).isEqualTo(Utf8.length(cut));
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(cut).doesNotContain("?");
      }
    }
    assertThat(Utf8.cutCharacters("告警🚨通知", 3)).isEqualTo("告警…");
  }

  @Test
  void aGroupIsToldWithinEveryLimit() {
    for (int alerts : new int[] {1, 2, 7, 60}) {
      Notification group = Tell.firing(alerts);
      for (int max = 400; max < 6000; max += 131) {
        String text = GroupText.of(group, max, GroupText.Links.MARKDOWN);
        assertThat(Utf8.length(text)).isLessThanOrEqualTo(max);
        assertThat(text).startsWith("🚨 **CRITICAL** 告警\n\n**告警名称**: TransactionSuccessRateLow");
      }
    }
    assertThat(GroupText.of(Tell.firing(60), 2500, GroupText.Links.PLAIN))
        .contains("🚨 critical TransactionSuccessRateLow: 过去5分钟交易成功率")
        .endsWith("条告警未列出，见 http://watch.mall.cn/alerts");
    assertThat(GroupText.of(Tell.resolved(), 4096, GroupText.Links.PLAIN))
        .contains("**恢复时间**")
        .doesNotContain("静默告警");
  }

  @Test
  void variablesOfShortMessagesAreShortAndHarmless() {
    assertThat(ShortText.of(Tell.firing(3), 35))
        .containsEntry("name", "TransactionSucce…等3条")
        .containsEntry("level", "严重");
    assertThat(ShortText.harmless("见 http://a.b/c 或 10.1.2.3【急】\n", 35)).isEqualTo("见  或 - 急");
    assertThat(ShortText.harmless("", 5)).isEqualTo("-");
  }

  private static WebhookConfig webhook(String url, HttpSettings http) {
    return new WebhookConfig(Secret.of(url + "/hook"), true, 0, Duration.ofSeconds(5), http);
  }

  @Test
  void anOAuthTokenIsFetchedOnceAndShown() {
    AtomicInteger fetched = new AtomicInteger();
    String[] base = new String[1];
    try (Tell tell =
        new Tell(
            request -> {
              if (request.uri().getPath().equals("/token")) {
                fetched.incrementAndGet();
                return Answer.of(200, "{\"access_token\":\"abc\",\"expires_in\":3600}");
              }
              return Answer.of(200, "");
            },
            url -> {
              base[0] = url;
              return webhook(
                  url,
                  HttpSettings.PLAIN.with(
                      new HttpSettings.OAuth2(
                          "id",
                          Secret.of("s3cr3t"),
                          url + "/token",
                          List.of("alerts"),
                          Map.of("audience", "mall"),
                          HttpSettings.Tls.STANDARD)));
            })) {
      assertThat(List.of(tell.outcome(), tell.outcome())).containsOnly("sent");
      assertThat(fetched.get()).isEqualTo(1);
      assertThat(tell.requests().getFirst().text())
          .isEqualTo("grant_type=client_credentials&scope=alerts&audience=mall");
      assertThat(tell.requests().getLast().headers())
          .containsEntry("Authorization", List.of("Bearer abc"));
    }
  }

  @Test
  void aRefusedTokenAndAWrongCertificateAreTold() {
    try (Tell tell =
        new Tell(
            request ->
                request.uri().getPath().equals("/token")
                    ? Answer.of(401, "{\"error\":\"invalid_client\"}")
                    : Answer.of(200, ""),
            url ->
                webhook(
                    url,
                    HttpSettings.PLAIN.with(
                        new HttpSettings.OAuth2(
                            "id",
                            Secret.of("s"),
                            url + "/token",
                            List.of(),
                            Map.of(),
                            HttpSettings.Tls.STANDARD))))) {
      assertThat(tell.outcome()).contains("no token: status code 401").doesNotContain("s3cr3t");
    }
    HttpSettings.Tls broken =
        new HttpSettings.Tls(
            Optional.of(new HttpSettings.Pem.Inline(Secret.of("no pem"))),
            Optional.empty(),
            Optional.empty(),
            false);
    try (Tell tell =
        new Tell(
            _ -> Answer.of(200, ""),
            url -> webhook(url, new HttpSettings(Optional.empty(), broken, "", true)))) {
      assertThat(tell.outcome()).startsWith("retry ");
    }
  }

  @Test
  void jsonIsReadAndWritten() {
    String text = "{\"a\":[1,\"x\",true,null,{\"b\":\"告警🚨\"}],\"c\":-2}";
    assertThat(Json.text(Json.object(text))).isEqualTo(text);
    assertThat(Json.object("[1]")).isEmpty();
    assertThat(Json.object("{\"a\":")).isEmpty();
    assertThat(Json.of("a", "", "b", null, "c", List.of(), "d", 0)).containsOnlyKeys("d");
    assertThat(new io.mallwatch.alerts.notify.vendor.Answer(200, text, Duration.ZERO).number("c"))
        .contains(-2L);
  }
}
