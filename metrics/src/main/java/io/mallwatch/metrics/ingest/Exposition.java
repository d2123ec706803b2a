package io.mallwatch.metrics.ingest;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.model.Labels;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a target exposes, in the order of its lines.
public record Exposition(List<Line> lines, List<MetricMetadata> metadata) {

  public Exposition {
    lines = List.copyOf(lines);
    metadata = List.copyOf(metadata);
  }

  /// One sample.
  ///
  /// @param timestampMillis when the target gives one
  public record Line(
      Labels labels, double value, OptionalLong timestampMillis, @Nullable Example exemplar) {}

  /// The exemplar at the end of a line.
  ///
  /// @param timestampMillis when the target gives one
  public record Example(Labels labels, double value, OptionalLong timestampMillis) {}
}
