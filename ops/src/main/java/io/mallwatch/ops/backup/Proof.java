package io.mallwatch.ops.backup;

import java.time.Instant;
import java.util.List;

/// What a check or a drill of a backup found.
///
/// @param drill whether it was restored into scratch; else only read through
/// @param good whether it is what was saved
/// @param problems each in one sentence; empty when good
/// @param rows restored and compared
/// @param rtoSeconds how long a restore took, 0 for a check
/// @param rpoSeconds how old the backup was, 0 for a check
public record Proof(
    Instant at,
    boolean drill,
    boolean good,
    List<String> problems,
    long rows,
    double rtoSeconds,
    long rpoSeconds) {

  public Proof {
    problems = List.copyOf(problems);
  }
}
