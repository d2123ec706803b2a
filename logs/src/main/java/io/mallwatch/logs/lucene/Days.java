package io.mallwatch.logs.lucene;

import io.mallwatch.model.TimeRange;
import java.util.List;

/// Every day that can be read.
interface Days {

  /// Days that have a moment of the range, newest first or oldest first.
  List<? extends Day> covering(TimeRange range, boolean newestFirst);
}
