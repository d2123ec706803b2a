package io.mallwatch.metrics.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.BadQueryException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KnownQueriesTest {

  private final AtomicInteger parsed = new AtomicInteger();
  private final KnownQueries known =
      new KnownQueries(text -> {
        parsed.incrementAndGet();
        return PromqlParser.parse(text);
      });

  private static QueryResult.Stats stats(long samplesRead, int seriesRead, long peak) {
    return new QueryResult.Stats(samplesRead, seriesRead, 0, 0, new long[0], peak, null);
  }

  @Test
  void textIsParsedOnce() {
    assertThat(known.of("up")).isSameAs(known.of("up"));
    assertThat(parsed).hasValue(1);
  }

  @Test
  void leastUsedQueryGoesFirst() {
    KnownQueries.Known first = known.of("up");
    KnownQueries.Known second = known.of("up + 0");
    for (int i = 1; i < 1000; i++) {
      var _ = known.of("up + " + i);
      assertThat(known.of("up")).isSameAs(first);
    }

    assertThat(known.of("up + 0")).isNotSameAs(second);
  }

  @Test
  void longTextIsNotKept() {
    String text = "up" + " + up".repeat(1000);

    assertThat(known.of(text)).isNotSameAs(known.of(text));
  }

  @Test
  void wrongTextIsWrongEachTime() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> known.of("sum(")).isInstanceOf(BadQueryException.class);
    }
    assertThat(parsed).hasValue(2);
  }

  @Test
  void queryIsSmallWhenItsLastAnswerTookLittle() {
    KnownQueries.Known up = known.of("up");
    assertThat(up.isSmall()).isFalse();

    up.took(stats(10_000, 100, 3_000));
    assertThat(up.isSmall()).isTrue();

    up.took(stats(10_000_000, 100, 3_000));
    assertThat(up.isSmall()).isFalse();

    up.took(stats(10, 100_000, 3_000));
    assertThat(up.isSmall()).isFalse();
  }
}
