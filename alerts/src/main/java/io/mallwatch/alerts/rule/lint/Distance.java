package io.mallwatch.alerts.rule.lint;

/// How many letters two words differ by.
final class Distance {

  private Distance() {}

  /// Least number of letters to add, drop or replace (Levenshtein); something greater than `most`
  /// when it is more than that.
  static int between(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) > most) {
      return most + 1;
    }
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int other = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(other, Math.min(row[j - 1], above[j]) + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) {
        return most + 1;
      }
      above = row;
    }
    return above[b.length()];
  }
}
