package io.mallwatch.metrics.ingest;

import io.mallwatch.model.wire.ProtoCursor;
import java.util.Arrays;
import java.util.Optional;

/// The positive or the negative buckets of a histogram as they are read: spans and counts. Not
/// thread-safe.
public final class HistogramSide {

  private static final int[] NO_SPANS = {};
  private static final double[] NO_COUNTS = {};

  private int[] spans = new int[8]; // offset, length, offset, length ...
  private int spanEnd;
  private double[] counts = new double[32];
  private int size;
  private long last;

  void clear() {
    spanEnd = 0;
    size = 0;
    last = 0;
  }

  /// Adds a run of buckets.
  ///
  /// @param offset buckets skipped since the last run; of the first, the index that it starts at
  public void span(int offset, int length) {
    if (spanEnd == spans.length) {
      spans = Arrays.copyOf(spans, spanEnd * 2);
    }
    spans[spanEnd++] = offset;
    spans[spanEnd++] = length;
  }

  /// Adds a bucket.
  public void bucket(double count) {
    if (size == counts.length) {
      counts = Arrays.copyOf(counts, size * 2);
    }
    counts[size++] = count;
  }

  /// Adds a bucket by how its count differs from the bucket before.
  public void delta(long difference) {
    last += difference;
    bucket((double) last);
  }

  /// Reads a `BucketSpan` of remote write or of the exposition format; the cursor is at it.
  public void readSpan(ProtoCursor in) {
    int offset = 0;
    long length = 0;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | ProtoCursor.VARINT -> offset = (int) in.zigzag();
        case 2 << 3 | ProtoCursor.VARINT -> length = in.varint();
        default -> in.skip();
      }
    }
    in.leave(outer);
    span(offset, length < 0 || length > Integer.MAX_VALUE ? -1 : (int) length);
  }

  /// Reads a packed or single field of differences; the cursor is at it.
  public void readDeltas(ProtoCursor in) {
    if (in.wireType() != ProtoCursor.LENGTH) {
      delta(in.zigzag());
      return;
    }
    int outer = in.enter();
    while (in.position() < in.limit()) {
      delta(in.zigzag());
    }
    in.leave(outer);
  }

  /// Reads a packed or single field of counts; the cursor is at it.
  public void readCounts(ProtoCursor in) {
    if (in.wireType() != ProtoCursor.LENGTH) {
      bucket(in.fixedDouble());
      return;
    }
    int outer = in.enter();
    while (in.position() < in.limit()) {
      bucket(in.fixedDouble());
    }
    in.leave(outer);
  }

  int buckets() {
    return size;
  }

  /// How many runs there are.
  public int spanPairs() {
    return spanEnd / 2;
  }

  /// The index after the last bucket.
  long end() {
    long end = 0;
    for (int i = 0; i < spanEnd; i++) {
      end += spans[i];
    }
    return end;
  }

  double total() {
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += counts[i];
    }
    return total;
  }

  Optional<String> problem(String side, boolean fromZero) {
    long covered = 0;
    long index = 0;
    for (int i = 0; i < spanEnd; i += 2) {
      if ((i > 0 || fromZero) && spans[i] < 0) {
        return Optional.of(
            "%s span %d goes back by %d".formatted(side, i / 2 + 1, -(long) spans[i]));
      }
      if (spans[i + 1] < 0) {
        return Optional.of("%s span %d is too long".formatted(side, i / 2 + 1));
      }
      covered += spans[i + 1];
      index += (long) spans[i] + spans[i + 1];
    }
    if (covered != size) {
      return Optional.of(
          "%s spans are for %d buckets, there are %d".formatted(side, covered, size));
    }
    if (index > Integer.MAX_VALUE) {
      return Optional.of("%s buckets lie beyond all numbers".formatted(side));
    }
    for (int i = 0; i < size; i++) {
      if (counts[i] < 0) {
        return Optional.of("%s bucket %d has a negative count".formatted(side, i + 1));
      }
    }
    return Optional.empty();
  }

  /// Puts `2^levels` buckets together into one each.
  void merge(int levels) {
    int shift = Math.min(levels, 31);
    int[] oldSpans = Arrays.copyOf(spans, spanEnd);
    double[] old = Arrays.copyOf(counts, size);
    spanEnd = 0;
    size = 0;
    long index = 0;
    int at = 0;
    long target = Long.MIN_VALUE;
    for (int i = 0; i < oldSpans.length; i += 2) {
      index += oldSpans[i];
      for (int j = 0; j < oldSpans[i + 1]; j++) {
        long merged = ((index - 1) >> shift) + 1; // upper bounds stay upper bounds
        if (merged == target) {
          counts[size - 1] += old[at++];
        } else {
          place(merged, target, old[at++]);
          target = merged;
        }
        index++;
      }
    }
  }

  private void place(long index, long before, double count) {
    if (spanEnd == 0) {
      span((int) index, 0);
    } else if (index > before + 1) {
      span((int) (index - before - 1), 0);
    }
    spans[spanEnd - 1]++;
    bucket(count);
  }

  /// Leaves empty buckets out, except up to `gap` of them between two that are not empty.
  public void compact(int gap) {
    int[] oldSpans = Arrays.copyOf(spans, spanEnd);
    double[] old = Arrays.copyOf(counts, size);
    spanEnd = 0;
    size = 0;
    long index = 0;
    int at = 0;
    long before = Long.MIN_VALUE;
    for (int i = 0; i < oldSpans.length; i += 2) {
      index += oldSpans[i];
      for (int j = 0; j < oldSpans[i + 1]; j++, index++) {
        double count = old[at++];
        if (count == 0) {
          continue;
        }
        if (size > 0 && index - before - 1 <= gap) {
          while (before < index - 1) {
            place(before + 1, before, 0);
            before++;
          }
        }
        place(index, before, count);
        before = index;
      }
    }
  }

  int[] spans() {
    return spanEnd == 0 ? NO_SPANS : Arrays.copyOf(spans, spanEnd);
  }

  double[] counts() {
    return size == 0 ? NO_COUNTS : Arrays.copyOf(counts, size);
  }
}
