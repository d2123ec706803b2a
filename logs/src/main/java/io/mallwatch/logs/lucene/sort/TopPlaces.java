package io.mallwatch.logs.lucene.sort;

import io.mallwatch.logs.lucene.sort.TimePage.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The first of many places by time. Places come nearly in the order of time, the best ones often
/// last, where a heap would be turned over by each; here a new one costs a comparison and a copy,
/// and twice as many as are wanted are cut down to those at once. Not thread-safe.
final class TopPlaces {

  private final boolean newestFirst;
  private final int most;
  private long[] nanos;
  private long[] sequences;
  private int[] documents;
  private int size;

  // What a place must come before to be among the first ones: the last of them when they were cut.
  private boolean full;
  private long lastNanos;
  private long lastSequence;

  /// @param most how many are wanted, at least one
  TopPlaces(boolean newestFirst, int most) {
    this.newestFirst = newestFirst;
    this.most = most;
    int room = Math.min(2 * most + 64, 4_096);
    this.nanos = new long[room];
    this.sequences = new long[room];
    this.documents = new int[room];
  }

  /// Takes a place, unless as many lie before it.
  void offer(long time, long sequence, int document) {
    if (full && order(time, sequence, lastNanos, lastSequence) >= 0) {
      return;
    }
    if (size == nanos.length) {
      makeRoom();
      if (full && order(time, sequence, lastNanos, lastSequence) >= 0) {
        return;
      }
    }
    nanos[size] = time;
    sequences[size] = sequence;
    documents[size++] = document;
  }

  private void makeRoom() {
    if (size >= 2 * most) {
      cut();
      return;
    }
    int room = Math.max(size + 1, Math.min(2 * most + 64, 2 * size));
    nanos = Arrays.copyOf(nanos, room);
    sequences = Arrays.copyOf(sequences, room);
    documents = Arrays.copyOf(documents, room);
  }

  /// Whether nothing of this time can be among the first ones any more; cuts what is held.
  boolean cannotHelp(long time) {
    if (size < most) {
      return false;
    }
    cut();
    return newestFirst ? time < lastNanos : time > lastNanos;
  }

  /// Whether as many as are wanted are held.
  boolean isFull() {
    return size >= most;
  }

  /// The first ones, in order.
  List<Place> sorted() {
    cut();
    List<Place> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(new Place(nanos[i], sequences[i], documents[i]));
    }
    all.sort((a, b) -> order(a.nanos(), a.sequence(), b.nanos(), b.sequence()));
    return all;
  }

  /// Less than 0 when `a` comes before `b`.
  private int order(long nanosA, long sequenceA, long nanosB, long sequenceB) {
    int ascending =
        nanosA != nanosB ? Long.compare(nanosA, nanosB) : Long.compare(sequenceA, sequenceB);
    return newestFirst ? -ascending : ascending;
  }

  private int order(int a, int b) {
    return order(nanos[a], sequences[a], nanos[b], sequences[b]);
  }

  /// Keeps the first ones of those that are held.
  private void cut() {
    if (size < most || (full && size == most)) {
      return;
    }
    select();
    size = most;
    full = true;
    int last = 0;
    for (int i = 1; i < most; i++) {
      if (order(i, last) > 0) {
        last = i;
      }
    }
    lastNanos = nanos[last];
    lastSequence = sequences[last];
  }

  /// Brings the first `most` before all others: Hoare's selection, by the middle of three.
  private void select() {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      swap(middle(low, low + (high - low) / 2, high), low);
      long pivotNanos = nanos[low];
      long pivotSequence = sequences[low];
      int left = low - 1;
      int right = high + 1;
      while (true) {
        do {
          left++;
        } while (order(nanos[left], sequences[left], pivotNanos, pivotSequence) < 0);
        do {
          right--;
        } while (order(nanos[right], sequences[right], pivotNanos, pivotSequence) > 0);
        if (left >= right) {
          break;
        }
        swap(left, right);
      }
      if (right >= most - 1) {
        high = right;
      } else {
        low = right + 1;
      }
    }
  }

  private int middle(int a, int b, int c) {
    if (order(a, b) < 0) {
      return order(b, c) < 0 ? b : order(a, c) < 0 ? c : a;
    }
    return order(a, c) < 0 ? a : order(b, c) < 0 ? c : b;
  }

  private void swap(int a, int b) {
    long time = nanos[a];
    nanos[a] = nanos[b];
    nanos[b] = time;
    long sequence = sequences[a];
    sequences[a] = sequences[b];
    sequences[b] = sequence;
    int document = documents[a];
    documents[a] = documents[b];
    documents[b] = document;
  }
}
