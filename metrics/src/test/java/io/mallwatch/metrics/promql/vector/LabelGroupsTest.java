package io.mallwatch.metrics.promql.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.Gen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LabelGroupsTest {

  private static Labels labels(RandomGenerator random) {
    List<String> pairs = new ArrayList<>();
    for (String name : new String[] {"__name__", "a", "b", "c"}) {
      pairs.add(name);
      pairs.add(random.nextInt(3) == 0 ? "" : "v" + random.nextInt(6));
    }
    return Labels.of(pairs.toArray(String[]::new));
  }

  private static List<Labels> many(RandomGenerator random) {
    List<Labels> all = new ArrayList<>();
    int size = random.nextInt(300);
    for (int i = 0; i < size; i++) {
      all.add(labels(random));
    }
    return all;
  }

  @Test
  void groupsAreThoseOfTheLabelsChosen() {
    for (LabelSubset subset :
        List.of(
            LabelSubset.only(List.of("b", "a")),
            LabelSubset.only(List.of()),
            LabelSubset.except(List.of("__name__", "c")))) {
      Gen.forAll(
          100,
          LabelGroupsTest::many,
          all -> {
            LabelGroups groups = new LabelGroups(subset);
            Map<Labels, Integer> expected = new LinkedHashMap<>();
            for (Labels labels : all) {
              Labels part = subset.of(labels);
              assertThat(groups.find(labels)).isEqualTo(expected.getOrDefault(part, -1));
              int group = expected.computeIfAbsent(part, _ -> expected.size());
              assertThat(groups.add(labels)).isEqualTo(group);
              assertThat(groups.labels(group)).isEqualTo(part);
            }
            assertThat(groups.size()).isEqualTo(expected.size());
          });
    }
  }

  private static StepSeries series(String labelValue, int step, double value) {
    StepSeries series = StepSeries.empty(Labels.of("a", labelValue), 3, false);
    series.column().set(step, value);
    return series;
  }

  @Test
  void seriesThatNeverMeetBecomeOne() {
    StepVector merged =
        Naming.merge(
            new HeldVector(
                List.of(
                    series("x", 0, 1), series("y", 0, 2), series("x", 2, 3), series("x", 1, 4))));
    StepColumn column = new StepColumn(3);

    assertThat(merged.size()).isEqualTo(2);
    assertThat(merged.labels(1)).isEqualTo(Labels.of("a", "y"));
    merged.reader().read(0, column);
    assertThat(column.values()).containsExactly(1, 4, 3);
    assertThat(column.present().isFull()).isTrue();
  }

  @Test
  void seriesThatMeetAreAnError() {
    StepVector merged = Naming.merge(new HeldVector(List.of(series("x", 0, 1), series("x", 0, 1))));

    assertThatThrownBy(() -> merged.reader().read(0, new StepColumn(3)))
        .isInstanceOf(BadQueryException.class)
        .hasMessage("vector cannot contain metrics with the same labelset");
  }
}
