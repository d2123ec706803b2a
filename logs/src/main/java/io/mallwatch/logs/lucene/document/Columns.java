package io.mallwatch.logs.lucene.document;

import java.util.HashSet;
import java.util.Set;

/// Which paths of structured data have a column in a partition: the first ones that came, up to a
/// bound, but for those whose first value looks like an id: nobody counts what is different in
/// every entry, and its column is the dearest. A path that has none at first never gets one there,
/// so a column is always complete. Only the indexing thread uses it.
public final class Columns {

  private static final int MAX_WITHOUT = 10_000;
  private static final int ID_DIGITS = 9;

  private final Set<String> paths;
  private final Set<String> without;
  private int bound;

  /// @param paths those that have a column already
  /// @param without those that have none
  public Columns(int bound, Set<String> paths, Set<String> without) {
    this.bound = bound;
    this.paths = new HashSet<>(paths);
    this.without = new HashSet<>(without);
  }

  /// Whether the path has a column; gives it one while there is room.
  ///
  /// @param value of the path in the entry at hand
  public boolean has(String path, Object value) {
    if (paths.contains(path)) {
      return true;
    }
    if (paths.size() >= bound || without.contains(path)) {
      return false;
    }
    if (value instanceof String text && looksLikeId(text)) {
      without.add(path);
      if (without.size() >= MAX_WITHOUT) {
        bound = paths.size();
      }
      return false;
    }
    return paths.add(path);
  }

  /// Many digits in a row, or many hexadecimal ones with some of both kinds.
  static boolean looksLikeId(String text) {
    int digits = 0;
    int hex = 0;
    int hexDigits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      digits = digit ? digits + 1 : 0;
      hex = digit || letter ? hex + 1 : c == '-' ? hex : 0;
      hexDigits = hex == 0 ? 0 : hexDigits + (digit ? 1 : 0);
      if (digits >= ID_DIGITS || (hex >= 16 && hexDigits >= 4)) {
        return true;
      }
    }
    return false;
  }
}
