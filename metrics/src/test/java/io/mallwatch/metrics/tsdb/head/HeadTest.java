package io.mallwatch.metrics.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(head.known(found)).isSameAs(found);
    assertThat(new Head().known(found)).isNull();
    assertThat(head.known("another engine's")).isNull();
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
    full.add(1, 1, 0);
    head.create(labels(2));

    assertThat(head.dropIdle(500)).isEqualTo(1);
    assertThat(head.series()).containsExactly(used, full);
  }

  @Test
  @SuppressWarnings("StringOperationCanBeSimplified")
  void equalTextsAreHeldOnce() {
    Head head = new Head();
    Labels first = head.create(labels(1)).labels();
    Labels second =
        head.create(Labels.of(new String("__name__"), new String("m1"), "n", "4")).labels();

    assertThat(second).isEqualTo(labels(4));
    assertThat(second.name(0)).isSameAs(first.name(0));
    assertThat(second.value(0)).isSameAs(first.value(0));
    assertThat(head.seriesBytes()).isPositive();
  }

  @Test
  void slicesAreThoseWithSamplesInRange() {
    Head head = new Head();
    for (int i = 0; i < 10; i++) {
      HeadSeries series = head.create(labels(i));
      series.newest(i * 100L, 0, false);
      series.add(i * 100L, i, 0);
    }

    assertThat(head.slices(List.of(), 150, 420))
        .extracting(slice -> slice.labels().get("n"))
        .containsExactly("2", "3", "4");
    assertThat(head.measure().samples()).isEqualTo(10);
    assertThat(head.measure().minMillis()).isZero();
    assertThat(head.measure().maxMillis()).isEqualTo(900);
    assertThat(head.measure().chunks()).isEqualTo(10);
  }

  @Test
  void anExpressionAskedAgainSeesSeriesThatCameAndWentMeanwhile() {
    Gen.forAll(
        60,
        Gen.lists(Gen.ints(0, 99), 60),
        steps -> {
          Head head = new Head();
          List<Matcher> ones = List.of(new Matcher(Matcher.Type.REGEX, "n", ".?1.?"));
          List<Matcher> others = List.of(new Matcher(Matcher.Type.NOT_REGEX, "n", ".?[1-3]+.?"));
          for (int step : steps) {
            HeadSeries known = head.find(labels(step));
            if (known == null) {
              head.create(labels(step));
            } else {
              head.drop(List.of(known));
            }
            List<HeadSeries> all = head.series();
            assertThat(head.select(ones)).isEqualTo(passing(all, ones));
            assertThat(head.select(others)).isEqualTo(passing(all, others));
          }
        });
  }

  private static List<HeadSeries> passing(List<HeadSeries> all, List<Matcher> matchers) {
    return all.stream()
        .filter(one -> matchers.stream().allMatch(matcher -> matcher.matches(one.labels())))
        .toList();
  }
}
