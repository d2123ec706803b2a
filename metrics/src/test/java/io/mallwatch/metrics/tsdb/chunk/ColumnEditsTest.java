package io.mallwatch.metrics.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ColumnEditsTest {

  private static Gen<NavigableMap<Long, Double>> maps(double tag) {
    return random -> {
      NavigableMap<Long, Double> map = new TreeMap<>();
      for (int i = random.nextInt(40); i > 0; i--) {
        map.put((long) random.nextInt(60), tag + random.nextInt(10));
      }
      return map;
    };
  }

  private static void add(NavigableMap<Long, Double> map, SampleColumns samples) {
    map.forEach((at, value) -> {
      samples.add(at, value);
      samples.startedAt(-at);
    });
  }

  private static NavigableMap<Long, Double> map(SampleColumns samples) {
    NavigableMap<Long, Double> map = new TreeMap<>();
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      times.add(samples.times()[i]);
      map.put(samples.times()[i], samples.values()[i]);
      assertThat(samples.startRoom()[i]).isEqualTo(-samples.times()[i]);
    }
    assertThat(times).as("strictly in order").containsExactlyElementsOf(map.keySet());
    return map;
  }

  @Test
  void mergingTheTailEqualsPuttingItIntoAMap() {
    Gen.forAll(
        500,
        random -> List.of(maps(0).next(random), maps(100).next(random)),
        both -> {
          SampleColumns samples = new SampleColumns(1);
          add(both.getFirst(), samples);
          int middle = samples.size();
          add(both.getLast(), samples);
          NavigableMap<Long, Double> expected = new TreeMap<>(both.getFirst());
          expected.putAll(both.getLast());

          ColumnEdits.mergeTail(samples, middle);

          assertThat(map(samples)).isEqualTo(expected);
        });
  }

  @Test
  void removingAndKeepingARangeAreEachOthersComplement() {
    Gen.forAll(
        500,
        maps(0),
        map -> {
          SampleColumns kept = new SampleColumns(1);
          add(map, kept);
          SampleColumns rest = new SampleColumns(1);
          add(map, rest);

          ColumnEdits.keepRange(kept, 0, 20, 40);
          int removed = ColumnEdits.removeRange(rest, 0, 20, 40);

          assertThat(map(kept)).isEqualTo(new TreeMap<>(map.subMap(20L, true, 40L, true)));
          assertThat(removed).isEqualTo(kept.size());
          map.keySet().removeIf(at -> at >= 20 && at <= 40);
          assertThat(map(rest)).isEqualTo(map);
        });
  }
}
