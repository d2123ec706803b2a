package io.mallwatch.metrics.scrape;

/// What becomes of histograms.
///
/// @param scrapeNative whether native ones are taken
/// @param alwaysClassic whether the classic series of a histogram are taken besides its native form
/// @param convertClassic whether classic ones become native ones with custom buckets
/// @param bucketLimit most buckets of a native one; 0 for no limit
/// @param minBucketFactor least growth from bucket to bucket; 0 for any
public record HistogramRules(
    boolean scrapeNative,
    boolean alwaysClassic,
    boolean convertClassic,
    int bucketLimit,
    double minBucketFactor) {

  private static final int FINEST = 8;
  private static final int COARSEST = -4;

  /// Classic histograms only.
  public static HistogramRules defaults() {
    return new HistogramRules(false, false, false, 0, 0);
  }

  /// The finest schema that [#minBucketFactor()] allows, from -4 to 8.
  public int maxSchema() {
    if (minBucketFactor <= 1) {
      return FINEST;
    }
    double schema = Math.floor(-log2(log2(minBucketFactor)));
    return (int) Math.clamp(schema, COARSEST, FINEST);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
