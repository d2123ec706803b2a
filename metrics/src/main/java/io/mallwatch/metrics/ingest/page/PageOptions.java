package io.mallwatch.metrics.ingest.page;

/// How the pages of a target are read, as its scrape configuration says.
///
/// @param honorTimestamps whether times that the page gives are taken
/// @param trackTimestampsStaleness whether series with a time of their own end when they vanish
/// @param sampleLimit most samples of a page after relabelling; 0 for no limit
/// @param futureMillis samples that are further ahead of the scrape are left out
/// @param bucketLimit most buckets of a native histogram, which is made coarser to fit; 0 for no
///   limit
/// @param finestSchema native histograms are made coarser than that; 8 leaves all as they are
/// @param nativeHistograms whether native histograms are taken; else their classic buckets are
/// @param classicBeside whether classic buckets are kept where there are native ones too
/// @param convertClassic whether classic histograms become native ones with custom buckets
public record PageOptions(
    boolean honorTimestamps,
    boolean trackTimestampsStaleness,
    int sampleLimit,
    long futureMillis,
    int bucketLimit,
    int finestSchema,
    boolean nativeHistograms,
    boolean classicBeside,
    boolean convertClassic) {

  /// What is done when nothing is configured.
  public static PageOptions defaults() {
    return new PageOptions(true, false, 0, 600_000, 0, 8, false, false, false);
  }
}
