package io.mallwatch.doors.fakes;

import io.mallwatch.logs.LogPatterns;
import io.mallwatch.model.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Knows no pattern.
public final class NoPatterns implements LogPatterns {

  @Override
  public Page patterns(Query query) {
    return new Page(List.of(), 0, since());
  }

  @Override
  public Optional<Seen> history(String id, TimeRange range, int points) {
    return Optional.empty();
  }

  @Override
  public Instant since() {
    return Instant.EPOCH;
  }
}
