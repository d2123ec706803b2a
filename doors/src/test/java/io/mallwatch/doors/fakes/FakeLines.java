package io.mallwatch.doors.fakes;

import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.ingest.Masking;
import io.mallwatch.logs.lines.LineIntake;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.time.ZoneOffset;

/// The way of lines into a store.
public final class FakeLines {

  private FakeLines() {}

  public static LineIntake into(LogStore store) {
    FakeClock clock = FakeClock.mondayMorning();
    Duration ever = Duration.ofDays(36_500);
    return new LineIntake(
        new LogIntake(store, Masking.on(), clock, ever, ever),
        new JsonLogEntries(clock, ZoneOffset.UTC, "unknown"),
        ZoneOffset.UTC,
        clock,
        _ -> {});
  }
}
