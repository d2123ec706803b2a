package io.mallwatch.logs.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogWordsTest {

  private static List<String> words(String text) {
    return LogWords.all(text).stream().map(LogWords.Word::text).toList();
  }

  private static List<String> parts(String text) {
    return LogWords.all(text).stream().flatMap(word -> word.parts().stream()).toList();
  }

  @Test
  void lettersAndDigitsMakeWordsInLowerCase() {
    assertThat(words("User login attempt: OK")).containsExactly("user", "login", "attempt", "ok");
    assertThat(words("GET /api/v1/orders?id=42&x=%20"))
        .containsExactly("get", "api", "v1", "orders", "id", "42", "x", "20");
    assertThat(words("a_b-c.d")).containsExactly("a", "b", "c", "d");
    assertThat(words("")).isEmpty();
    assertThat(words(" ,!\n\t")).isEmpty();
  }

  @Test
  void ideographsStandAloneAndKnowTheirNeighbour() {
    List<LogWords.Word> words = LogWords.all("支付失败，订单SF100已关闭");

    assertThat(words)
        .extracting(LogWords.Word::text)
        .containsExactly("支", "付", "失", "败", "订", "单", "sf100", "已", "关", "闭");
    assertThat(words)
        .extracting(LogWords.Word::adjacent)
        .containsExactly(false, true, true, true, false, true, false, false, true, true);
  }

  @Test
  void otherScriptsAreWordsToo() {
    assertThat(words("Café ЗАКАЗ ÜBER")).containsExactly("café", "заказ", "über");
    assertThat(words("注文エラー 주문")).containsExactly("注", "文", "エ", "ラ", "ー", "주", "문");
    assertThat(words("𠮷野家")).containsExactly("𠮷", "野", "家");
    assertThat(words("ＡＢＣ１２")).containsExactly("abc12");
    assertThat(words("ok😀go")).containsExactly("ok", "go");
  }

  @Test
  void namesHavePartsWhereCaseOrKindChanges() {
    assertThat(parts("OrderService")).containsExactly("order", "service");
    assertThat(parts("HTTPServer")).containsExactly("http", "server");
    assertThat(parts("SF1000000001")).containsExactly("sf", "1000000001");
    assertThat(parts("getUserById2")).containsExactly("get", "user", "by", "id");
    assertThat(parts("order")).isEmpty();
    assertThat(parts("4bf92f3577b34da6a3ce929d0e0e4736")).isEmpty();
  }

  @Test
  void aStackTraceIsFoundByClassMethodAndLine() {
    assertThat(words("\tat com.zhongdao.mall.OrderService.pay(OrderService.java:42)"))
        .containsExactly(
            "at", "com", "zhongdao", "mall", "orderservice", "pay", "orderservice", "java", "42");
  }

  @Test
  void veryLongWordsAndTextsAreCut() {
    assertThat(words("x".repeat(1_000))).containsExactly("x".repeat(LogWords.MAX_WORD));
    assertThat(words("a ".repeat(40_000))).hasSize(LogWords.MAX_TEXT / 2);
  }
}
