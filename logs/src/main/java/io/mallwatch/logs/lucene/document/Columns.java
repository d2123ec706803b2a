package io.mallwatch.logs.lucene.document;

import java.util.HashSet;
import java.util.Set;

/// Which paths of structured data have a column in a partition: the first ones that came, up to a
/// bound. A path that came too late never gets one there, so a column is always complete. Only the
/// indexing thread uses it.
public final class Columns {

  private final int bound;
  private final Set<String> paths;

  /// @param paths those that have a column already
  public Columns(int bound, Set<String> paths) {
    this.bound = bound;
    this.paths = new HashSet<>(paths);
  }

  /// Whether the path has a column; gives it one while there is room.
  public boolean has(String path) {
    return paths.contains(path) || (paths.size() < bound && paths.add(path));
  }
}
