package io.mallwatch.doors.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Facts about this server for the console's frame.
@FunctionalInterface
public interface StatusView {

  Status status();

  /// @param mallUrl where the sample mall is seen; null without it
  /// @param engines by room: `metrics`, `logs`, `traces`, `alerts`, `state`
  /// @param recovered what the start found and mended, one sentence each
  record Status(
      String version,
      Instant startedAt,
      Instant now,
      boolean demo,
      String timeZone,
      @Nullable String mallUrl,
      Map<String, String> engines,
      List<String> recovered,
      Counts counts) {
    public Status {
      recovered = List.copyOf(recovered);
    }
  }

  record Counts(int firingAlerts, int openIncidents) {}
}
