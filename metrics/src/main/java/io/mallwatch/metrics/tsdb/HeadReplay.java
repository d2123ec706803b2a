package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.wal.WalHandler;
import io.mallwatch.model.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fills an empty head from checkpoint and log. Not thread-safe.
final class HeadReplay implements WalHandler {

  private final Head head;
  private final ExemplarStore exemplars;
  private final MetadataStore metadata;
  private final long nowMillis;
  private final Map<Integer, HeadSeries> aliases = new HashMap<>();
  private long samples;
  private long orphans;

  HeadReplay(Head head, ExemplarStore exemplars, MetadataStore metadata, long nowMillis) {
    this.head = head;
    this.exemplars = exemplars;
    this.metadata = metadata;
    this.nowMillis = nowMillis;
  }

  /// Samples put back.
  long samples() {
    return samples;
  }

  /// Samples whose series record was lost.
  long orphans() {
    return orphans;
  }

  private @Nullable HeadSeries find(int ref) {
    HeadSeries series = head.byRef(ref);
    return series != null ? series : aliases.get(ref);
  }

  @Override
  public void series(int ref, Labels labels) {
    HeadSeries known = head.find(labels);
    if (known != null) {
      // It was dropped and created again meanwhile, or checkpoint and log both have it.
      aliases.put(ref, known);
      head.skipRefsBelow(ref + 1);
    } else if (ref >= head.nextRef()) {
      head.create(ref, labels).markUsed(nowMillis);
    }
  }

  @Override
  public void sample(int ref, long timestampMillis, double value) {
    HeadSeries series = find(ref);
    if (series == null) {
      orphans++;
    } else if (series.replay(timestampMillis, value)) {
      samples++;
    }
  }

  @Override
  public void exemplar(Exemplar exemplar) {
    if (exemplars.accepts(exemplar)) {
      exemplars.add(exemplar);
    }
  }

  @Override
  public void metadata(MetricMetadata said) {
    metadata.put(said);
  }

  @Override
  public void deletion(int ref, long fromMillis, long toMillis) {
    HeadSeries series = find(ref);
    if (series != null) {
      series.delete(fromMillis, toMillis);
    }
  }

  @Override
  public void chunks(int ref, long maxMillis, double lastValue, List<Chunk> chunks) {
    HeadSeries series = find(ref);
    for (Chunk chunk : chunks) {
      if (series == null) {
        orphans += chunk.count();
      } else {
        samples += chunk.count();
      }
    }
    if (series != null) {
      series.restore(maxMillis, lastValue, chunks);
    }
  }
}
