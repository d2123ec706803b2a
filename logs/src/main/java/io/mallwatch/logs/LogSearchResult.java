package io.mallwatch.logs;

import java.util.List;

/// What a search found.
///
/// @param hits in the query's order
/// @param total matching entries, counted up to the query's bound
/// @param totalExact whether counting was not cut short
public record LogSearchResult(List<LogHit> hits, long total, boolean totalExact) {
  public LogSearchResult {
    hits = List.copyOf(hits);
  }
}
