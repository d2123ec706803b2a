package io.mallwatch.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.Gen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

  private static String mask(String text) {
    return Masking.on().mask(text, _ -> {});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "手机号13812345678已注册 | 手机号138****5678已注册",
        "phone=13812345678, ok | phone=138****5678, ok",
        "call +8613912345678 now | call +86139****5678 now",
        "138-1234-5678 | 138****5678",
        "138 1234 5678。 | 138****5678。",
        "GET /users/13812345678/profile | GET /users/138****5678/profile",
        "身份证 11010519491231002X 有效 | 身份证 110105********002X 有效",
        "id 110101199003070038? | id 110101********0038?",
        "银行卡6222020000000000000尾号 | 银行卡622202*********0000尾号",
        "卡号：4111111111111111 | 卡号：411111******1111",
        "paid with 4111 1111 1111 1111 today | paid with 411111******1111 today",
        "mail zhang.san+x@example.com.cn! | mail z***@example.com.cn!",
        "password=hunter2 next | password=*** next",
        "{\"password\":\"hunter 2\",\"a\":1} | {\"password\":\"***\",\"a\":1}",
        "{\\\"pwd\\\":\\\"x1\\\"} | {\\\"pwd\\\":\\\"***\\\"}",
        "user.Password: 'a b' | user.Password: '***'",
        "access_token=abc123&x=1 | access_token=***&x=1",
        "Authorization: Bearer abcdefgh.ijk | Authorization: Bearer ***",
        "sent Bearer abcdefghijkl | sent Bearer ***",
        "X-Api-Key: k-123 | X-Api-Key: ***",
        "密码：abc123，登录失败 | 密码：***，登录失败",
        "您的验证码是834921，请勿泄露 | 您的验证码是***，请勿泄露",
        "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1 end | jwt *** end",
        "key LTAI5tAbCdEfGh1234567890 used | key LTAI*** used",
        "AKIAIOSFODNN7EXAMPLE | AKIA***",
        "-----BEGIN RSA PRIVATE KEY-----MIIE-----END RSA PRIVATE KEY----- | -----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----"
      })
  void whatIsSensitiveIsMasked(String text, String expected) {
    assertThat(mask(text)).isEqualTo(expected);
    assertThat(mask(expected)).as("masking twice").isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "订单 13812345678 支付失败",
        "订单号：13812345678",
        "orderNo=13812345678",
        "order 6222020000000000000 shipped",
        "SF1000000001",
        "SF13812345678",
        "ORD-13812345678",
        "ORD-20261102-6222020000000000000",
        "运单号 13812345678",
        "trace_id=4111111111111111",
        "at 1762048800123 ms",
        "20261102100000123456",
        "110101199003071234 has a wrong check digit",
        "4111111111111111 without a word for it",
        "4111111111111112 card with a wrong check digit",
        "12812345678 is no mobile number",
        "138123456789 is too long",
        "pi is 3.13812345678",
        "com.zhongdao.Order@1a2b3c4d",
        "user@10.0.0.1",
        "token expired",
        "the password is wrong",
        "password=",
        "password=null",
        "tokens: ok",
        "密码错误",
        "https://mall.example.com/a?b=c",
        "at com.zhongdao.mall.OrderService.pay(OrderService.java:42)",
        "",
        "AKIA",
        "-----BEGIN CERTIFICATE-----",
        "a@",
        "@",
        "@b.c",
        "=",
        ":"
      })
  void whatIsNotSensitiveSurvives(String text) {
    assertThat(mask(text)).isEqualTo(text);
  }

  @Test
  void randomOrderNumbersSurvive() {
    Gen.forAll(
        20_000,
        random -> "20261102%010d 已发货".formatted(random.nextLong(10_000_000_000L)),
        text -> assertThat(mask(text)).isEqualTo(text));
  }

  @Test
  void maskingNeverCrashesAndIsDoneAfterOnce() {
    Gen<String> pieces =
        Gen.oneOf(
            List.of(
                "13812345678",
                "@",
                ".com",
                "a",
                "password",
                "=",
                ":",
                "\"",
                "密码",
                "是",
                "-",
                " ",
                "eyJ",
                "Bearer ",
                "x",
                "4111",
                "110105194912310",
                "-----BEGIN ",
                "\\",
                "订单",
                "6"));
    Gen.forAll(
        20_000,
        random -> String.join("", Gen.lists(pieces, 8).next(random)),
        text -> {
          String once = mask(text);
          assertThat(once).doesNotContain("null");
          if (!once.equals(text)) {
            assertThat(once).contains("*");
          }
        });
  }

  @Test
  void structuredDataIsMaskedByTheNamesOfItsFieldsAndByItsTexts() {
    LogEntry entry =
        LogEntry.builder(Instant.EPOCH, LogLevel.INFO, "s", "buyer 13812345678")
            .userId("13812345678")
            .error(new LogEntry.LogError("E", "no user 13812345678", "E: 13812345678\n\tat a"))
            .data("phone", 13_812_345_678L)
            .data("mobileNo", "010-1234567")
            .data("password", "x")
            .data("hasPassword", true)
            .data("orderId", "13812345678")
            .data("tradeNo", 6_222_020_000_000_000_000L)
            .data("note", "call 13812345678")
            .data("amount", 13_812_345_678L)
            .data("buyer", Map.of("idCard", "11010519491231002X", "city", "上海"))
            .data("contacts", List.of("13812345678", "x"))
            .build();
    List<Masking.Kind> seen = new ArrayList<>();

    LogEntry safe = Masking.on().mask(entry, seen::add);

    assertThat(safe.message()).isEqualTo("buyer 138****5678");
    assertThat(safe.userId()).isEqualTo("13812345678");
    assertThat(safe.error())
        .isEqualTo(new LogEntry.LogError("E", "no user 138****5678", "E: 138****5678\n\tat a"));
    assertThat(safe.data())
        .containsEntry("phone", "138****5678")
        .containsEntry("mobileNo", "010****4567")
        .containsEntry("password", "***")
        .containsEntry("hasPassword", true)
        .containsEntry("orderId", "13812345678")
        .containsEntry("tradeNo", 6_222_020_000_000_000_000L)
        .containsEntry("note", "call 138****5678")
        .containsEntry("amount", 13_812_345_678L)
        .containsEntry("buyer", Map.of("idCard", "110105********002X", "city", "上海"))
        .containsEntry("contacts", List.of("138****5678", "x"));
    assertThat(seen).filteredOn(kind -> kind == Masking.Kind.PHONE).hasSize(7);
    assertThat(seen).contains(Masking.Kind.SECRET, Masking.Kind.IDENTITY_CARD);
  }

  @Test
  void anEntryWithNothingToMaskIsTheSameEntry() {
    LogEntry entry =
        LogEntry.builder(Instant.EPOCH, LogLevel.INFO, "s", "all good")
            .data("a", Map.of("b", List.of(1L, "x")))
            .build();

    assertThat(Masking.on().mask(entry, _ -> {})).isSameAs(entry);
  }

  @Test
  void kindsCanBeTurnedOff() {
    String text = "13812345678 password=x a@b.cn";

    assertThat(Masking.off().mask(text, _ -> {})).isEqualTo(text);
    assertThat(new Masking(EnumSet.of(Masking.Kind.SECRET)).mask(text, _ -> {}))
        .isEqualTo("13812345678 password=*** a@b.cn");
    assertThat(new Masking(EnumSet.of(Masking.Kind.PHONE)).mask(text, _ -> {}))
        .isEqualTo("138****5678 password=x a@b.cn");
  }
}
