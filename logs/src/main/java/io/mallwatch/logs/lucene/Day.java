package io.mallwatch.logs.lucene;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The entries of one UTC day to be read: as they are now ([Partition]), or as they were
/// ([Snapshots]).
interface Day {

  /// Days since 1970.
  long day();

  /// A reader that is not older than `interval`; null when there is nothing to read.
  Partition.@Nullable Lease lease(Duration interval) throws IOException;

  /// Where the entries live; the one to blame when they cannot be read.
  Partition partition();
}
