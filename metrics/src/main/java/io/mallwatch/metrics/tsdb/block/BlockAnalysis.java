package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What fills a block, for people who want less in it.
///
/// @param block what the block says of itself
/// @param labelNames different label names
/// @param labelPairs different label pairs
/// @param bytesPerSample of all files
/// @param samplesPerChunk on average
/// @param churningPairs label pairs by how many series' worth of the block their series do not
///   cover: a series that is there for a quarter of the block adds 0.75
/// @param churningNames label names by the same
/// @param commonPairs label pairs by their series
/// @param labelsByValues label names by their different values
/// @param metricsBySeries metric names by their series
public record BlockAnalysis(
    BlockMeta block,
    int labelNames,
    int labelPairs,
    double bytesPerSample,
    double samplesPerChunk,
    List<Amount> churningPairs,
    List<Amount> churningNames,
    List<Amount> commonPairs,
    List<Amount> labelsByValues,
    List<Amount> metricsBySeries) {

  /// How much of something; lists of it begin with the most.
  public record Amount(String name, double amount) {}

  /// Looks at every series of the block in `folder`, whose files are only read; a server may be
  /// using them. At most `limit` entries a list.
  ///
  /// @throws io.mallwatch.model.CorruptDataException when the block is damaged
  /// @throws IOException when there is no block in it, or it cannot be read
  public static BlockAnalysis of(Path folder, int limit) throws IOException {
    Block block = Block.open(folder, new BlockDamage(), new LabelCache());
    try {
      return of(block, limit);
    } finally {
      block.release();
    }
  }

  /// Looks at every series of `block`, which must be held by a lease; at most `limit` entries a
  /// list.
  ///
  /// @throws io.mallwatch.model.CorruptDataException when the block is damaged
  static BlockAnalysis of(Block block, int limit) {
    Map<String, Double> churningPairs = new HashMap<>();
    Map<String, Double> churningNames = new HashMap<>();
    Map<String, Double> pairs = new HashMap<>();
    Map<String, Double> values = new HashMap<>();
    Map<String, Double> metrics = new HashMap<>();
    block
        .index()
        .forEachPair((name, value, series) -> {
          pairs.put(name + "=" + value, (double) series);
          values.merge(name, 1.0, Double::sum);
          if (name.equals(Labels.METRIC_NAME)) {
            metrics.put(value, (double) series);
          }
        });
    for (int id = 0; id < block.seriesCount(); id++) {
      double missing = missing(block, id);
      if (missing > 0) {
        for (Label label : block.labels(id)) {
          churningPairs.merge(label.name() + "=" + label.value(), missing, Double::sum);
          churningNames.merge(label.name(), missing, Double::sum);
        }
      }
    }
    BlockMeta meta = block.meta();
    return new BlockAnalysis(
        meta,
        values.size(),
        pairs.size(),
        meta.bytes() / (double) Math.max(1, meta.samples()),
        meta.samples() / (double) Math.max(1, meta.chunks()),
        most(churningPairs, limit),
        most(churningNames, limit),
        most(pairs, limit),
        most(values, limit),
        most(metrics, limit));
  }

  /// The part of the block, 0 to 1, before the first and after the last sample of a series.
  private static double missing(Block block, int id) {
    ChunkTable table = block.index().chunks(id);
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    while (table.next()) {
      min = Math.min(min, block.slices().minMillis(table.slice()));
      max = Math.max(max, block.slices().maxMillis(table.slice()));
    }
    double length = block.meta().lengthMillis();
    return Math.clamp(1 - (max - min) / length, 0.0, 1.0);
  }

  private static List<Amount> most(Map<String, Double> amounts, int limit) {
    Stream<Amount> all =
        amounts.entrySet().stream().map(one -> new Amount(one.getKey(), one.getValue()));
    return all.sorted(
            Comparator.comparingDouble(Amount::amount).reversed().thenComparing(Amount::name))
        .limit(limit)
        .toList();
  }
}
