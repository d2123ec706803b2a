package io.mallwatch.metrics.push;

/// How much may be pushed.
///
/// @param groups most groups
/// @param samples most samples in all groups
/// @param bodyBytes largest push, decompressed
public record PushLimits(int groups, int samples, int bodyBytes) {

  /// 10,000 groups with 500,000 samples, 8 MiB a push.
  public static PushLimits defaults() {
    return new PushLimits(10_000, 500_000, 8 << 20);
  }
}
