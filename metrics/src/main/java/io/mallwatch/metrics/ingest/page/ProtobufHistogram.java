package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.ingest.HistogramBuilder;
import io.mallwatch.metrics.ingest.page.PageCollector.Example;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `io.prometheus.client.Histogram`, which may be classic, native or both. Not thread-safe;
/// used again and again.
final class ProtobufHistogram {

  private static final int VARINT = ProtoCursor.VARINT;
  private static final int FIXED64 = ProtoCursor.FIXED64;
  private static final int LENGTH = ProtoCursor.LENGTH;

  private final ProtobufPage page;
  private final HistogramBuilder builder = new HistogramBuilder();
  private final ClassicHistogram classic = new ClassicHistogram();
  private final List<Example> examples = new ArrayList<>();
  private double[] bounds = new double[16];
  private double[] counts = new double[16];
  private @Nullable Example[] bucketExamples = new Example[16];
  private int buckets;
  private double wholeCount;
  private double floatingCount;
  private double wholeZero;
  private double floatingZero;
  private double zeroThreshold;
  private double sum;
  private long start;

  ProtobufHistogram(ProtobufPage page) {
    this.page = page;
  }

  static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1) * 2.0;
  }

  /// The cursor of the page is inside the message.
  void read() {
    clear();
    ProtoCursor in = page.in();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | VARINT -> wholeCount = unsigned(in.varint());
        case 2 << 3 | FIXED64 -> sum = in.fixedDouble();
        case 3 << 3 | LENGTH -> bucket(in);
        case 4 << 3 | FIXED64 -> floatingCount = in.fixedDouble();
        case 5 << 3 | VARINT -> builder.schema((int) in.zigzag());
        case 6 << 3 | FIXED64 -> zeroThreshold = in.fixedDouble();
        case 7 << 3 | VARINT -> wholeZero = unsigned(in.varint());
        case 8 << 3 | FIXED64 -> floatingZero = in.fixedDouble();
        default -> rest(in);
      }
    }
    write();
  }

  private void rest(ProtoCursor in) {
    switch (in.field()) {
      case 9 -> builder.negative().readSpan(in);
      case 10 -> builder.negative().readDeltas(in);
      case 11 -> builder.negative().readCounts(in);
      case 12 -> builder.positive().readSpan(in);
      case 13 -> builder.positive().readDeltas(in);
      case 14 -> builder.positive().readCounts(in);
      case 15 -> start = page.timestamp();
      case 16 -> examples.add(page.example());
      default -> in.skip();
    }
  }

  private void clear() {
    builder.clear();
    classic.clear();
    examples.clear();
    Arrays.fill(bucketExamples, 0, buckets, null);
    buckets = 0;
    wholeCount = 0;
    floatingCount = 0;
    wholeZero = 0;
    floatingZero = 0;
    zeroThreshold = 0;
    sum = 0;
    start = 0;
  }

  private void bucket(ProtoCursor in) {
    double whole = 0;
    double floating = 0;
    double bound = 0;
    Example example = null;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | VARINT -> whole = unsigned(in.varint());
        case 2 << 3 | FIXED64 -> bound = in.fixedDouble();
        case 3 << 3 | LENGTH -> example = page.example();
        case 4 << 3 | FIXED64 -> floating = in.fixedDouble();
        default -> in.skip();
      }
    }
    in.leave(outer);
    if (buckets == bounds.length) {
      bounds = Arrays.copyOf(bounds, buckets * 2);
      counts = Arrays.copyOf(counts, buckets * 2);
      bucketExamples = Arrays.copyOf(bucketExamples, buckets * 2);
    }
    bounds[buckets] = bound;
    counts[buckets] = floating != 0 ? floating : whole;
    bucketExamples[buckets++] = example;
  }

  private double count() {
    return floatingCount != 0 ? floatingCount : wholeCount;
  }

  private void write() {
    PageOptions options = page.collector().options();
    boolean isNative =
        builder.positive().spanPairs() > 0
            || builder.negative().spanPairs() > 0
            || zeroThreshold > 0
            || wholeZero > 0;
    if (isNative && options.nativeHistograms()) {
      writeNative(options);
      if (options.classicBeside() && buckets > 0) {
        writeClassic();
      }
      return;
    }
    if (!options.convertClassic() || options.classicBeside()) {
      writeClassic();
    }
    if (options.convertClassic()) {
      writeConverted();
    }
  }

  private void writeNative(PageOptions options) {
    boolean floating = floatingCount > 0 || floatingZero > 0;
    builder.count(floating ? floatingCount : wholeCount);
    builder.zeroCount(floating ? floatingZero : wholeZero);
    builder.zeroThreshold(zeroThreshold);
    builder.sum(sum);
    builder.hint(page.isGauge() ? ResetHint.GAUGE : ResetHint.UNKNOWN);
    if (floating) {
      builder.floating();
    }
    builder
        .problem()
        .ifPresent(problem -> {
          throw new MalformedProtoException(
              "histogram %s: %s".formatted(page.familyName(), problem));
        });
    builder.positive().compact(0);
    builder.negative().compact(0);
    builder.coarsen(Math.min(options.finestSchema(), HistogramBuilder.FINEST));
    while (options.bucketLimit() > 0 && builder.buckets() > options.bucketLimit()) {
      if (builder.schema() <= HistogramBuilder.COARSEST) {
        throw tooManyBuckets(builder.buckets(), options.bucketLimit());
      }
      builder.coarsen(builder.schema() - 1);
    }
    write(builder.build(), nativeExamples());
  }

  private PageLimitException tooManyBuckets(int found, int limit) {
    return new PageLimitException(
        PageLimitException.Limit.BUCKETS,
        "bucket limit exceeded: %s has %d buckets, the limit is %d"
            .formatted(page.familyName(), found, limit));
  }

  private List<Example> nativeExamples() {
    if (!examples.isEmpty()) {
      return examples;
    }
    for (int i = 0; i < buckets; i++) {
      Example example = bucketExamples[i];
      if (example != null) {
        examples.add(example);
      }
    }
    return examples;
  }

  private void write(NativeHistogram histogram, List<Example> with) {
    page.histogram(page.series("", "", 1), histogram, start, with);
  }

  private void writeClassic() {
    page.sample(page.series("_count", "", 0), count(), start, null);
    page.sample(page.series("_sum", "", 0), sum, start, null);
    boolean infinite = false;
    for (int i = 0; i < buckets && !infinite; i++) {
      infinite = bounds[i] == Double.POSITIVE_INFINITY;
      page.sample(page.series("_bucket", "le", bounds[i]), counts[i], start, bucketExamples[i]);
    }
    if (!infinite) {
      page.sample(page.series("_bucket", "le", Double.POSITIVE_INFINITY), count(), start, null);
    }
  }

  private void writeConverted() {
    classic.count(count());
    classic.sum(sum);
    for (int i = 0; i < buckets; i++) {
      classic.bucket(bounds[i], counts[i]);
    }
    ResetHint hint = page.isGauge() ? ResetHint.GAUGE : ResetHint.UNKNOWN;
    NativeHistogram made =
        classic
            .histogram(hint)
            .orElseThrow(() ->
                new MalformedProtoException(
                    "the buckets of histogram %s do not fit together"
                        .formatted(page.familyName())));
    int limit = page.collector().options().bucketLimit();
    if (limit > 0 && made.positiveBuckets().length > limit) {
      throw tooManyBuckets(made.positiveBuckets().length, limit);
    }
    write(made, nativeExamples());
  }
}
