package io.mallwatch.metrics.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadTest {

  private static Labels labels(int number) {
    return Labels.of("__name__", "m" + number % 3, "n", Integer.toString(number));
  }

  @Test
  void seriesAreFoundByLabelsRefAndMatchers() {
    Head head = new Head();
    for (int i = 0; i < 3000; i++) {
      assertThat(head.create(labels(i)).ref()).isEqualTo(i);
    }

    HeadSeries found = head.find(labels(2999));
    assertThat(found).isNotNull();
    assertThat(head.byRef(2999)).isSameAs(found);
    assertThat(head.byRef(3000)).isNull();
    assertThat(head.byRef(-1)).isNull();
    assertThat(head.select(List.of(Matcher.equal("__name__", "m1")))).hasSize(1000);
    assertThat(head.select(List.of())).hasSize(3000);
  }

  @Test
  void droppedSeriesAreGoneFromEverywhere() {
    Gen.forAll(
        100,
        Gen.lists(Gen.ints(0, 199), 300),
        numbers -> {
          Head head = new Head();
          List<Labels> expected = new ArrayList<>();
          for (int i = 0; i < 200; i++) {
            head.create(labels(i));
          }
          List<HeadSeries> gone =
              numbers.stream()
                  .distinct()
                  .map(head::byRef)
                  .filter(series -> series != null)
                  .toList();
          for (int i = 0; i < 200; i++) {
            if (!numbers.contains(i)) {
              expected.add(labels(i));
            }
          }

          head.drop(gone);

          assertThat(head.series()).extracting(HeadSeries::labels).isEqualTo(expected);
          assertThat(head.seriesCount()).isEqualTo(expected.size());
          assertThat(head.index().values("n")).hasSize(expected.size());
          HeadSeries anew = head.create(labels(0));
          assertThat(anew.ref()).isEqualTo(200);
        });
  }

  @Test
  void onlyEmptySeriesThatNobodyUsesAreIdle() {
    Head head = new Head();
    HeadSeries used = head.create(labels(0));
    used.markUsed(1000);
    HeadSeries full = head.create(labels(1));
    full.replay(1, 1);
    head.create(labels(2));

    assertThat(head.dropIdle(500)).isEqualTo(1);
    assertThat(head.series()).containsExactly(used, full);
  }

  @Test
  void aSeriesThatWasDroppedAndMadeAnewIsOneAfterReplay() {
    Head head = new Head();
    HeadReplay replay = new HeadReplay(head, new ExemplarStore(10), new MetadataStore(), 0);
    replay.series(5, labels(0));
    replay.sample(5, 10, 1);
    replay.series(9, labels(0));
    replay.sample(9, 20, 2);
    replay.sample(7, 30, 3);
    replay.chunks(8, 1, 1, List.of());

    assertThat(head.seriesCount()).isEqualTo(1);
    assertThat(head.series().getFirst().read(0, 100).timestampArray()).containsExactly(10, 20);
    assertThat(replay.samples()).isEqualTo(2);
    assertThat(replay.orphans()).isEqualTo(1);
    assertThat(head.create(labels(1)).ref()).isGreaterThan(9);
  }

  @Test
  void theNewestExemplarsAreKeptAndOldNewsRefused() {
    ExemplarStore store = new ExemplarStore(3);
    for (int i = 0; i < 5; i++) {
      Exemplar exemplar = new Exemplar(labels(i % 2), Labels.of("trace_id", "t" + i), i, i);
      assertThat(store.accepts(exemplar)).isTrue();
      store.add(exemplar);
      assertThat(store.accepts(exemplar)).as("the same again").isFalse();
    }

    assertThat(store.accepts(new Exemplar(labels(0), Labels.EMPTY, 1, 3))).isFalse();
    assertThat(store.all()).extracting(Exemplar::timestampMillis).containsExactly(2L, 3L, 4L);
    assertThat(
            store.find(
                List.of(List.of(Matcher.equal("n", "0")), List.of(Matcher.equal("n", "7"))), 0, 3))
        .extracting(Exemplar::timestampMillis)
        .containsExactly(2L);
    assertThat(new ExemplarStore(0).accepts(new Exemplar(labels(0), Labels.EMPTY, 1, 1))).isFalse();
  }

  @Test
  void theLastWordOnAFamilyCounts() {
    MetadataStore store = new MetadataStore();
    MetricMetadata first = new MetricMetadata("a", "counter", "One.", "");
    store.put(first);
    assertThat(store.accepts(first)).isFalse();

    MetricMetadata second = new MetricMetadata("a", "counter", "Two.", "");
    assertThat(store.accepts(second)).isTrue();
    store.put(second);

    assertThat(store.find("a")).containsExactly(second);
  }

  @Test
  void cardinalityIsSortedAndCut() {
    Cardinality cardinality =
        Cardinality.of(
            Map.of(
                "__name__", Map.of("a", 5, "b", 7, "c", 5),
                "shop", Map.of("x", 1, "long name", 2)),
            2);

    assertThat(cardinality.seriesByMetric())
        .containsExactly(new Cardinality.Count("b", 7), new Cardinality.Count("a", 5));
    assertThat(cardinality.valuesByLabel())
        .containsExactly(new Cardinality.Count("__name__", 3), new Cardinality.Count("shop", 2));
    assertThat(cardinality.bytesByLabel().getFirst()).isEqualTo(new Cardinality.Count("shop", 10));
    assertThat(cardinality.labelPairs()).isEqualTo(5);
  }
}
