package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.ingest.TextCache;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A page of the text format that is read once and as it stands, in the order of its lines.
public record Exposition(List<Line> lines, List<MetricMetadata> metadata) {

  /// Stands for the time of lines without one; no line says this.
  private static final long NOT_SAID = -4_000_000_000_000_001L;

  private static final int TEXTS = 1 << 8;

  public Exposition {
    lines = List.copyOf(lines);
    metadata = List.copyOf(metadata);
  }

  /// One sample.
  ///
  /// @param timestampMillis when the page gives one
  public record Line(Labels labels, double value, OptionalLong timestampMillis) {}

  /// Reads a page of the text format 0.0.4 or 1.0.0.
  ///
  /// @throws io.mallwatch.metrics.ingest.MalformedExpositionException at the first line that is
  ///   wrong
  public static Exposition parse(byte[] page) {
    PageOptions all = new PageOptions(true, false, 0, Long.MAX_VALUE, 0, 8, false, false, false);
    TargetPages once =
        new TargetPages(all, exposed -> exposed, new PageMemory(new TextCache(TEXTS), 0));
    MetricBatch batch = new MetricBatch(64);
    once.read(page, page.length, PageFormat.TEXT, NOT_SAID, batch);
    List<Line> lines = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      long at = batch.timestampMillis(i);
      lines.add(
          new Line(
              batch.key(i).labels(),
              batch.value(i),
              at == NOT_SAID ? OptionalLong.empty() : OptionalLong.of(at)));
    }
    return new Exposition(lines, once.metadata());
  }
}
