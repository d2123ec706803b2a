package io.mallwatch.metrics.ingest.page;

/// What was on a page.
///
/// @param scraped samples on the page (`scrape_samples_scraped`)
/// @param kept samples after relabelling (`scrape_samples_post_metric_relabeling`)
/// @param added series that the page before did not have (`scrape_series_added`)
/// @param ended series that the page before had and this one has not; they were ended
/// @param repeated samples of a series that came before on the same page
/// @param future samples that were left out because they are too far ahead
public record PageOutcome(int scraped, int kept, int added, int ended, int repeated, int future) {

  /// Nothing.
  public static final PageOutcome NONE = new PageOutcome(0, 0, 0, 0, 0, 0);
}
