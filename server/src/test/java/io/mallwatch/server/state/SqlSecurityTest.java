package io.mallwatch.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.api.security.DrillsView;
import io.mallwatch.monitors.security.Finding;
import io.mallwatch.monitors.security.Level;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlSecurityTest {

  private static final Instant AT = Instant.parse("2026-11-02T02:00:00Z");

  @TempDir Path folder;

  private static Finding finding(long number, Finding.@Nullable Acknowledgement acknowledged) {
    return new Finding(
        number,
        "WEB-1",
        Level.HIGH,
        "203.0.113.9",
        "mall",
        AT,
        AT.plusSeconds(60),
        AT.plusSeconds(61),
        number + 1,
        List.of(new Finding.Evidence("logs-2026", "e1"), new Finding.Evidence("logs-2026", "e2")),
        acknowledged);
  }

  @Test
  void findingsComeBackAsTheyWereAndOnlyTheNewestAreKept() {
    Finding.Acknowledgement li = new Finding.Acknowledgement("li", "our own test", AT);
    try (StateDatabase database = StateDatabase.open(folder.resolve("state.db"))) {
      SqlFindings findings = new SqlFindings(database);
      findings.save(List.of(finding(1, null), finding(2, null), finding(3, null)), 2);
      findings.save(List.of(finding(2, li)), 2);

      assertThat(findings.newest(10)).containsExactly(finding(2, li), finding(3, null));
      assertThat(findings.newest(1)).containsExactly(finding(3, null));
    }
  }

  @Test
  void drillsAreNumberedAndOnlyTheNewestAreKept() {
    FakeClock clock = new FakeClock(AT);
    List<DrillsView.Outcome> outcomes =
        List.of(
            new DrillsView.Outcome(
                "slow-api", "HighApiResponseTime", 240.5, "INC-000001", true, 300.0, List.of()),
            new DrillsView.Outcome(
                "lock-waits", "DatabaseLockWaits", null, null, false, null, List.of("rule")));
    try (StateDatabase database = StateDatabase.open(folder.resolve("state.db"))) {
      SqlDrills drills = new SqlDrills(database, clock);
      assertThat(drills.keep("li", outcomes).id()).isEqualTo("DRILL-000001");
      assertThat(drills.drills(10))
          .containsExactly(new DrillsView.Drill("DRILL-000001", AT, "li", outcomes));
      for (int i = 0; i < SqlDrills.KEPT + 3; i++) {
        drills.keep("li", List.of());
      }
      assertThat(drills.drills(1000)).hasSize(SqlDrills.KEPT);
    }
  }
}
