package io.mallwatch.ops.oncall;

import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.Priority;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that is planned about calling people, whole and consistent. [PlanTree] reads and
/// writes it.
///
/// @param overrides who stands in for a schedule; a later one wins over an earlier one
/// @param policies in order: the first whose matchers fit an incident is its policy
public record OnCallPlan(
    List<Person> people,
    List<Team> teams,
    List<Schedule> schedules,
    List<StandIn> overrides,
    List<Policy> policies,
    WorkCalendar calendar) {

  /// Nobody is called.
  public static final OnCallPlan EMPTY =
      new OnCallPlan(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          new WorkCalendar(Set.of(), Set.of()));

  public OnCallPlan {
    people = List.copyOf(people);
    teams = List.copyOf(teams);
    schedules = List.copyOf(schedules);
    overrides = List.copyOf(overrides);
    policies = List.copyOf(policies);
  }

  /// @param quiet when calls wait, but for P0; null for never
  public record Person(
      String id, String name, ZoneId zone, List<Contact> contacts, @Nullable Quiet quiet) {
    public Person {
      contacts = List.copyOf(contacts);
    }
  }

  /// A way to reach a person.
  ///
  /// @param kind `email`, `webhook`, `wecom`, `dingtalk`, `feishu`, `slack`, or `receiver` for a
  ///   receiver of the routing, with whatever channels it has
  /// @param address mail address, URL, or name of the receiver
  /// @param after how long after the call it is used
  /// @param least used for incidents of this priority and graver ones
  public record Contact(String kind, String address, Duration after, Priority least) {

    /// What tells it from others.
    public String key() {
      return kind + ' ' + address;
    }
  }

  /// @param until before `from` when it lasts over midnight
  public record Quiet(LocalTime from, LocalTime until) {}

  /// @param members ids of people
  public record Team(String id, String name, List<String> members) {
    public Team {
      members = List.copyOf(members);
    }
  }

  /// Who is on call when. Of its layers the first that has somebody counts.
  public record Schedule(String id, String name, ZoneId zone, List<Layer> layers) {
    public Schedule {
      layers = List.copyOf(layers);
    }
  }

  /// People who take turns.
  ///
  /// @param people ids, in turn
  /// @param turn how long a turn is
  /// @param every so many of these make a turn
  /// @param handover when turns begin
  /// @param weekday on which turns of weeks begin
  /// @param start the first turn begins on this day or, for weeks, the first such weekday from it
  ///   on
  /// @param days on which it counts
  /// @param from at which time of these days it begins to count
  /// @param until when it ends; equal to `from` for the whole day, before it for over midnight
  public record Layer(
      String name,
      List<String> people,
      Turn turn,
      int every,
      LocalTime handover,
      DayOfWeek weekday,
      LocalDate start,
      Days days,
      LocalTime from,
      LocalTime until) {
    public Layer {
      people = List.copyOf(people);
    }
  }

  /// Length of a turn.
  public enum Turn {
    HOURLY,
    DAILY,
    WEEKLY
  }

  /// On which days a layer counts. Turns of days go on only on days that count.
  public enum Days {
    ALL,
    WORKDAYS,
    RESTDAYS
  }

  /// @param until exclusive
  public record StandIn(String schedule, String person, Instant from, Instant until) {}

  /// What is done about an incident until somebody acknowledges it.
  ///
  /// @param match labels that an alert of the incident must have; empty for every incident
  /// @param repeat how often the last step comes again
  /// @param ackTimeout after which an acknowledged incident that is not resolved is called about
  ///   again; zero for never
  public record Policy(
      String id,
      String name,
      Map<String, String> match,
      List<Step> steps,
      Duration repeat,
      Duration ackTimeout) {
    public Policy {
      match = Map.copyOf(match);
      steps = List.copyOf(steps);
    }

    boolean fits(Incident incident) {
      return match.isEmpty()
          || incident.alerts().stream()
              .anyMatch(alert ->
                  match.entrySet().stream()
                      .allMatch(one -> alert.labels().get(one.getKey()).equals(one.getValue())));
    }
  }

  /// @param after the step before it, or the opening
  public record Step(Duration after, List<Target> targets) {
    public Step {
      targets = List.copyOf(targets);
    }
  }

  /// @param id empty for everyone
  public record Target(Kind kind, String id) {

    /// Whom it names.
    public enum Kind {
      SCHEDULE,
      PERSON,
      TEAM,
      EVERYONE
    }
  }

  /// Days that are not as their weekday says: holidays, and weekends that are worked (调休).
  public record WorkCalendar(Set<LocalDate> holidays, Set<LocalDate> workdays) {
    public WorkCalendar {
      holidays = Set.copyOf(holidays);
      workdays = Set.copyOf(workdays);
    }

    public boolean isWorkday(LocalDate day) {
      boolean weekend =
          day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
      return workdays.contains(day) || (!weekend && !holidays.contains(day));
    }

    boolean counts(Days days, LocalDate day) {
      return switch (days) {
        case ALL -> true;
        case WORKDAYS -> isWorkday(day);
        case RESTDAYS -> !isWorkday(day);
      };
    }
  }

  public Optional<Person> person(String id) {
    return people.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  public Optional<Schedule> schedule(String id) {
    return schedules.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  Optional<Policy> policy(String id) {
    return policies.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  Optional<Policy> policyFor(Incident incident) {
    return policies.stream().filter(policy -> policy.fits(incident)).findFirst();
  }
}
