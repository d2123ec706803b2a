package io.mallwatch.doors.elasticsearch.wire;

/// Names with `*` for any characters. Takes time in proportion to name and pattern at worst.
public final class Names {

  private Names() {}

  /// Whether the pattern is the name.
  public static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int from = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        from = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++from;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /// Whether the pattern is the path or a folder above it.
  public static boolean covers(String pattern, String path) {
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      if (matches(pattern, path.substring(0, dot))) {
        return true;
      }
    }
    return matches(pattern, path);
  }
}
