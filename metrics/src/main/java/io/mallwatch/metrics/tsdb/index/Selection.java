package io.mallwatch.metrics.tsdb.index;

import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which series pass a list of matchers. A matcher that the empty value passes takes away the
/// series whose value fails; any other one asks for series whose value passes. Regular expressions
/// run over a label's distinct values, never over series; a plain `a|b|c` does not run at all.
public final class Selection {

  private static final String SPECIAL = ".^$*+?()[]{}\\";

  private Selection() {}

  /// Ids of the series that pass all of `matchers`; all series when there are none.
  public static Postings select(SeriesIndex index, List<Matcher> matchers) {
    List<Postings> wanted = new ArrayList<>();
    List<Postings> unwanted = new ArrayList<>();
    for (Matcher matcher : matchers) {
      if (matcher.matches("")) {
        unwanted.add(withValues(index, matcher, false));
      } else {
        Postings passing = passing(index, matcher);
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
    for (Postings list : unwanted) {
      selected = selected.minus(list);
    }
    return selected;
  }

  private static Postings passing(SeriesIndex index, Matcher matcher) {
    return switch (matcher.type()) {
      case EQUAL -> index.postings(matcher.name(), matcher.value());
      case REGEX -> {
        List<String> alternatives = alternatives(matcher.value());
        if (alternatives.isEmpty()) {
          yield withValues(index, matcher, true);
        }
        List<Postings> lists = new ArrayList<>();
        for (String value : alternatives) {
          lists.add(index.postings(matcher.name(), value));
        }
        yield Postings.anyOf(lists);
      }
      case NOT_EQUAL, NOT_REGEX -> withValues(index, matcher, true);
    };
  }

  private static Postings withValues(SeriesIndex index, Matcher matcher, boolean passing) {
    List<Postings> lists = new ArrayList<>();
    for (String value : index.values(matcher.name())) {
      if (matcher.matches(value) == passing) {
        lists.add(index.postings(matcher.name(), value));
      }
    }
    return Postings.anyOf(lists);
  }

  /// The values that a regular expression of plain words stands for; empty when it is not plain.
  static List<String> alternatives(String regex) {
    for (int i = 0; i < regex.length(); i++) {
      if (SPECIAL.indexOf(regex.charAt(i)) >= 0) {
        return List.of();
      }
    }
    return List.of(regex.split("\\|", -1));
  }
}
