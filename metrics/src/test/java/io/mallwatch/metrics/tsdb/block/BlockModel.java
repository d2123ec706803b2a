package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.testkit.Gen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What blocks should hold, in plain maps: series by labels, samples by time.
public final class BlockModel {

  /// One sample, bit for bit.
  public record Cell(long bits, @Nullable NativeHistogram histogram, long start) {
    public static Cell of(double value) {
      return new Cell(Double.doubleToRawLongBits(value), null, 0);
    }

    static Cell of(NativeHistogram histogram) {
      return new Cell(Double.doubleToRawLongBits(histogram.sum()), histogram, 0);
    }
  }

  private final NavigableMap<Labels, NavigableMap<Long, Cell>> series = new TreeMap<>(Labels.ORDER);

  public void put(Labels labels, long at, Cell cell) {
    series.computeIfAbsent(labels, l -> new TreeMap<>()).put(at, cell);
  }

  public void put(Labels labels, long at, double value) {
    put(labels, at, Cell.of(value));
  }

  public void putAll(BlockModel other) {
    other.series.forEach((labels, samples) -> samples.forEach((at, v) -> put(labels, at, v)));
  }

  /// Takes samples as read from a store.
  public void put(Labels labels, SampleColumns samples) {
    NativeHistogram[] histograms = samples.histograms();
    long[] starts = samples.starts();
    for (int i = 0; i < samples.size(); i++) {
      if (i > 0 && samples.times()[i] <= samples.times()[i - 1]) {
        throw new AssertionError("samples of %s are not in order".formatted(labels));
      }
      Cell cell =
          new Cell(
              Double.doubleToRawLongBits(samples.values()[i]),
              histograms == null ? null : histograms[i],
              starts == null ? 0 : starts[i]);
      put(labels, samples.times()[i], cell);
    }
  }

  public NavigableMap<Labels, NavigableMap<Long, Cell>> series() {
    return series;
  }

  /// Removes samples, and series that have none left.
  public void remove(Labels labels, long from, long to) {
    NavigableMap<Long, Cell> samples = series.get(labels);
    if (samples != null) {
      samples.subMap(from, true, to, true).clear();
      if (samples.isEmpty()) {
        series.remove(labels);
      }
    }
  }

  /// What is in `[from, to]`.
  public BlockModel between(long from, long to) {
    BlockModel part = new BlockModel();
    series.forEach((labels, samples) ->
        samples.subMap(from, true, to, true).forEach((at, cell) -> part.put(labels, at, cell)));
    return part;
  }

  List<BlockSeries> blockSeries() {
    List<BlockSeries> all = new ArrayList<>();
    series.forEach((labels, samples) -> all.add(new BlockSeries(labels, columns(samples))));
    return all;
  }

  /// The samples of one series in columns.
  public static SampleColumns columns(NavigableMap<Long, Cell> samples) {
    SampleColumns columns = new SampleColumns(1);
    samples.forEach((at, cell) -> {
      if (cell.histogram() == null) {
        columns.add(at, Double.longBitsToDouble(cell.bits()));
      } else {
        columns.add(at, cell.histogram());
      }
      if (cell.start() != 0) {
        columns.startedAt(cell.start());
      }
    });
    return columns;
  }

  /// Writes everything as one block of `set`.
  public BlockMeta writeTo(BlockSet set, long from, long to) {
    try {
      return set.write(from, to, blockSeries().iterator()).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BlockSet open(Path folder) {
    try {
      return BlockSet.open(folder, new UnsyncedDisk());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Everything in `set`; blocks of higher rank win.
  static BlockModel read(BlockSet set) {
    BlockModel model = new BlockModel();
    try (BlockSet.Lease lease = set.lease(Long.MIN_VALUE, Long.MAX_VALUE)) {
      TimeCache cache = new TimeCache();
      SampleColumns samples = new SampleColumns(1);
      List<Block> ranked = new ArrayList<>(lease.blocks());
      ranked.sort(Comparator.comparingLong(block -> block.meta().rank()));
      for (Block block : ranked) {
        Postings all = block.select(List.of());
        for (int i = 0; i < all.size(); i++) {
          samples.clear();
          block.read(i, Long.MIN_VALUE, Long.MAX_VALUE, cache, samples);
          model.put(block.labels(i), samples);
        }
      }
    }
    return model;
  }

  /// A few series of numbers, histograms, and both, with times in `[0, 1200)`.
  public static Gen<BlockModel> models() {
    return random -> {
      BlockModel model = new BlockModel();
      int count = random.nextInt(1, 12);
      for (int i = 0; i < count; i++) {
        fill(random, labels(random), model);
      }
      return model;
    };
  }

  private static Labels labels(RandomGenerator random) {
    return Labels.of(
        "__name__",
        "m" + random.nextInt(3),
        "v",
        Gen.text(3).next(random),
        "w",
        "w" + random.nextInt(2));
  }

  private static void fill(RandomGenerator random, Labels labels, BlockModel model) {
    int kind = random.nextInt(4);
    boolean steady = random.nextBoolean();
    int samples = random.nextInt(1, kind == 3 ? 100 : 700);
    for (int s = 0; s < samples; s++) {
      long at = steady ? s * 1200L / samples : random.nextInt(1200);
      Cell cell =
          switch (kind) {
            case 0 -> Cell.of(random.nextInt(1000) / 10.0);
            case 1 -> Cell.of(random.nextInt(30) == 0 ? Sample.staleNan() : random.nextDouble());
            case 2 -> new Cell(Double.doubleToRawLongBits(s), null, 7 + s / 100);
            default -> Cell.of(histogram(random, s));
          };
      model.put(labels, at, cell);
    }
  }

  private static NativeHistogram histogram(RandomGenerator random, int n) {
    int buckets = 1 + n / 40;
    double[] counts = new double[buckets];
    for (int i = 0; i < buckets; i++) {
      counts[i] = n + random.nextInt(5);
    }
    return new NativeHistogram(
        2,
        0.5,
        n,
        3L * n,
        n * 1.5,
        new int[] {0, buckets},
        counts,
        new int[0],
        new double[0],
        new double[0],
        ResetHint.UNKNOWN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockModel that && series.equals(that.series);
  }

  @Override
  public int hashCode() {
    return series.hashCode();
  }

  @Override
  public String toString() {
    return series.toString();
  }
}
