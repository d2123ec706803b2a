package io.mallwatch.metrics.ingest.page;

import io.mallwatch.model.Labels;

/// What becomes of a series of a page: the target's labels join, relabelling has its say. Asked
/// once for each series, not for each page.
@FunctionalInterface
public interface SeriesRule {

  /// The labels under which `exposed` is stored; empty when it is dropped. Whatever this throws
  /// goes through to who has the page read, and the page has failed.
  Labels stored(Labels exposed);
}
