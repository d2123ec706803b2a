package io.mallwatch.metrics.scrape.discovery.kubernetes;

import java.time.Duration;

/// How patient the discovery is, and how much it takes.
///
/// @param leastPause after a first failure; each further failure in a row doubles it
/// @param mostPause between two attempts
/// @param settle how long changes are gathered before targets are made of them
/// @param watch how long one watch lasts before the next goes on
/// @param list how long one page of a list may take
/// @param objects most of one kind
record Pace(
    Duration leastPause,
    Duration mostPause,
    Duration settle,
    Duration watch,
    Duration list,
    int objects) {

  static Pace usual() {
    return new Pace(
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(1),
        200_000);
  }

  /// @param failures in a row, from 1 on
  Duration pause(int failures) {
    Duration pause = leastPause.multipliedBy(1L << Math.min(failures - 1, 16));
    return pause.compareTo(mostPause) < 0 ? pause : mostPause;
  }
}
