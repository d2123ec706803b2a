package io.mallwatch.logs.lucene.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopPlacesTest {

  private static final Comparator<TimePage.Place> ASCENDING =
      Comparator.comparingLong(TimePage.Place::nanos).thenComparingLong(TimePage.Place::sequence);

  /// Rising, falling, nearly rising and all the same times, of as many as fit and many more.
  @Test
  void keepsTheFirstOnesOfAnyOrder() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      for (int most : new int[] {1, 2, 50, 3_000}) {
        boolean newestFirst = random.nextBoolean();
        int count = random.nextInt(4 * most + 200);
        int shape = random.nextInt(4);
        TopPlaces top = new TopPlaces(newestFirst, most);
        List<TimePage.Place> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          long nanos =
              switch (shape) {
                case 0 -> i;
                case 1 -> -i;
                case 2 -> i - random.nextInt(40);
                default -> random.nextInt(3);
              };
          all.add(new TimePage.Place(nanos, i, 7 * i));
          top.offer(nanos, i, 7 * i);
        }
        all.sort(newestFirst ? ASCENDING.reversed() : ASCENDING);
        assertThat(top.isFull()).isEqualTo(count >= most);
        assertThat(top.sorted()).isEqualTo(all.subList(0, Math.min(most, count)));
      }
    }
  }

  @Test
  void whatLiesBehindTheLastCannotHelp() {
    TopPlaces newest = new TopPlaces(true, 2);
    newest.offer(10, 1, 1);
    assertThat(newest.cannotHelp(0)).isFalse();
    newest.offer(20, 2, 2);
    newest.offer(30, 3, 3);
    assertThat(newest.cannotHelp(19)).isTrue();
    assertThat(newest.cannotHelp(20)).isFalse();

    TopPlaces oldest = new TopPlaces(false, 1);
    oldest.offer(10, 1, 1);
    assertThat(oldest.cannotHelp(11)).isTrue();
    assertThat(oldest.cannotHelp(10)).isFalse();
  }
}
