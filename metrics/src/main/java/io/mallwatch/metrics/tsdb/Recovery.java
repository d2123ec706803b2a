package io.mallwatch.metrics.tsdb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What opening the store found.
///
/// @param series series in the head after it
/// @param samples samples put back into the head
/// @param orphanSamples samples in the log whose series record was lost
/// @param records sound records read
/// @param skippedBytes bytes of damaged records in the middle of the log, kept aside
/// @param tornBytes bytes cut off the ends of log files: never acknowledged, or lost by the medium
/// @param blocks blocks opened
/// @param took wall time
/// @param quarantined files and folders set aside
public record Recovery(
    int series,
    long samples,
    long orphanSamples,
    long records,
    long skippedBytes,
    long tornBytes,
    int blocks,
    Duration took,
    List<Path> quarantined) {

  public Recovery {
    quarantined = List.copyOf(quarantined);
  }

  /// Whether anything was damaged.
  public boolean damaged() {
    return skippedBytes > 0 || orphanSamples > 0 || !quarantined.isEmpty();
  }
}
