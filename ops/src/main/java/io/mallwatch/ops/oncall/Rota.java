package io.mallwatch.ops.oncall;

import io.mallwatch.ops.oncall.OnCallPlan.Days;
import io.mallwatch.ops.oncall.OnCallPlan.Layer;
import io.mallwatch.ops.oncall.OnCallPlan.Schedule;
import io.mallwatch.ops.oncall.OnCallPlan.WorkCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who is on call when. Pure: the same plan and moment give the same answer. Turns change at wall
/// clock time; where clocks are set back, at the first of the two moments, and where they are set
/// forward over the handover, right after the gap.
public final class Rota {

  /// Longest time that shifts are told for at once.
  public static final Duration LONGEST = Duration.ofDays(100);

  private final OnCallPlan plan;

  public Rota(OnCallPlan plan) {
    this.plan = plan;
  }

  /// Somebody's time on call, or nobody's.
  ///
  /// @param until exclusive
  /// @param person id; empty for a gap
  /// @param source name of the layer, `override`, or empty for a gap
  public record Shift(Instant from, Instant until, String person, String source) {

    public boolean isGap() {
      return person.isEmpty();
    }
  }

  /// @param source name of the layer, or `override`
  public record OnDuty(String person, String source) {}

  /// Who is on call in `schedule` at `at`; empty in a gap.
  public Optional<OnDuty> at(Schedule schedule, Instant at) {
    List<OnCallPlan.StandIn> overrides = plan.overrides();
    for (OnCallPlan.StandIn one : overrides.reversed()) {
      if (one.schedule().equals(schedule.id())
          && !one.from().isAfter(at)
          && one.until().isAfter(at)) {
        return Optional.of(new OnDuty(one.person(), "override"));
      }
    }
    for (Layer layer : schedule.layers()) {
      String person = at(layer, schedule.zone(), at);
      if (person != null) {
        return Optional.of(new OnDuty(person, layer.name()));
      }
    }
    return Optional.empty();
  }

  private @Nullable String at(Layer layer, ZoneId zone, Instant at) {
    if (layer.people().isEmpty() || !counts(layer, zone, at)) {
      return null;
    }
    long turn = turn(layer, zone, at);
    int size = layer.people().size();
    return turn < 0
        ? null
        : layer.people().get(Math.floorMod(Math.floorDiv(turn, layer.every()), size));
  }

  /// Whether the layer counts at `at` by its days and hours.
  private boolean counts(Layer layer, ZoneId zone, Instant at) {
    WorkCalendar calendar = plan.calendar();
    LocalDate day = at.atZone(zone).toLocalDate();
    if (layer.from().equals(layer.until())) {
      LocalDate begun = at.isBefore(moment(day, layer.from(), zone)) ? day.minusDays(1) : day;
      return calendar.counts(layer.days(), begun);
    }
    boolean overnight = layer.until().isBefore(layer.from());
    for (LocalDate begun : List.of(day, day.minusDays(1))) {
      Instant from = moment(begun, layer.from(), zone);
      Instant until = moment(overnight ? begun.plusDays(1) : begun, layer.until(), zone);
      if (!at.isBefore(from) && at.isBefore(until)) {
        return calendar.counts(layer.days(), begun);
      }
    }
    return false;
  }

  private static Instant moment(LocalDate day, LocalTime time, ZoneId zone) {
    return day.atTime(time).atZone(zone).toInstant();
  }

  /// How many handovers there were since the first; negative before it.
  private long turn(Layer layer, ZoneId zone, Instant at) {
    LocalDate day = at.atZone(zone).toLocalDate();
    return switch (layer.turn()) {
      case HOURLY ->
          Math.floorDiv(
              Duration.between(moment(layer.start(), layer.handover(), zone), at).toSeconds(),
              3600L);
      case DAILY -> {
        boolean before = at.isBefore(moment(day, layer.handover(), zone));
        yield days(layer, before ? day.minusDays(1) : day);
      }
      case WEEKLY -> {
        LocalDate begun = day.with(TemporalAdjusters.previousOrSame(layer.weekday()));
        if (at.isBefore(moment(begun, layer.handover(), zone))) {
          begun = begun.minusWeeks(1);
        }
        LocalDate first = layer.start().with(TemporalAdjusters.nextOrSame(layer.weekday()));
        yield Math.floorDiv(ChronoUnit.DAYS.between(first, begun), 7L);
      }
    };
  }

  private long days(Layer layer, LocalDate begun) {
    if (layer.days() == Days.ALL || begun.isBefore(layer.start())) {
      return ChronoUnit.DAYS.between(layer.start(), begun);
    }
    return layer
        .start()
        .datesUntil(begun)
        .filter(day -> plan.calendar().counts(layer.days(), day))
        .count();
  }

  /// Shifts and gaps of `schedule` from `from` to `until` without a hole between them.
  public List<Shift> shifts(Schedule schedule, Instant from, Instant until) {
    Instant end = until.isAfter(from.plus(LONGEST)) ? from.plus(LONGEST) : until;
    List<Shift> shifts = new ArrayList<>();
    for (Instant at : moments(schedule, from, end)) {
      OnDuty duty = at(schedule, at).orElse(new OnDuty("", ""));
      Shift last = shifts.isEmpty() ? null : shifts.getLast();
      if (last != null
          && last.person().equals(duty.person())
          && last.source().equals(duty.source())) {
        continue;
      }
      if (last != null) {
        shifts.set(shifts.size() - 1, new Shift(last.from(), at, last.person(), last.source()));
      }
      shifts.add(new Shift(at, end, duty.person(), duty.source()));
    }
    return shifts;
  }

  /// Moments at which somebody else may be on call, `from` included.
  private NavigableSet<Instant> moments(Schedule schedule, Instant from, Instant until) {
    TreeSet<Instant> moments = new TreeSet<>();
    for (OnCallPlan.StandIn one : plan.overrides()) {
      if (one.schedule().equals(schedule.id())) {
        moments.add(one.from());
        moments.add(one.until());
      }
    }
    ZoneId zone = schedule.zone();
    LocalDate last = until.atZone(zone).toLocalDate();
    for (Layer layer : schedule.layers()) {
      LocalDate day = from.atZone(zone).toLocalDate().minusDays(1);
      for (; !day.isAfter(last); day = day.plusDays(1)) {
        moments.add(moment(day, layer.handover(), zone));
        moments.add(moment(day, layer.from(), zone));
        moments.add(moment(day, layer.until(), zone));
      }
      if (layer.turn() == OnCallPlan.Turn.HOURLY) {
        hours(moments, moment(layer.start(), layer.handover(), zone), from, until);
      }
    }
    TreeSet<Instant> inside = new TreeSet<>(moments.subSet(from, until));
    inside.add(from);
    return inside;
  }

  private static void hours(Set<Instant> moments, Instant first, Instant from, Instant until) {
    long past = Math.max(0, Duration.between(first, from).toHours());
    for (Instant at = first.plus(Duration.ofHours(past));
        at.isBefore(until);
        at = at.plus(Duration.ofHours(1))) {
      moments.add(at);
    }
  }

  /// The first time without anybody in `schedule` between `from` and `until`.
  public Optional<Shift> gap(Schedule schedule, Instant from, Instant until) {
    return shifts(schedule, from, until).stream().filter(Shift::isGap).findFirst();
  }
}
