package io.mallwatch.metrics.tsdb.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What [Selection] needs to know of a set of series with ids.
public interface SeriesIndex {

  /// Every series.
  Postings all();

  /// Series with label `name` = `value`; none when `value` is empty.
  Postings postings(String name, String value);

  /// Values of label `name`; order is not specified.
  Collection<String> values(String name);

  /// Series that have the label of `test` and whose value passes it, or does not.
  default Postings matching(ValueTest test, boolean passing) {
    String name = test.matcher().name();
    List<Postings> lists = new ArrayList<>();
    for (String value : values(name)) {
      if (test.passes(value) == passing) {
        lists.add(postings(name, value));
      }
    }
    return Postings.anyOf(lists);
  }
}
