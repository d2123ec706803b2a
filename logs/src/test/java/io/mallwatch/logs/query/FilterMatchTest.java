package io.mallwatch.logs.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.LogFilter;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterMatchTest {

  private static final LogEntry ENTRY =
      LogEntry.builder(
              Instant.parse("2026-11-02T02:00:00Z"),
              LogLevel.ERROR,
              "order-service",
              "订单 SF1000000001 支付失败，请稍后重试 by com.zhongdao.mall.OrderService at 10.0.3.17")
          .userId("u-7")
          .error(new LogEntry.LogError("java.io.IOException", "Connection reset by peer", null))
          .tags(List.of("pay", "slow"))
          .durationMillis(120.0)
          .data("amount", 199.5)
          .data("n", 5L)
          .data("order", Map.of("city", "上海", "items", List.of("A-1", "B-2")))
          .build();

  private static boolean matches(LogFilter filter) {
    return FilterMatch.of(filter).test(ENTRY);
  }

  @ParameterizedTest
  @CsvSource({
    "支付失败, true",
    "付失, true",
    "支付, true",
    "败, true",
    "支失, false",
    "失败请, false",
    "支付失败 重试, true",
    "支付失败 退款, false",
    "SF1000000001, true",
    "sf1000000001, true",
    "1000000001, true",
    "SF100, false",
    "order-service, false",
    "OrderService, true",
    "orderservice, true",
    "service, true",
    "mall.OrderService, true",
    "com.zhongdao.mall.OrderService, true",
    "mall.Order, true",
    "zhongdao.OrderService, false",
    "10.0.3.17, true",
    "10.0.17, false",
    "订单 connection, true",
    "reset-by, true",
    "订单SF1000000001, true",
    "'', true",
    "！, true"
  })
  void wordsOfMessageAndErrorAreFoundAsPeopleExpect(String text, boolean expected) {
    assertThat(matches(new LogFilter.Words("", text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "connection reset, true",
    "reset connection, false",
    "by peer, true",
    "支付失败 请稍后, true",
    "稍后 by, false",
    "重试 by com, true"
  })
  void aPhraseStandsTogether(String text, boolean expected) {
    assertThat(matches(new LogFilter.Phrase("", text))).isEqualTo(expected);
  }

  @Test
  void valuesAreComparedAsTextAndNumbersAsNumbers() {
    assertThat(matches(new LogFilter.Equal("level", "ERROR"))).isTrue();
    assertThat(matches(new LogFilter.Equal("service", "order-service"))).isTrue();
    assertThat(matches(new LogFilter.Equal("service", "Order-service"))).isFalse();
    assertThat(matches(new LogFilter.Equal("tags", "slow"))).isTrue();
    assertThat(matches(new LogFilter.Equal("data.n", "5"))).isTrue();
    assertThat(matches(new LogFilter.Equal("data.amount", "199.5"))).isTrue();
    assertThat(matches(new LogFilter.Equal("order.items", "B-2"))).isTrue();
    assertThat(matches(new LogFilter.Equal("durationMillis", "120.0"))).isTrue();
    assertThat(matches(new LogFilter.Equal("error.message", "Connection reset by peer"))).isTrue();
    assertThat(matches(new LogFilter.Equal("error.message", "Connection reset"))).isFalse();
    assertThat(matches(new LogFilter.In("userId", List.of("u-1", "u-7")))).isTrue();
    assertThat(matches(new LogFilter.In("userId", List.of()))).isFalse();
  }

  @Test
  void prefixesBeginAWordOrAValue() {
    assertThat(matches(new LogFilter.Prefix("", "SF1000"))).isTrue();
    assertThat(matches(new LogFilter.Prefix("", "mall.Ord"))).isTrue();
    assertThat(matches(new LogFilter.Prefix("", "serv"))).isTrue();
    assertThat(matches(new LogFilter.Prefix("", "ervice"))).isFalse();
    assertThat(matches(new LogFilter.Prefix("service", "order-"))).isTrue();
    assertThat(matches(new LogFilter.Prefix("data.order.city", "上"))).isTrue();
    assertThatThrownBy(() -> matches(new LogFilter.Prefix("durationMillis", "1")))
        .isInstanceOf(BadQueryException.class);
  }

  @Test
  void rangesKeepToTheirBounds() {
    assertThat(matches(new LogFilter.Range("durationMillis", 120.0, true, null, false))).isTrue();
    assertThat(matches(new LogFilter.Range("durationMillis", 120.0, false, null, false))).isFalse();
    assertThat(matches(new LogFilter.Range("data.amount", null, true, 199.5, true))).isTrue();
    assertThat(matches(new LogFilter.Range("data.amount", null, true, 199.5, false))).isFalse();
    assertThat(matches(new LogFilter.Range("data.order.city", null, true, null, true))).isFalse();
  }

  @Test
  void aFieldExistsWhenItOrAnythingBelowHasAValue() {
    assertThat(matches(new LogFilter.Exists("data.order"))).isTrue();
    assertThat(matches(new LogFilter.Exists("data.order.items"))).isTrue();
    assertThat(matches(new LogFilter.Exists("data.ord"))).isFalse();
    assertThat(matches(new LogFilter.Exists("requestId"))).isFalse();
    assertThat(matches(new LogFilter.Exists("error"))).isTrue();
  }

  @Test
  void logicIsLogic() {
    LogFilter yes = new LogFilter.All();
    LogFilter no = new LogFilter.Not(yes);
    assertThat(matches(new LogFilter.And(List.of()))).isTrue();
    assertThat(matches(new LogFilter.Or(List.of()))).isFalse();
    assertThat(matches(new LogFilter.And(List.of(yes, no)))).isFalse();
    assertThat(matches(new LogFilter.Or(List.of(yes, no)))).isTrue();
  }
}
