package io.mallwatch.metrics.tsdb.index;

import java.util.Collection;

/// What [Selection] needs to know of a set of series with ids.
public interface SeriesIndex {

  /// Every series.
  Postings all();

  /// Series with label `name` = `value`; `value` is not empty.
  Postings postings(String name, String value);

  /// Values of label `name`; order is not specified.
  Collection<String> values(String name);
}
