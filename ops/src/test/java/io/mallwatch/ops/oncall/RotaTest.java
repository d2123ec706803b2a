package io.mallwatch.ops.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.ops.oncall.OnCallPlan.Schedule;
import io.mallwatch.ops.oncall.Rota.Shift;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RotaTest {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private static Map<String, Object> layer(String people, Object... more) {
    Map<String, Object> layer = new HashMap<>();
    layer.put("name", people);
    layer.put("people", Arrays.asList(people.split(" ")));
    layer.put("start", "2026-01-05"); // a Monday
    for (int i = 0; i < more.length; i += 2) {
      layer.put((String) more[i], more[i + 1]);
    }
    return layer;
  }

  private static OnCallPlan plan(String zone, Object... layers) {
    List<Object> people = new ArrayList<>();
    for (String id : List.of("a", "b", "c", "night")) {
      people.add(Map.of("id", id));
    }
    return PlanTree.read(
        Map.of(
            "people",
            people,
            "schedules",
            List.of(Map.of("id", "s", "zone", zone, "layers", Arrays.asList(layers))),
            "calendar",
            Map.of(
                "holidays", List.of("2026-10-01", "2026-10-02"),
                "workdays", List.of("2026-10-10"))),
        SHANGHAI);
  }

  private static Schedule only(OnCallPlan plan) {
    return plan.schedules().getFirst();
  }

  private static String at(OnCallPlan plan, String local) {
    Schedule schedule = only(plan);
    return new Rota(plan)
        .at(schedule, LocalDateTime.parse(local).atZone(schedule.zone()).toInstant())
        .map(Rota.OnDuty::person)
        .orElse("-");
  }

  @Test
  void weeksChangeHandsOnTheirWeekdayAtTheirTime() {
    OnCallPlan plan = plan("Asia/Shanghai", layer("a b c", "handover", "09:30"));

    assertThat(at(plan, "2026-01-05T09:29:59")).isEqualTo("-");
    assertThat(at(plan, "2026-01-05T09:30:00")).isEqualTo("a");
    assertThat(at(plan, "2026-01-12T09:29:59")).isEqualTo("a");
    assertThat(at(plan, "2026-01-12T09:30:00")).isEqualTo("b");
    assertThat(at(plan, "2026-01-26T09:30:00")).isEqualTo("a");
    OnCallPlan friday = plan("Asia/Shanghai", layer("a b", "weekday", "friday", "every", 2));
    assertThat(at(friday, "2026-01-08T10:00:00")).isEqualTo("-");
    assertThat(at(friday, "2026-01-09T10:00:00")).isEqualTo("a");
    assertThat(at(friday, "2026-01-22T10:00:00")).isEqualTo("a");
    assertThat(at(friday, "2026-01-23T10:00:00")).isEqualTo("b");
  }

  @Test
  void aYearOfDaysIsSharedEvenlyAndWithoutGaps() {
    OnCallPlan plan = plan("Asia/Shanghai", layer("a b c", "turn", "daily"));
    Map<String, Integer> turns = new HashMap<>();
    Instant from = LocalDate.parse("2026-01-05").atTime(9, 0).atZone(SHANGHAI).toInstant();
    Rota rota = new Rota(plan);
    for (int quarter = 0; quarter < 4; quarter++) {
      Instant begin = from.plus(Duration.ofDays(90L * quarter));
      List<Shift> shifts = rota.shifts(only(plan), begin, begin.plus(Duration.ofDays(90)));
      assertThat(shifts).noneMatch(Shift::isGap);
      shifts.forEach(shift -> turns.merge(shift.person(), 1, Integer::sum));
      for (int i = 1; i < shifts.size(); i++) {
        assertThat(shifts.get(i).from()).isEqualTo(shifts.get(i - 1).until());
      }
    }
    assertThat(turns).containsOnly(Map.entry("a", 120), Map.entry("b", 120), Map.entry("c", 120));
  }

  @Test
  void turnsKeepToTheWallClockWhereClocksAreSet() {
    OnCallPlan plan = plan("Europe/Berlin", layer("a b", "turn", "daily", "handover", "02:30"));
    Rota rota = new Rota(plan);
    // 2026-03-29: 02:00 becomes 03:00; the handover at 02:30 is not on the clock.
    Instant gap = Instant.parse("2026-03-29T01:00:00Z");
    assertThat(rota.shifts(only(plan), gap.minusSeconds(3600), gap.plusSeconds(7200)))
        .extracting(Shift::from)
        .containsExactly(gap.minusSeconds(3600), Instant.parse("2026-03-29T01:30:00Z"));
    // 2026-10-25: 03:00 becomes 02:00; 02:30 comes twice, turns change once.
    Instant twice = Instant.parse("2026-10-25T00:30:00Z");
    assertThat(rota.shifts(only(plan), twice.minusSeconds(600), twice.plusSeconds(20_000)))
        .extracting(Shift::from)
        .containsExactly(twice.minusSeconds(600), twice);
    Instant from = Instant.parse("2026-03-20T12:00:00Z");
    List<Shift> spring = rota.shifts(only(plan), from, from.plus(Duration.ofDays(20)));
    assertThat(spring.subList(1, 20))
        .allSatisfy(shift ->
            assertThat(Duration.between(shift.from(), shift.until()).toHours())
                .isBetween(22L, 25L));
  }

  @Test
  void workdaysFollowTheCalendarWithItsHolidaysAndWorkedWeekends() {
    OnCallPlan plan =
        plan(
            "Asia/Shanghai",
            layer(
                "a b",
                "turn",
                "daily",
                "days",
                "workdays",
                "from",
                "09:00",
                "until",
                "18:00",
                "start",
                "2026-09-28",
                "handover",
                "00:00"),
            layer("night"));

    assertThat(at(plan, "2026-09-28T10:00:00")).isEqualTo("a"); // Monday
    assertThat(at(plan, "2026-09-29T10:00:00")).isEqualTo("b");
    assertThat(at(plan, "2026-09-29T18:00:00")).isEqualTo("night");
    assertThat(at(plan, "2026-09-30T10:00:00")).isEqualTo("a");
    assertThat(at(plan, "2026-10-01T10:00:00")).isEqualTo("night"); // holiday
    assertThat(at(plan, "2026-10-05T10:00:00")).isEqualTo("b"); // the next day that counts
    assertThat(at(plan, "2026-10-10T10:00:00")).isEqualTo("a"); // a worked Saturday
    assertThat(at(plan, "2026-10-11T10:00:00")).isEqualTo("night");
  }

  @Test
  void hoursOverMidnightBelongToTheDayTheyBeganOn() {
    OnCallPlan plan =
        plan(
            "Asia/Shanghai", layer("night", "days", "restdays", "from", "22:00", "until", "06:00"));

    assertThat(at(plan, "2026-01-10T23:00:00")).isEqualTo("night"); // Saturday night
    assertThat(at(plan, "2026-01-12T05:59:59")).isEqualTo("night"); // still Sunday's
    assertThat(at(plan, "2026-01-12T06:00:00")).isEqualTo("-");
    assertThat(at(plan, "2026-01-12T23:00:00")).isEqualTo("-");
  }

  @Test
  void hoursTakeTurnsToo() {
    OnCallPlan plan = plan("Asia/Shanghai", layer("a b", "turn", "hourly", "every", 12));

    assertThat(at(plan, "2026-01-05T20:59:00")).isEqualTo("a");
    assertThat(at(plan, "2026-01-05T21:00:00")).isEqualTo("b");
    assertThat(at(plan, "2026-01-06T09:00:00")).isEqualTo("a");
  }

  @Test
  void anOverrideStandsInForItsTimeAloneAndTheLaterOneWins() {
    Map<String, Object> tree = new HashMap<>(PlanTree.write(plan("Asia/Shanghai", layer("a"))));
    tree.put(
        "overrides",
        List.of(
            Map.of(
                "schedule",
                "s",
                "person",
                "b",
                "from",
                "2026-02-01T00:00:00+08:00",
                "until",
                "2026-02-03T00:00:00+08:00"),
            Map.of(
                "schedule",
                "s",
                "person",
                "c",
                "from",
                "2026-02-02T00:00:00+08:00",
                "until",
                "2026-02-02T12:00:00+08:00")));
    OnCallPlan plan = PlanTree.read(tree, SHANGHAI);

    assertThat(at(plan, "2026-01-31T23:59:59")).isEqualTo("a");
    assertThat(at(plan, "2026-02-01T00:00:00")).isEqualTo("b");
    assertThat(at(plan, "2026-02-02T11:59:59")).isEqualTo("c");
    assertThat(at(plan, "2026-02-02T12:00:00")).isEqualTo("b");
    assertThat(at(plan, "2026-02-03T00:00:00")).isEqualTo("a");
    Instant from = Instant.parse("2026-01-31T00:00:00Z");
    assertThat(new Rota(plan).shifts(only(plan), from, from.plus(Duration.ofDays(5))))
        .extracting(Shift::person)
        .containsExactly("a", "b", "c", "b", "a");
  }

  @Test
  void aGapIsAShiftOfNobody() {
    OnCallPlan plan =
        plan("Asia/Shanghai", layer("a", "from", "08:00", "until", "20:00", "turn", "daily"));
    Instant noon = Instant.parse("2026-01-06T04:00:00Z");

    Shift gap = new Rota(plan).gap(only(plan), noon, noon.plus(Duration.ofDays(2))).orElseThrow();
    assertThat(gap.from()).isEqualTo(Instant.parse("2026-01-06T12:00:00Z"));
    assertThat(gap.until()).isEqualTo(Instant.parse("2026-01-07T00:00:00Z"));
  }
}
