package io.mallwatch.metrics.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.Gen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SelectionTest {

  private static final List<String> VALUES =
      List.of("", "a", "b", "ab", "支付", "x.y", "a|b", "long\nline");
  private static final List<String> PATTERNS =
      List.of("a", "a|b", "", ".*", ".+", "a.*", "(a|b)b?", "支付|x", "a||b", "[ab]+", "x\\.y");

  /// Series held in a plain list.
  private record PlainIndex(List<Labels> series) implements SeriesIndex {
    @Override
    public Postings all() {
      return Postings.firstIds(series.size());
    }

    @Override
    public Postings postings(String name, String value) {
      int[] ids = new int[series.size()];
      int count = 0;
      for (int id = 0; id < ids.length; id++) {
        if (series.get(id).get(name).equals(value) && !value.isEmpty()) {
          ids[count++] = id;
        }
      }
      return new Postings(ids, count);
    }

    @Override
    public Collection<String> values(String name) {
      TreeSet<String> values = new TreeSet<>();
      for (Labels labels : series) {
        if (labels.has(name)) {
          values.add(labels.get(name));
        }
      }
      return values;
    }
  }

  private record Case(List<Labels> series, List<Matcher> matchers) {}

  private static Gen<Case> cases() {
    Gen<Labels> labels =
        random ->
            Labels.of("a", Gen.oneOf(VALUES).next(random), "b", Gen.oneOf(VALUES).next(random));
    Gen<Matcher> matchers =
        random -> {
          Matcher.Type type = Gen.oneOf(List.of(Matcher.Type.values())).next(random);
          boolean regex = type == Matcher.Type.REGEX || type == Matcher.Type.NOT_REGEX;
          return new Matcher(
              type,
              Gen.oneOf(List.of("a", "b", "c")).next(random),
              Gen.oneOf(regex ? PATTERNS : VALUES).next(random));
        };
    return random ->
        new Case(Gen.lists(labels, 60).next(random), Gen.lists(matchers, 4).next(random));
  }

  @Test
  void selectionEqualsTestingEverySeries() {
    Gen.forAll(
        5000,
        cases(),
        one -> {
          List<Integer> expected = new ArrayList<>();
          for (int id = 0; id < one.series().size(); id++) {
            Labels labels = one.series().get(id);
            if (one.matchers().stream().allMatch(matcher -> matcher.matches(labels))) {
              expected.add(id);
            }
          }

          Postings selected = Selection.select(new PlainIndex(one.series()), one.matchers());

          assertThat(Arrays.stream(selected.ids(), 0, selected.size()).boxed().toList())
              .isEqualTo(expected);
        });
  }

  private static List<Integer> ids(Postings postings) {
    return Arrays.stream(postings.ids(), 0, postings.size()).boxed().toList();
  }

  @Test
  void manyListsAndFewGiveTheSameUnion() {
    Gen.forAll(
        200,
        Gen.lists(Gen.lists(Gen.ints(0, 50_000), 400), 20),
        lists -> {
          TreeSet<Integer> expected = new TreeSet<>();
          List<Postings> postings = new ArrayList<>();
          for (List<Integer> list : lists) {
            expected.addAll(list);
            int[] ids = list.stream().distinct().sorted().mapToInt(id -> id).toArray();
            postings.add(Postings.of(ids));
          }
          assertThat(ids(Postings.anyOf(postings))).isEqualTo(List.copyOf(expected));
        });
  }

  @Test
  void aShortListIsSearchedInALongOne() {
    Postings all = Postings.firstIds(10_000);
    Postings few = Postings.of(3, 5_000, 9_999, 20_000);

    assertThat(ids(few.and(all))).containsExactly(3, 5_000, 9_999);
    assertThat(ids(all.and(few))).containsExactly(3, 5_000, 9_999);
    assertThat(ids(few.minus(all))).containsExactly(20_000);
  }
}
