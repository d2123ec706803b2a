package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.model.Matcher;
import java.util.List;

/// What a store knows of metrics besides their samples. Thread-safe; calls block.
public interface MetadataSource {

  /// Exemplars in `[fromMillis, toMillis]`, both inclusive, of series that pass all matchers of any
  /// of `selectors`; in any order.
  List<Exemplar> exemplars(List<List<Matcher>> selectors, long fromMillis, long toMillis);

  /// Metadata of metric family `family`, or of all when it is empty.
  List<MetricMetadata> metadata(String family);
}
