package io.mallwatch.doors.http;

import java.time.Duration;

/// What the edge accepts; past a limit it refuses and never falls over.
///
/// @param bodyBytes largest body as sent; more is 413
/// @param decodedBytes largest body after decompression; more is 413
/// @param inFlightBytes bodies held in memory at once, decompressed ones included; more is 503
/// @param concurrent requests served at once; more is 503
/// @param streams streaming answers open at once; more is 503
/// @param bodyTimeout in which a body must have come; else 408
/// @param callTimeout deadline of a call, unless the protocol lets the caller choose
/// @param compressFromBytes smallest answer that is compressed
public record HttpLimits(
    int bodyBytes,
    int decodedBytes,
    long inFlightBytes,
    int concurrent,
    int streams,
    Duration bodyTimeout,
    Duration callTimeout,
    int compressFromBytes) {

  public static final HttpLimits DEFAULT =
      new HttpLimits(
          64 << 20,
          128 << 20,
          384L << 20,
          1024,
          128,
          Duration.ofMinutes(1),
          Duration.ofSeconds(30),
          4 << 10);
}
