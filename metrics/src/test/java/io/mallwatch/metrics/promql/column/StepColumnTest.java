package io.mallwatch.metrics.promql.column;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.testkit.Gen;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class StepColumnTest {

  private static final NativeHistogram HISTOGRAM = NativeHistogram.stale();

  @Test
  void stepHasANumberOrAHistogramOrNothing() {
    StepColumn column = new StepColumn(3);
    column.set(0, 1);
    column.set(1, 2);
    column.set(1, HISTOGRAM);

    assertThat(column.has(0)).isTrue();
    assertThat(column.has(1)).isFalse();
    assertThat(column.histogram(1)).isSameAs(HISTOGRAM);
    assertThat(column.hasAny(2)).isFalse();
    assertThat(column.count()).isEqualTo(2);

    column.set(1, 5);
    assertThat(column.histogram(1)).isNull();
    column.remove(0);
    column.remove(1);
    assertThat(column.isEmpty()).isTrue();
  }

  @Test
  void presenceOfBothKindsIsKeptOrDropped() {
    StepColumn column = new StepColumn(4);
    column.set(0, 1);
    column.set(1, HISTOGRAM);
    column.set(2, 3);
    column.set(3, HISTOGRAM);
    Presence lower = new Presence(4);
    lower.set(0);
    lower.set(1);
    StepColumn other = column.copy();

    column.keep(lower);
    other.drop(lower);

    Presence kept = new Presence(4);
    column.addPresenceTo(kept);
    assertThat(kept.words()).containsExactly(0b0011);
    Presence rest = new Presence(4);
    other.addPresenceTo(rest);
    assertThat(rest.words()).containsExactly(0b1100);
  }

  private record Steps(int size, BitSet left, BitSet right) {}

  @Test
  void presenceIsASetOfSteps() {
    Gen.forAll(
        500,
        random -> {
          int size = 1 + random.nextInt(200);
          BitSet left = new BitSet();
          BitSet right = new BitSet();
          int chance = 1 + random.nextInt(20);
          for (int step = 0; step < size; step++) {
            left.set(step, random.nextInt(20) < chance);
            right.set(step, random.nextBoolean());
          }
          return new Steps(size, left, right);
        },
        tried -> {
          Presence left = presence(tried.size(), tried.left());
          assertThat(left.count()).isEqualTo(tried.left().cardinality());
          assertThat(left.isFull()).isEqualTo(tried.left().cardinality() == tried.size());
          assertThat(left.isEmpty()).isEqualTo(tried.left().isEmpty());
          for (int step = 0; step <= tried.size(); step++) {
            assertThat(left.next(step)).isEqualTo(tried.left().nextSetBit(step));
          }
          Presence right = presence(tried.size(), tried.right());
          assertThat(left.intersects(right)).isEqualTo(tried.left().intersects(tried.right()));
          Presence both = left.copy();
          both.and(right);
          Presence without = left.copy();
          without.andNot(right);
          Presence either = without.copy();
          either.or(both);
          assertThat(either.words()).isEqualTo(left.words());
          assertThat(both.intersects(without)).isFalse();
        });
  }

  private static Presence presence(int size, BitSet steps) {
    Presence presence = new Presence(size);
    steps.stream().forEach(presence::set);
    return presence;
  }

  @Test
  void fullPresenceHasNoStepTooMany() {
    Presence presence = new Presence(70);
    presence.fill();

    assertThat(presence.count()).isEqualTo(70);
    assertThat(presence.isFull()).isTrue();
    presence.unset(69);
    assertThat(presence.isFull()).isFalse();
    presence.clear();
    assertThat(presence.isEmpty()).isTrue();
  }
}
