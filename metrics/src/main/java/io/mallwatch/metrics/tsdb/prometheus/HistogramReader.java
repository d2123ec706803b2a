package io.mallwatch.metrics.tsdb.prometheus;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Sample;

/// Decodes a chunk of histograms, whose counts are integers (bucket by bucket the difference to the
/// bucket before, in time second differences) or doubles (XOR with the value before). Not
/// thread-safe.
final class HistogramReader {

  private static final int GAUGE = 3;

  /// More spans or buckets than this are a sign of damage.
  private static final int MOST = 1 << 20;

  private final BitStream in;
  private final boolean floats;
  private final boolean gauge;
  private final StartTimes starts;

  private double zeroThreshold;
  private int schema;
  private int[] positiveSpans = {};
  private int[] negativeSpans = {};
  private double[] bounds = {};
  private final XorValue sum = new XorValue();
  private final Count count = new Count();
  private final Count zeroCount = new Count();
  private Count[] positive = {};
  private Count[] negative = {};

  /// A count as it goes on in time.
  private static final class Count {
    private final XorValue number = new XorValue();
    private long integer;
    private long step;
  }

  /// @param resets what the chunk says of counter resets, 0 to 3
  HistogramReader(BitStream in, boolean floats, int resets, StartTimes starts) {
    this.in = in;
    this.floats = floats;
    this.gauge = resets == GAUGE;
    this.starts = starts;
  }

  void read(int samples, SampleColumns out) {
    readLayout();
    long time = 0;
    long delta = 0;
    for (int i = 0; i < samples; i++) {
      long before = time;
      if (i == 0) {
        time = in.varbit();
      } else {
        delta += in.varbit();
        time += delta;
      }
      boolean first = i == 0;
      next(count, first, false);
      next(zeroCount, first, false);
      if (first) {
        sum.set(in.number());
      } else {
        sum.next(in);
      }
      boolean stale = Sample.isStale(sum.value());
      if (first || !stale) {
        nextAll(positive, first);
        nextAll(negative, first);
      }
      out.add(time, stale ? NativeHistogram.stale() : histogram(i));
      starts.next(in, i, before, time, out);
    }
  }

  private void nextAll(Count[] counts, boolean first) {
    for (Count one : counts) {
      next(one, first, true);
    }
  }

  private void next(Count one, boolean first, boolean bucket) {
    if (floats && first) {
      one.number.set(in.number());
    } else if (floats) {
      one.number.next(in);
    } else if (first) {
      one.integer = bucket ? in.varbit() : in.unsignedVarbit();
    } else {
      one.step += in.varbit();
      one.integer += one.step;
    }
  }

  private NativeHistogram histogram(int index) {
    ResetHint hint = index == 0 ? ResetHint.UNKNOWN : ResetHint.NOT_RESET;
    return new NativeHistogram(
        schema,
        zeroThreshold,
        floats ? zeroCount.number.value() : zeroCount.integer,
        floats ? count.number.value() : count.integer,
        sum.value(),
        positiveSpans,
        absolute(positive),
        negativeSpans,
        absolute(negative),
        bounds,
        gauge ? ResetHint.GAUGE : hint);
  }

  private double[] absolute(Count[] counts) {
    double[] absolute = new double[counts.length];
    long integer = 0;
    for (int i = 0; i < counts.length; i++) {
      integer += counts[i].integer;
      absolute[i] = floats ? counts[i].number.value() : integer;
    }
    return absolute;
  }

  private void readLayout() {
    int code = (int) in.bits(8);
    zeroThreshold =
        switch (code) {
          case 0 -> 0;
          case 255 -> in.number();
          default -> Math.scalb(0.5, code - 243);
        };
    schema = (int) in.varbit();
    positiveSpans = readSpans();
    positive = counts(positiveSpans);
    negativeSpans = readSpans();
    negative = counts(negativeSpans);
    if (schema == NativeHistogram.CUSTOM_BUCKETS) {
      bounds = new double[bounded(in.unsignedVarbit())];
      for (int i = 0; i < bounds.length; i++) {
        long coded = in.unsignedVarbit();
        bounds[i] = coded == 0 ? in.number() : (coded - 1) / 1000.0;
      }
    }
  }

  /// Pairs of offset and length, which stand the other way round in the chunk.
  private int[] readSpans() {
    int[] spans = new int[2 * bounded(in.unsignedVarbit())];
    for (int i = 0; i < spans.length; i += 2) {
      spans[i + 1] = bounded(in.unsignedVarbit());
      spans[i] = (int) in.varbit();
    }
    return spans;
  }

  private static Count[] counts(int[] spans) {
    int buckets = 0;
    for (int i = 1; i < spans.length; i += 2) {
      buckets = bounded((long) buckets + spans[i]);
    }
    Count[] counts = new Count[buckets];
    for (int i = 0; i < buckets; i++) {
      counts[i] = new Count();
    }
    return counts;
  }

  private static int bounded(long number) {
    if (number < 0 || number > MOST) {
      throw new CorruptDataException("a histogram has %d parts".formatted(number));
    }
    return (int) number;
  }
}
