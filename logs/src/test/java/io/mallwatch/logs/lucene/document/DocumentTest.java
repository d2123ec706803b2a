package io.mallwatch.logs.lucene.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexableField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {

  private static final Instant T0 = Instant.parse("2026-11-02T02:00:00Z");

  /// Terms with their positions, `word@0`.
  private static List<String> terms(LogTokenStream stream) throws IOException {
    CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
    PositionIncrementAttribute increment = stream.getAttribute(PositionIncrementAttribute.class);
    List<String> terms = new ArrayList<>();
    int position = -1;
    while (stream.incrementToken()) {
      position += increment.getPositionIncrement();
      terms.add(term + "@" + position);
    }
    return terms;
  }

  @Test
  void wordsPartsAndBigramsHavePositions() throws IOException {
    try (LogTokenStream stream = new LogTokenStream()) {
      assertThat(terms(stream.over("订单SF100支付失败, by OrderService")))
          .containsExactly(
              "订单@0",
              "单@1",
              "sf100@2",
              "sf@2",
              "100@2",
              "支付@3",
              "付失@4",
              "失败@5",
              "败@6",
              "by@7",
              "orderservice@8",
              "order@8",
              "service@8");
      assertThat(terms(stream.over(""))).isEmpty();
      assertThat(terms(stream.over("一"))).containsExactly("一@0");
      assertThat(terms(stream.over("𠮷野"))).containsExactly("𠮷野@0", "野@1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'*', nginx, true",
    "'', nginx, true",
    "_all, nginx, true",
    "nginx, nginx, true",
    "ngin, nginx, false",
    "'ng*', nginx, true",
    "'*x', nginx, true",
    "'n*i*x', nginx, true",
    "'a,nginx', nginx, true",
    "'a,b', nginx, false",
    "'*,-nginx', nginx, false",
    "'-b', nginx, true",
    "'zhongdao-mall-logs-*', zhongdao-mall-logs-2026.11.02, true",
    "'zhongdao-mall-logs-2026.11.0?', zhongdao-mall-logs-2026.11.02, false",
    "'2026.11.02', 2026x11x02, false",
    "'a\\Eb*', a\\Eb, false"
  })
  void patternsMatchWholeNames(String pattern, String index, boolean expected) {
    assertThat(new IndexPattern(pattern).matches(index)).isEqualTo(expected);
  }

  @Test
  void onlyTheFirstPathsOfADayGetColumns() {
    Columns columns = new Columns(3, Set.of("a"), Set.of("without"));

    assertThat(columns.has("a", "x")).isTrue();
    assertThat(columns.has("without", "x")).isFalse();
    assertThat(columns.has("b", "x")).isTrue();
    assertThat(columns.has("order", "SF1000000001")).isFalse();
    assertThat(columns.has("order", "x")).isFalse();
    assertThat(columns.has("big", 1_000_000_000_000L)).isTrue();
    assertThat(columns.has("c", "x")).isFalse();
    assertThat(columns.has("b", "SF1000000001")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "SF1000000001, true",
    "4bf92f3577b34da6a3ce929d0e0e4736, true",
    "123e4567-e89b-12d3-a456-426614174000, true",
    "10.1.200.13, false",
    "SKU-12345, false",
    "order-service, false",
    "2026-11-02T10:00:00Z, false",
    "deadbeefdeadbeef, false",
    "支付失败, false",
    "'', false"
  })
  void whatLooksLikeAnIdIsTold(String value, boolean expected) {
    assertThat(Columns.looksLikeId(value)).isEqualTo(expected);
  }

  @Test
  void endlessDataIsStoredButOnlyItsBeginIsIndexed() {
    LongAdder left = new LongAdder();
    LogEntry.Builder entry = LogEntry.builder(T0, LogLevel.INFO, "s", "m");
    for (int i = 0; i < 600; i++) {
      entry.data("k" + i, (long) i);
    }
    Document document =
        new EntryDocuments(left)
            .of(entry.build(), new byte[] {1}, "i", null, 1, new Columns(200, Set.of(), Set.of()));

    assertThat(left.sum()).isEqualTo(100);
    assertThat(document.getFields(Terms.PATH_VALUE)).hasSize(EntryDocuments.MAX_LEAVES);
    assertThat(
            document.getFields().stream()
                .map(IndexableField::name)
                .filter(name -> name.startsWith(Terms.TEXT_COLUMN)))
        .hasSize(200);
  }

  @Test
  void longValuesAreToldApartByTheirChecksum() {
    String one = "v".repeat(2_000) + "1";
    String other = "v".repeat(2_000) + "2";

    assertThat(Terms.value(one)).isNotEqualTo(Terms.value(other)).isEqualTo(Terms.value(one));
    assertThat(Terms.value(one).length).isLessThan(Terms.MAX_VALUE);
    assertThat(Terms.value("短").utf8ToString()).isEqualTo("短");
    assertThat(Terms.value("值".repeat(340)).utf8ToString()).isEqualTo("值".repeat(340));
    assertThat(Terms.value("值".repeat(342)).utf8ToString()).startsWith("值值").contains("…#342-");
  }

  @Test
  void numbersSortAsTheyShould() {
    double[] numbers = {
      Double.NEGATIVE_INFINITY, -1e300, -2, -0.5, -Double.MIN_VALUE, 0, 1e-300, 0.5, 2, 1e300
    };
    assertThat(Arrays.stream(numbers).mapToLong(Terms::sortable).toArray()).isSorted();
    assertThat(Terms.sortable(-0.0)).isEqualTo(Terms.sortable(0.0));
  }

  @Test
  void momentsThatDoNotFitAreTheFirstOrLastThatDo() {
    assertThat(Terms.nanos(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(Terms.nanos(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
    assertThat(Terms.nanos(Instant.EPOCH.minusNanos(1))).isEqualTo(-1);
  }
}
