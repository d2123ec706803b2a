package io.mallwatch.logs.lucene.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.query.LogFields;
import io.mallwatch.logs.query.LogWords;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.Gen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.index.IndexableField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {

  private static final Instant T0 = Instant.parse("2026-11-02T02:00:00Z");

  /// Terms with their positions, `word@0`.
  private static List<String> terms(LogTokenStream stream) throws IOException {
    BytesTermAttribute term = stream.getAttribute(BytesTermAttribute.class);
    PositionIncrementAttribute increment = stream.getAttribute(PositionIncrementAttribute.class);
    List<String> terms = new ArrayList<>();
    int position = -1;
    while (stream.incrementToken()) {
      position += increment.getPositionIncrement();
      terms.add(term.getBytesRef().utf8ToString() + "@" + position);
    }
    return terms;
  }

  private static LogTokenStream over(LogTokenStream stream, String text) {
    byte[] utf8 = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return stream.over(utf8, 1, utf8.length - 2);
  }

  /// The same by the words that queries are cut into.
  private static List<String> termsByWords(String text) {
    List<String> terms = new ArrayList<>();
    LogWords words = new LogWords(text);
    for (int position = 0; words.next(); position++) {
      StringBuilder term = new StringBuilder();
      words.appendTo(term);
      if (words.touchesNext()) {
        words.appendNextTo(term);
      }
      terms.add(term + "@" + position);
      for (String part : words.parts()) {
        terms.add(part + "@" + position);
      }
    }
    return terms;
  }

  @Test
  void textsAreCutInTheirBytesAsTheyAreInCharacters() throws IOException {
    String alphabet =
        "abzAZ0919 _-./:\"\n\t{}é支付失败订单，。：（）【】、…“”·￥ＡＺａ０～\u4dff\u4e00\u9fff\ua000々〇ァ한\uD83D\uDE80\u0301";
    int[] points = alphabet.codePoints().toArray();
    Gen<String> texts =
        random -> {
          int limit = random.nextBoolean() ? 46 : points.length; // half of them plain
          StringBuilder out = new StringBuilder();
          for (int left = random.nextInt(60); left > 0; left--) {
            int run = random.nextInt(20) == 0 ? random.nextInt(200) : 1;
            out.append(Character.toString(points[random.nextInt(limit)]).repeat(run));
          }
          return out.toString();
        };
    try (LogTokenStream stream = new LogTokenStream()) {
      Gen.forAll(
          3_000,
          texts,
          text -> {
            try {
              assertThat(terms(over(stream, text))).isEqualTo(termsByWords(text));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      String longest = "支付 Ab1 ".repeat(LogWords.MAX_TEXT / 7 + 10);
      assertThat(terms(over(stream, longest))).isEqualTo(termsByWords(longest));
    }
  }

  @Test
  void wordsPartsAndBigramsHavePositions() throws IOException {
    try (LogTokenStream stream = new LogTokenStream()) {
      assertThat(terms(over(stream, "订单SF100支付失败, by OrderService")))
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
      assertThat(terms(over(stream, ""))).isEmpty();
      assertThat(terms(over(stream, "一"))).containsExactly("一@0");
      assertThat(terms(over(stream, "𠮷野"))).containsExactly("𠮷野@0", "野@1");
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
    List<IndexableField> fields =
        new EntryDocuments(left)
            .of(view(entry.build()), "i", null, 1, paths(new Columns(200, Set.of(), Set.of())));

    assertThat(left.sum()).isEqualTo(100);
    assertThat(names(fields)).filteredOn(name -> name.equals(Terms.PATH_VALUE)).hasSize(300);
    assertThat(names(fields)).filteredOn(name -> name.startsWith(Terms.TEXT_COLUMN)).hasSize(200);
  }

  private static EntryView view(LogEntry entry) {
    EntryView view = new EntryView();
    byte[] bytes = EntryCodec.encode(entry);
    view.over(bytes, 0, bytes.length);
    return view;
  }

  private static DataPaths paths(Columns columns) {
    return new DataPaths(columns);
  }

  private static List<String> names(List<IndexableField> fields) {
    return fields.stream().map(IndexableField::name).toList();
  }

  @Test
  void everyLeafIsIndexedByItsPathAsTheEntryTellsIt() {
    Map<String, Object> deep = new LinkedHashMap<>(Map.of("leaf", 1L));
    for (int i = 0; i < 25; i++) {
      deep = new LinkedHashMap<>(Map.of("d" + i, deep));
    }
    LogEntry entry =
        LogEntry.builder(T0, LogLevel.WARN, "s", "m")
            .data("text", "支付")
            .data("whole", 7L)
            .data("number", 2.50)
            .data("flag", true)
            .data("list", List.of("a", 1L, Map.of("b", false), List.of()))
            .data("a.b", Map.of("c", Map.of("d", "x".repeat(3_000))))
            .data("deep", deep)
            .build();
    List<String> expected = new ArrayList<>();
    LogFields.leaves(
        entry.data(),
        (path, leaf) -> expected.add(Terms.pathValue(path, LogFields.text(leaf)).utf8ToString()));
    EntryDocuments documents = new EntryDocuments(new LongAdder());
    DataPaths none = paths(new Columns(0, Set.of(), Set.of()));
    for (int again = 0; again < 3; again++) {
      List<String> indexed =
          documents.of(view(entry), "i", null, again, none).stream()
              .filter(field -> field.name().equals(Terms.PATH_VALUE))
              .map(field -> field.binaryValue().utf8ToString())
              .toList();
      assertThat(indexed).containsExactlyElementsOf(expected);
    }
    List<String> named =
        documents.of(view(entry), "i", null, 9, none).stream()
            .filter(field -> field.name().equals(Terms.FIELDS))
            .map(field -> field.binaryValue().utf8ToString())
            .toList();
    assertThat(named)
        .contains("data.text", "data.list", "data.list.b", "data.a.b.c.d", "data.a.b.c", "data.a")
        .doesNotHaveDuplicates();
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
