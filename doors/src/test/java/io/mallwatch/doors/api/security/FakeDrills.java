package io.mallwatch.doors.api.security;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Keeps reports in memory.
public final class FakeDrills implements DrillsView {

  private final List<Drill> kept = new ArrayList<>();

  @Override
  public List<Drill> drills(int limit) {
    return kept.reversed().stream().limit(limit).toList();
  }

  @Override
  public Drill keep(String by, List<Outcome> outcomes) {
    Drill drill =
        new Drill(
            "DRILL-00000" + (kept.size() + 1), Instant.parse("2026-11-02T02:00:00Z"), by, outcomes);
    kept.add(drill);
    return drill;
  }
}
