package io.mallwatch.server.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Switches faults on one after another, waits for what must follow, switches them off and waits
/// for the end. A fault is switched off however a scenario ends.
public final class Drill {

  /// Waits a little; may be interrupted.
  @FunctionalInterface
  public interface Pause {
    void take(Duration time) throws InterruptedException;
  }

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration TELLING = Duration.ofMinutes(2);

  private final DrillSite site;
  private final Duration patience;
  private final InstantSource clock;
  private final Pause pause;

  /// @param patience longest wait for an alert, and again for its end
  public Drill(DrillSite site, Duration patience, InstantSource clock, Pause pause) {
    this.site = site;
    this.patience = patience;
    this.clock = clock;
    this.pause = pause;
  }

  /// Runs the scenarios in order.
  ///
  /// @param told is given each outcome as soon as it is known
  /// @throws DrillSite.DrillException when mall or server cannot be reached
  public List<DrillOutcome> run(List<Scenario> scenarios, Consumer<DrillOutcome> told)
      throws InterruptedException {
    List<DrillOutcome> outcomes = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      DrillOutcome outcome = run(scenario);
      outcomes.add(outcome);
      told.accept(outcome);
    }
    return outcomes;
  }

  private DrillOutcome run(Scenario scenario) throws InterruptedException {
    Instant begun = clock.instant();
    if (!site.fault(scenario.fault(), true)) {
      return new DrillOutcome(
          scenario.fault(), scenario.rule(), null, null, false, null, List.of("unavailable"));
    }
    DrillSite.@Nullable Firing firing = null;
    @Nullable Duration firedAfter = null;
    boolean notified = false;
    try {
      firing = await(scenario.rule(), begun);
      firedAfter = firing == null ? null : Duration.between(begun, clock.instant());
      Instant fired = clock.instant();
      while (firing != null && isBefore(fired, TELLING)) {
        firing = site.firing(scenario.rule()).orElse(firing);
        notified = site.isNotified(firing.fingerprint());
        if (notified && firing.incident() != null) {
          break;
        }
        pause.take(LOOK);
      }
    } finally {
      site.fault(scenario.fault(), false);
    }
    @Nullable Duration resolvedAfter = firing == null ? null : ended(scenario.rule());
    return outcome(scenario, firing, firedAfter, notified, resolvedAfter);
  }

  private DrillSite.@Nullable Firing await(String rule, Instant since) throws InterruptedException {
    while (isBefore(since, patience)) {
      Optional<DrillSite.Firing> firing = site.firing(rule);
      if (firing.isPresent()) {
        return firing.get();
      }
      pause.take(LOOK);
    }
    return null;
  }

  private @Nullable Duration ended(String rule) throws InterruptedException {
    Instant off = clock.instant();
    while (isBefore(off, patience)) {
      if (site.firing(rule).isEmpty()) {
        return Duration.between(off, clock.instant());
      }
      pause.take(LOOK);
    }
    return null;
  }

  private boolean isBefore(Instant since, Duration limit) {
    return Duration.between(since, clock.instant()).compareTo(limit) < 0;
  }

  private static DrillOutcome outcome(
      Scenario scenario,
      DrillSite.@Nullable Firing firing,
      @Nullable Duration firedAfter,
      boolean notified,
      @Nullable Duration resolvedAfter) {
    List<String> missed = new ArrayList<>();
    if (firing == null) {
      missed.add("rule");
    } else {
      if (firing.incident() == null) {
        missed.add("incident");
      }
      if (!notified) {
        missed.add("notification");
      }
      if (resolvedAfter == null) {
        missed.add("resolve");
      }
    }
    return new DrillOutcome(
        scenario.fault(),
        scenario.rule(),
        firedAfter,
        firing == null ? null : firing.incident(),
        notified,
        resolvedAfter,
        missed);
  }
}
