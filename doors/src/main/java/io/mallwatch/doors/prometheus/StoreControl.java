package io.mallwatch.doors.prometheus;

import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import java.util.List;

/// Changes what is stored. Thread-safe; calls block.
public interface StoreControl {

  /// Whether the operator allows this (`doors.admin_api`).
  boolean isAllowed();

  /// Deletes the samples in `range` of series that pass all of `matchers`.
  void delete(List<Matcher> matchers, TimeRange range);

  /// Frees the room that deleted samples still take.
  void cleanDeleted();

  /// Copies all that is stored into a folder of its own.
  ///
  /// @param skipHead leave out what is not yet in blocks
  /// @return the name of the folder, below `snapshots` in the folder of the store
  String snapshot(boolean skipHead);
}
