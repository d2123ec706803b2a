package io.mallwatch.server.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DrillTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final Site site = new Site();
  private final Drill drill = new Drill(site, Duration.ofMinutes(5), clock, clock::advance);

  /// Alerts fire a minute after their fault, and end a minute after it.
  private final class Site implements DrillSite {
    final Set<String> on = new HashSet<>();
    final Set<String> missing = new HashSet<>();
    final Set<String> deaf = new HashSet<>();
    final Set<String> stuck = new HashSet<>();
    @Nullable String incident = "INC-000001";
    boolean tells = true;
    Instant switched = clock.instant();

    @Override
    public boolean fault(String name, boolean wanted) {
      if (missing.contains(name)) {
        return false;
      }
      switched = clock.instant();
      return wanted ? on.add(name) : on.remove(name);
    }

    @Override
    public Optional<Firing> firing(String rule) {
      boolean settled = Duration.between(switched, clock.instant()).toSeconds() >= 60;
      boolean fires = !deaf.contains(rule) && (stuck.contains(rule) || (on.isEmpty() != settled));
      return fires ? Optional.of(new Firing("f1", incident)) : Optional.empty();
    }

    @Override
    public boolean isNotified(String fingerprint) {
      return tells;
    }
  }

  private DrillOutcome run(Scenario scenario) throws InterruptedException {
    List<DrillOutcome> told = new ArrayList<>();
    List<DrillOutcome> outcomes = drill.run(List.of(scenario), told::add);
    assertThat(told).isEqualTo(outcomes);
    assertThat(site.on).isEmpty();
    return outcomes.getFirst();
  }

  @Test
  void aFaultThatIsFollowedByEverythingIsWhole() throws InterruptedException {
    DrillOutcome outcome = run(Scenario.SLOW_API);

    assertThat(outcome.isWhole()).isTrue();
    assertThat(outcome.firedAfter()).isEqualTo(Duration.ofSeconds(60));
    assertThat(outcome.resolvedAfter()).isEqualTo(Duration.ofSeconds(60));
    assertThat(outcome.incident()).isEqualTo("INC-000001");
  }

  @Test
  void aRuleThatNeverFiresIsMissed() throws InterruptedException {
    site.deaf.add("HighApiResponseTime");
    assertThat(run(Scenario.SLOW_API).missed()).containsExactly("rule");
  }

  @Test
  void anIncidentThatIsNotOpenedAndAMessageThatIsNotSentAreMissed() throws InterruptedException {
    site.incident = null;
    site.tells = false;
    assertThat(run(Scenario.SLOW_API).missed()).containsExactly("incident", "notification");
  }

  @Test
  void anAlertThatDoesNotEndIsMissed() throws InterruptedException {
    site.stuck.add("HighApiResponseTime");
    assertThat(run(Scenario.SLOW_API).missed()).containsExactly("resolve");
  }

  @Test
  void aFaultThatThisMallDoesNotHaveIsUnavailable() throws InterruptedException {
    site.missing.add("lock-waits");
    assertThat(run(Scenario.LOCK_WAITS).missed()).containsExactly("unavailable");
  }

  @Test
  void theReportIsATableAndJson() throws InterruptedException {
    DrillOutcome outcome = run(Scenario.SLOW_API);

    assertThat(DrillReport.row(outcome))
        .contains("slow-api", "HighApiResponseTime", "60s", "INC-000001", "yes");
    assertThat(DrillReport.json(List.of(outcome), "li"))
        .contains("\"whole\":true", "\"firedAfter\":60.0", "\"missed\":[]", "\"by\":\"li\"");
  }
}
