package io.mallwatch.metrics.tsdb.index;

import java.util.Arrays;
import java.util.List;

/// An increasing list of series ids: the first `size` entries of `ids`, not to be changed.
public record Postings(int[] ids, int size) {

  /// No series at all.
  public static final Postings EMPTY = new Postings(new int[0], 0);

  /// How much longer the other list must be before each id is searched for instead of both lists
  /// being walked.
  private static final int SEARCH_RATIO = 16;

  /// Ids up to which sorting them is quicker than marking them.
  private static final int FEW = 2048;

  public static Postings of(int... ids) {
    return new Postings(ids, ids.length);
  }

  /// The ids 0 to `count - 1`.
  public static Postings firstIds(int count) {
    int[] ids = new int[count];
    Arrays.setAll(ids, i -> i);
    return of(ids);
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public boolean contains(int id) {
    return Arrays.binarySearch(ids, 0, size, id) >= 0;
  }

  /// The ids in both.
  public Postings and(Postings other) {
    Postings small = size <= other.size ? this : other;
    Postings large = size <= other.size ? other : this;
    int[] both = new int[small.size];
    int count = 0;
    boolean search = (long) small.size * SEARCH_RATIO < large.size;
    int at = 0;
    for (int i = 0; i < small.size && at < large.size; i++) {
      int id = small.ids[i];
      if (search) {
        int found = Arrays.binarySearch(large.ids, at, large.size, id);
        at = found >= 0 ? found : -(found + 1);
      } else {
        while (at < large.size && large.ids[at] < id) {
          at++;
        }
      }
      if (at < large.size && large.ids[at] == id) {
        both[count++] = id;
      }
    }
    return new Postings(both, count);
  }

  /// The ids that are not in `other`.
  public Postings minus(Postings other) {
    if (size == 0 || other.size == 0) {
      return this;
    }
    int[] rest = new int[size];
    int count = 0;
    int at = 0;
    for (int i = 0; i < size; i++) {
      while (at < other.size && other.ids[at] < ids[i]) {
        at++;
      }
      if (at == other.size || other.ids[at] != ids[i]) {
        rest[count++] = ids[i];
      }
    }
    return new Postings(rest, count);
  }

  /// The ids in any of `lists`.
  public static Postings anyOf(List<Postings> lists) {
    if (lists.isEmpty()) {
      return EMPTY;
    }
    if (lists.size() == 1) {
      return lists.getFirst();
    }
    int total = 0;
    for (Postings list : lists) {
      total = Math.addExact(total, list.size);
    }
    return total < FEW ? sorted(lists, total) : marked(lists);
  }

  private static Postings sorted(List<Postings> lists, int total) {
    int[] all = new int[total];
    int at = 0;
    for (Postings list : lists) {
      System.arraycopy(list.ids, 0, all, at, list.size);
      at += list.size;
    }
    Arrays.sort(all);
    int count = 0;
    for (int i = 0; i < total; i++) {
      if (count == 0 || all[count - 1] != all[i]) {
        all[count++] = all[i];
      }
    }
    return new Postings(all, count);
  }

  /// A bit for each id between the first and the last.
  private static Postings marked(List<Postings> lists) {
    int first = Integer.MAX_VALUE;
    int last = 0;
    for (Postings list : lists) {
      if (list.size > 0) {
        first = Math.min(first, list.ids[0]);
        last = Math.max(last, list.ids[list.size - 1]);
      }
    }
    long[] marks = new long[(last - first) / 64 + 1];
    for (Postings list : lists) {
      for (int i = 0; i < list.size; i++) {
        int bit = list.ids[i] - first;
        marks[bit >>> 6] |= 1L << bit;
      }
    }
    int count = 0;
    for (long word : marks) {
      count += Long.bitCount(word);
    }
    int[] ids = new int[count];
    int at = 0;
    for (int i = 0; i < marks.length; i++) {
      for (long word = marks[i]; word != 0; word &= word - 1) {
        ids[at++] = first + (i << 6) + Long.numberOfTrailingZeros(word);
      }
    }
    return of(ids);
  }
}
