package io.mallwatch.metrics.ingest.remote;

import java.time.Duration;

/// What remote write may use.
///
/// @param requestBytes largest request, decompressed
/// @param symbols most symbols of a request of 2.0
/// @param knownSeries most series whose labels are remembered between requests
/// @param knownLabelBytes most bytes of labels that are remembered
/// @param keepKnown how long a series is remembered that nobody writes
public record RemoteWriteLimits(
    int requestBytes, int symbols, int knownSeries, long knownLabelBytes, Duration keepKnown) {

  /// For some hundred thousand series.
  public static RemoteWriteLimits ofRequest(int requestBytes) {
    return new RemoteWriteLimits(
        requestBytes, 1_000_000, 500_000, 128L << 20, Duration.ofMinutes(10));
  }
}
