package io.mallwatch.metrics.scrape;

/// Past one of these a whole scrape fails; 0 is no limit.
///
/// @param samples most samples after relabelling
/// @param labels most labels of a series
/// @param labelNameLength longest label name, in bytes
/// @param labelValueLength longest label value, in bytes
/// @param bodyBytes largest page, decompressed
/// @param targets most targets of the job; with more each of them is down
/// @param droppedTargets most targets dropped by relabelling that are remembered
public record ScrapeLimits(
    int samples,
    int labels,
    int labelNameLength,
    int labelValueLength,
    long bodyBytes,
    int targets,
    int droppedTargets) {

  /// Largest page when nothing is configured: 64 MiB.
  public static final long DEFAULT_BODY_BYTES = 64L << 20;

  /// Only the size of a page is limited.
  public static ScrapeLimits defaults() {
    return new ScrapeLimits(0, 0, 0, 0, DEFAULT_BODY_BYTES, 0, 0);
  }
}
