package io.mallwatch.metrics.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.head.Head;
import io.mallwatch.metrics.tsdb.open.SavedSeries;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadReplayTest {

  private static Labels labels(int number) {
    return Labels.of("__name__", "m" + number % 3, "n", Integer.toString(number));
  }

  @Test
  void aSeriesThatWasDroppedAndMadeAnewIsOneAfterReplay() {
    Head head = new Head();
    HeadReplay replay = new HeadReplay(head, new ExemplarStore(10), new MetadataStore(), 0);
    replay.series(5, labels(0));
    replay.sample(5, 10, 1, 0);
    replay.series(9, labels(0));
    replay.sample(9, 20, 2, 0);
    replay.sample(7, 30, 3, 0);
    replay.saved(new SavedSeries(8, 1, 1, false, List.of(), new byte[0], 0, List.of()));

    assertThat(head.seriesCount()).isEqualTo(1);
    SampleColumns read = new SampleColumns(1);
    head.slice(head.series().getFirst()).read(0, 100, read);
    assertThat(read.size()).isEqualTo(2);
    assertThat(read.times()).startsWith(10, 20);
    assertThat(replay.samples()).isEqualTo(2);
    assertThat(replay.orphans()).isEqualTo(1);
    assertThat(head.create(labels(1)).ref()).isGreaterThan(9);
  }

  @Test
  void exemplarsWithLongLabelsAreRefused() {
    ExemplarStore store = new ExemplarStore(3);
    String most = "订".repeat(128 - "trace_id".length());

    assertThat(store.accepts(new Exemplar(labels(0), Labels.of("trace_id", most), 1, 1))).isTrue();
    assertThat(store.accepts(new Exemplar(labels(0), Labels.of("trace_id", most + "单"), 1, 1)))
        .isFalse();
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

  @Test
  void aSampleIsTakenOnceWhateverTheOrder() {
    Head head = new Head();
    HeadReplay replay = new HeadReplay(head, new ExemplarStore(10), new MetadataStore(), 0);
    replay.series(0, labels(0));
    for (long at : new long[] {10, 5, 10, 5, 20, 5}) {
      replay.sample(0, at, 1, at - 1);
    }

    SampleColumns read = new SampleColumns(1);
    head.slice(head.series().getFirst()).read(0, 100, read);
    assertThat(replay.samples()).isEqualTo(3);
    assertThat(read.size()).isEqualTo(3);
    assertThat(read.times()).startsWith(5, 10, 20);
    assertThat(read.starts()).isNotNull().startsWith(4, 9, 19);
  }
}
