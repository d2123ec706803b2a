package io.mallwatch.metrics.promql.function;

import java.util.Comparator;

/// Orders text as people do: runs of digits by their value, so `cpu9` comes before `cpu10`.
public final class NaturalOrder implements Comparator<String> {

  @Override
  public int compare(String left, String right) {
    int i = 0;
    int j = 0;
    while (i < left.length() && j < right.length()) {
      int leftEnd = runEnd(left, i);
      int rightEnd = runEnd(right, j);
      int order = compareRuns(left.substring(i, leftEnd), right.substring(j, rightEnd));
      if (order != 0) {
        return order;
      }
      i = leftEnd;
      j = rightEnd;
    }
    return Integer.compare(left.length() - i, right.length() - j);
  }

  private static int runEnd(String text, int from) {
    boolean digits = isDigit(text.charAt(from));
    int end = from + 1;
    while (end < text.length() && isDigit(text.charAt(end)) == digits) {
      end++;
    }
    return end;
  }

  private static int compareRuns(String left, String right) {
    if (!isDigit(left.charAt(0)) || !isDigit(right.charAt(0))) {
      return left.compareTo(right);
    }
    String a = left.replaceFirst("^0+(?!$)", "");
    String b = right.replaceFirst("^0+(?!$)", "");
    if (a.length() != b.length()) {
      return Integer.compare(a.length(), b.length());
    }
    int byValue = a.compareTo(b);
    return byValue != 0 ? byValue : Integer.compare(left.length(), right.length());
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
