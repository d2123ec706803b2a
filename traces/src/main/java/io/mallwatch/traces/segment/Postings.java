package io.mallwatch.traces.segment;

import java.util.Arrays;

/// Ordered lists of numbers.
final class Postings {

  private Postings() {}

  /// What is in both, in order.
  static int[] intersect(int[] left, int[] right) {
    int[] both = new int[Math.min(left.length, right.length)];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < left.length && j < right.length) {
      if (left[i] == right[j]) {
        both[size++] = left[i];
        i++;
        j++;
      } else if (left[i] < right[j]) {
        i++;
      } else {
        j++;
      }
    }
    return Arrays.copyOf(both, size);
  }
}
