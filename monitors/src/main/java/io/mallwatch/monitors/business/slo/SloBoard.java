package io.mallwatch.monitors.business.slo;

import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.monitors.business.Questions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What is left of each error budget, at any moment that is still kept. Thread-safe.
public final class SloBoard {

  private static final Duration NEAR = Duration.ofMinutes(15);

  private final Questions questions;
  private final List<Slo> slos;

  private volatile Taken taken = new Taken(Instant.EPOCH, List.of());

  private record Taken(Instant at, List<Standing> standings) {}

  public SloBoard(MetricQueries metrics, List<Slo> slos) {
    this.questions = new Questions(metrics, "");
    this.slos = List.copyOf(slos);
  }

  /// How an objective stands.
  ///
  /// @param errors share of the events of 30 days that went wrong; null without events
  /// @param left share of the budget that is left, below 0 when it is overspent; null without
  ///   events
  /// @param burn1h how many times faster than allowed the budget burns, over an hour; null without
  ///   events
  /// @param burn1d the same over a day
  /// @param query what was asked for `errors`
  public record Standing(
      Slo slo,
      @Nullable Double errors,
      @Nullable Double left,
      @Nullable Double burn1h,
      @Nullable Double burn1d,
      String query) {}

  /// Reckons how all stand at `now`; a month of events is much to add up, so that this is done now
  /// and then and not on each question.
  public void refresh(Instant now) {
    taken = new Taken(now, reckon(now));
  }

  /// All objectives as of `at`, in the order of the configuration: as last refreshed where that is
  /// near, else reckoned.
  public List<Standing> standings(Instant at) {
    Taken latest = taken;
    Duration apart = Duration.between(latest.at(), at).abs();
    return apart.compareTo(NEAR) < 0 ? latest.standings() : reckon(at);
  }

  private List<Standing> reckon(Instant at) {
    List<Standing> found = new ArrayList<>();
    for (Slo slo : slos) {
      Double errors = ratio(slo, Slo.WINDOW, at);
      found.add(
          new Standing(
              slo,
              errors,
              errors == null ? null : 1 - errors / slo.budget(),
              burn(slo, "1h", at),
              burn(slo, "1d", at),
              slo.errors(Slo.WINDOW)));
    }
    return found;
  }

  private @Nullable Double burn(Slo slo, String window, Instant at) {
    Double errors = ratio(slo, window, at);
    return errors == null ? null : errors / slo.budget();
  }

  private @Nullable Double ratio(Slo slo, String window, Instant at) {
    try {
      OptionalDouble value = questions.number(slo.errors(window), at);
      return value.isPresent() ? value.getAsDouble() : null;
    } catch (BadQueryException e) {
      return null; // the configured selectors were checked when the rules were read
    }
  }
}
