package io.mallwatch.metrics.tsdb.index;

import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which series pass a list of matchers. A matcher that the empty value passes takes away the
/// series whose value fails; any other one asks for series whose value passes. Regular expressions
/// run over a label's distinct values, never over series; one that only names values does not run
/// at all.
public final class Selection {

  private Selection() {}

  /// Ids of the series that pass all of `matchers`; all series when there are none.
  ///
  /// @throws IllegalArgumentException when a regular expression is none of RE2's
  public static Postings select(SeriesIndex index, List<Matcher> matchers) {
    List<Postings> wanted = new ArrayList<>();
    List<ValueTest> unwanted = new ArrayList<>();
    for (Matcher matcher : matchers) {
      ValueTest test = ValueTest.of(matcher);
      if (test.passesEmpty()) {
        unwanted.add(test);
      } else {
        Postings passing = passing(index, test);
        if (passing.isEmpty()) {
          return Postings.EMPTY;
        }
        wanted.add(passing);
      }
    }
    wanted.sort(Comparator.comparingInt(Postings::size));
    Postings selected = wanted.isEmpty() ? index.all() : wanted.getFirst();
    for (int i = 1; i < wanted.size() && !selected.isEmpty(); i++) {
      selected = selected.and(wanted.get(i));
    }
    for (int i = 0; i < unwanted.size() && !selected.isEmpty(); i++) {
      selected = selected.minus(failing(index, unwanted.get(i)));
    }
    return selected;
  }

  private static Postings passing(SeriesIndex index, ValueTest test) {
    if (test.values().isEmpty()) {
      return index.matching(test, true);
    }
    List<Postings> lists = new ArrayList<>();
    for (String value : test.values()) {
      lists.add(index.postings(test.matcher().name(), value));
    }
    return Postings.anyOf(lists);
  }

  /// Series that have the label and whose value does not pass.
  private static Postings failing(SeriesIndex index, ValueTest test) {
    Matcher matcher = test.matcher();
    return switch (matcher.type()) {
      case NOT_EQUAL -> index.postings(matcher.name(), matcher.value());
      case EQUAL, REGEX -> index.matching(test, false);
      case NOT_REGEX -> {
        ValueTest named =
            ValueTest.of(new Matcher(Matcher.Type.REGEX, matcher.name(), matcher.value()));
        yield passing(index, named);
      }
    };
  }
}
