package io.mallwatch.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.Gen;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Whatever a line looks like around it, nothing sensitive survives, and the mall's own numbers do.
class MaskingPropertyTest {

  private static final int TIMES = 20_000;

  /// A value and a text that holds it.
  private record Planted(String value, String text) {}

  private static String mask(String text) {
    return Masking.on().mask(text, _ -> {});
  }

  private static String digits(RandomGenerator random, int count) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append((char) ('0' + random.nextInt(10)));
    }
    return out.toString();
  }

  private static String phone(RandomGenerator random) {
    return "1" + (3 + random.nextInt(7)) + digits(random, 9);
  }

  private static String identity(RandomGenerator random) {
    LocalDate born = LocalDate.of(1940, 1, 1).plusDays(random.nextInt(25_000));
    String head = "110105" + born.format(DateTimeFormatter.BASIC_ISO_DATE) + digits(random, 3);
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (head.charAt(i) - '0') * weights[i];
    }
    return head + "10X98765432".charAt(sum % 11);
  }

  private static String card(RandomGenerator random) {
    String head = "62" + digits(random, 16);
    for (char check = '0'; check <= '9'; check++) {
      if (luhn(head + check)) {
        return head + check;
      }
    }
    throw new IllegalStateException(head);
  }

  private static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int twice = digit * 2;
      sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
  }

  private static final List<String> AROUND_NUMBERS =
      List.of(
          "用户%s登录",
          "手机号：%s，已发送",
          "phone=%s&x=1",
          "{\"mobile\":\"%s\"}",
          "call(%s)",
          "[%s]",
          "to %s.",
          "%s",
          "tel:%s;",
          "user/%s/profile",
          "a=1, b=%s, c=3",
          "'%s'",
          "\n%s\n",
          "收件人 %s 张三");

  private static final List<String> AROUND_SECRETS =
      List.of(
          "password=%s",
          "passwd: %s",
          "\"password\":\"%s\"",
          "pwd='%s'",
          "login?user=a&password=%s&b=2",
          "Authorization: Bearer %s",
          "X-Auth-Token: %s",
          "access_token=%s",
          "{\"refreshToken\": \"%s\"}",
          "密码：%s",
          "client_secret=%s;",
          "api_key=%s ",
          "{\\\"secret\\\":\\\"%s\\\"}",
          "https://x.cn/a?token=%s#f");

  private static Planted number(RandomGenerator random) {
    String value =
        switch (random.nextInt(3)) {
          case 0 -> phone(random);
          case 1 -> identity(random);
          default -> card(random);
        };
    String around = AROUND_NUMBERS.get(random.nextInt(AROUND_NUMBERS.size()));
    return new Planted(value, around.formatted(value));
  }

  private static Planted secret(RandomGenerator random) {
    StringBuilder value = new StringBuilder("Zq");
    for (int i = 6 + random.nextInt(20); i > 0; i--) {
      value.append("abcdefXYZ0123456789_-.~".charAt(random.nextInt(23)));
    }
    value.append('7');
    String around = AROUND_SECRETS.get(random.nextInt(AROUND_SECRETS.size()));
    return new Planted(value.toString(), around.formatted(value));
  }

  @Test
  void noNumberOfAPersonSurvivesWhateverStandsAroundIt() {
    Gen.forAll(
        TIMES,
        MaskingPropertyTest::number,
        planted ->
            assertThat(mask(planted.text())).doesNotContain(planted.value()).contains("***"));
  }

  @Test
  void noSecretSurvivesInPairsJsonHeadersAndAddresses() {
    Gen.forAll(
        TIMES,
        MaskingPropertyTest::secret,
        planted ->
            assertThat(mask(planted.text())).doesNotContain(planted.value()).contains("***"));
  }

  @Test
  void severalInOneLineAreAllMasked() {
    Gen.forAll(
        5_000,
        random -> {
          List<Planted> all = new ArrayList<>();
          for (int i = random.nextInt(4); i >= 0; i--) {
            all.add(random.nextBoolean() ? number(random) : secret(random));
          }
          return all;
        },
        all -> {
          String line = String.join(" | ", all.stream().map(Planted::text).toList());
          String safe = mask(line);
          assertThat(mask(safe)).as("masking twice").isEqualTo(safe);
          all.forEach(one -> assertThat(safe).doesNotContain(one.value()));
        });
  }

  @Test
  void nothingSurvivesInAnyPartOfAnEntry() {
    Gen.forAll(
        3_000,
        random -> List.of(number(random), secret(random), number(random)),
        planted -> {
          LogEntry entry =
              LogEntry.builder(Instant.EPOCH, LogLevel.INFO, "s", planted.getFirst().text())
                  .error(
                      new LogEntry.LogError(
                          "E", planted.get(1).text(), "E: " + planted.get(2).text() + "\n\tat a.b"))
                  .data("note", planted.get(1).text())
                  .data("deep", Map.of("list", List.of(planted.get(2).text(), 1L)))
                  .build();
          String all = Masking.on().mask(entry, _ -> {}).toString();
          planted.forEach(one -> assertThat(all).doesNotContain(one.value()));
        });
  }

  @Test
  void theMallsOwnNumbersAreNotTouched() {
    List<String> own =
        List.of(
            "order %s paid",
            "订单%s支付失败",
            "订单号：%s",
            "orderId=%s",
            "{\"orderNo\":\"%s\"}",
            "trace_id=%s",
            "流水号 %s",
            "requestId: %s",
            "运单号%s",
            "SF%s",
            "ORD%s",
            "sku=%s",
            "交易 %s 完成",
            "batch-%s");
    Gen.forAll(
        TIMES,
        random -> {
          String number =
              random.nextBoolean() ? phone(random) : digits(random, 11 + random.nextInt(9));
          String around = own.get(random.nextInt(own.size()));
          return around.replace("%s", number);
        },
        text -> assertThat(mask(text)).isEqualTo(text));
  }

  @Test
  void uuidsHexMomentsAndAmountsAreNotTouched() {
    Gen.forAll(
        TIMES,
        random ->
            switch (random.nextInt(5)) {
              case 0 -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
              case 1 -> "span %016x".formatted(random.nextLong());
              case 2 -> "at " + (1_700_000_000_000L + random.nextLong(100_000_000_000L)) + " ms";
              case 3 -> "amount %d.%02d".formatted(random.nextInt(1_000_000), random.nextInt(100));
              default ->
                  "2026-11-%02dT10:00:00.%09dZ"
                      .formatted(1 + random.nextInt(28), random.nextInt(1_000_000_000));
            },
        text -> assertThat(mask(text)).isEqualTo(text));
  }

  @Test
  void patternsOfOnesOwnAreMaskedToo() {
    Masking masking =
        new Masking(EnumSet.of(Masking.Kind.PHONE), List.of(Pattern.compile("VIP-\\d{4}")));
    List<Masking.Kind> seen = new ArrayList<>();
    LogEntry entry =
        LogEntry.builder(Instant.EPOCH, LogLevel.INFO, "s", "VIP-1234 called 13812345678")
            .data("who", "VIP-9")
            .data("card", "x VIP-4321")
            .build();

    LogEntry safe = masking.mask(entry, seen::add);

    assertThat(safe.message()).isEqualTo("*** called 138****5678");
    assertThat(safe.data()).containsEntry("who", "VIP-9").containsEntry("card", "x ***");
    assertThat(seen)
        .containsExactlyInAnyOrder(Masking.Kind.PHONE, Masking.Kind.OWN, Masking.Kind.OWN);
    assertThat(
            new Masking(EnumSet.noneOf(Masking.Kind.class), List.of(Pattern.compile("x+")))
                .mask("axxb", _ -> {}))
        .isEqualTo("a***b");
  }
}
