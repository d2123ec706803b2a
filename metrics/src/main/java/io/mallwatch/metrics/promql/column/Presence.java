package io.mallwatch.metrics.promql.column;

import java.util.Arrays;

/// A set of steps. Its length is fixed, so that loops need not ask. Not thread-safe.
public final class Presence {

  private final int steps;
  private final long[] words;

  /// Empty, of steps from 0 to `steps - 1`.
  public Presence(int steps) {
    this.steps = steps;
    this.words = new long[(steps + 63) >>> 6];
  }

  /// How many steps there could be.
  public int steps() {
    return steps;
  }

  public boolean has(int step) {
    return (words[step >>> 6] >>> step & 1) != 0;
  }

  public void set(int step) {
    words[step >>> 6] |= 1L << step;
  }

  public void unset(int step) {
    words[step >>> 6] &= ~(1L << step);
  }

  /// Takes all steps in.
  public void fill() {
    Arrays.fill(words, -1L);
    if (words.length > 0) {
      words[words.length - 1] = lastWord();
    }
  }

  private long lastWord() {
    return (steps & 63) == 0 ? -1L : (1L << steps) - 1;
  }

  public void clear() {
    Arrays.fill(words, 0);
  }

  public boolean isEmpty() {
    for (long word : words) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  /// Whether every step is in it; false when there are no steps.
  public boolean isFull() {
    int last = words.length - 1;
    for (int i = 0; i < last; i++) {
      if (words[i] != -1L) {
        return false;
      }
    }
    return last >= 0 && words[last] == lastWord();
  }

  /// How many steps are in it.
  public int count() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /// The first step in it from `from` on, or -1.
  public int next(int from) {
    if (from >= steps) {
      return -1;
    }
    int index = from >>> 6;
    long word = words[index] & (-1L << from);
    while (word == 0) {
      if (++index == words.length) {
        return -1;
      }
      word = words[index];
    }
    return (index << 6) + Long.numberOfTrailingZeros(word);
  }

  public void or(Presence other) {
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
    }
  }

  public void and(Presence other) {
    for (int i = 0; i < words.length; i++) {
      words[i] &= other.words[i];
    }
  }

  public void andNot(Presence other) {
    for (int i = 0; i < words.length; i++) {
      words[i] &= ~other.words[i];
    }
  }

  public boolean intersects(Presence other) {
    for (int i = 0; i < words.length; i++) {
      if ((words[i] & other.words[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  public void copyFrom(Presence other) {
    System.arraycopy(other.words, 0, words, 0, words.length);
  }

  public Presence copy() {
    Presence copy = new Presence(steps);
    copy.copyFrom(this);
    return copy;
  }

  /// Steps `64 * i` to `64 * i + 63` as bits from the lowest; for hot loops, which may write too.
  public long[] words() {
    return words;
  }
}
