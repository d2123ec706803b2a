package io.mallwatch.logs.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineScanTest {

  private final LineScan scan = new LineScan();

  private List<String> tokens(String line) {
    scan.scan(line);
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < scan.count; i++) {
      String text = line.substring(scan.from[i], scan.to[i]);
      tokens.add(scan.hash[i] == LineScan.VALUE ? "<" + text + ">" : text);
    }
    return tokens;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "order 42 paid | order,<42>,paid",
        "订单42支付失败 | 订单,<42>,支付失败",
        "from 10.0.0.1:8080 to [::1] | from,<10.0.0.1:8080>,to,<1>",
        "id 550e8400-e29b-41d4-a716-446655440000. | id,<550e8400-e29b-41d4-a716-446655440000>",
        "GET /api/orders/17?page=2 | GET,api,orders,<17>,page,<2>",
        "key \"a b\" is gone | key,<a b>,is,gone",
        "{\"ok\":true,\"n\":\"x\"} | ok,<true>,n,<x>",
        "it's the user's | it,s,the,user,s",
        "a=null b=false c=paid | a,<null>,b,<false>,c,paid",
        "ids [1, 2, 3] | ids,<1, 2, 3>",
        "phone 138****5678 secret *** | phone,<138****5678>,secret,<***>",
        "com.zhongdao.mall.OrderService order-service | com.zhongdao.mall.OrderService,order-service",
        "paid: yes | paid,yes",
        "“你好 1” 说 | <你好 1>,说",
        "2026-11-02T10:00:00.123+08:00 x | <2026-11-02T10:00:00.123>,<08:00>,x"
      })
  void linesAreCutIntoWordsAndValues(String line, String expected) {
    assertThat(String.join(",", tokens(line))).isEqualTo(expected);
  }

  @Test
  void pathsOfFilesAreValuesAndThoseOfRequestsAreWords() {
    scan.scan("open /var/log/mall/订单.log: denied");
    assertThat(scan.hash[1]).isEqualTo(LineScan.VALUE);
    assertThat(tokens("open /var/log/mall/订单.log: denied")).hasSize(3);
    assertThat(tokens("open /etc/hosts.")).hasSize(2);
    assertThat(tokens("COMMAND=/usr/bin/vim a")).hasSize(3);
    assertThat(tokens("GET /api/orders failed")).hasSize(4);
    assertThat(tokens("GET /variety failed")).hasSize(3);
    assertThat(tokens("/usr")).hasSize(1);
  }

  @Test
  void onlyTheFirstLineCountsAndThereIsAnEnd() {
    assertThat(tokens("\nboom\n\tat a.b.C")).containsExactly("boom");
    assertThat(tokens("a ".repeat(1_000))).hasSize(LineScan.MAX_TOKENS);
    assertThat(tokens("x".repeat(10_000)).getFirst()).hasSize(LineScan.MAX_CHARS);
  }

  @Test
  void anyTextIsCutIntoTokensInOrder() {
    Gen.forAll(
        5_000,
        Gen.text(80),
        text -> {
          scan.scan(text);
          int at = 0;
          for (int i = 0; i < scan.count; i++) {
            assertThat(scan.from[i]).isGreaterThanOrEqualTo(at);
            assertThat(scan.to[i]).isGreaterThan(scan.from[i]);
            at = scan.to[i];
          }
          assertThat(at).isLessThanOrEqualTo(text.length());
          long whole = scan.whole;
          scan.scan(text);
          assertThat(scan.whole).isEqualTo(whole);
        });
  }
}
