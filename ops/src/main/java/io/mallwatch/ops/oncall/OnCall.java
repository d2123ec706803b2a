package io.mallwatch.ops.oncall;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.ops.oncall.OnCallPlan.Contact;
import io.mallwatch.ops.oncall.OnCallPlan.Person;
import io.mallwatch.ops.oncall.OnCallPlan.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The plan in force and what people change in it. Thread-safe; reads come from memory, every
/// change is durable before it counts.
public final class OnCall {

  private static final Duration CODE_VALID = Duration.ofMinutes(10);
  private static final int CODE_TRIES = 5;
  private static final int MOST_CODES = 1_000;

  private final OnCallRepository repository;
  private final Pages pages;
  private final ZoneId zone;
  private final InstantSource clock;
  private final RandomGenerator random;

  private volatile Current current;

  /// By contact. Guarded by this.
  private final Map<String, Code> codes = new HashMap<>();

  /// @param version counted from 1; 0 before the first
  /// @param verified keys of contacts that are known to reach their owner
  public record Current(OnCallPlan plan, int version, Set<String> verified) {
    public Current {
      verified = Set.copyOf(verified);
    }
  }

  private record Code(String digits, Instant until, int triesLeft) {}

  /// The plan of somebody else was changed meanwhile.
  public static final class StalePlanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StalePlanException(int version) {
      super("the plan is at version %d by now; read it again".formatted(version));
    }
  }

  /// @param zone where the plan names none
  /// @param random for codes; not to be guessed
  public OnCall(
      OnCallRepository repository,
      Pages pages,
      ZoneId zone,
      InstantSource clock,
      RandomGenerator random) {
    this.repository = repository;
    this.pages = pages;
    this.zone = zone;
    this.clock = clock;
    this.random = random;
    this.current =
        repository
            .plan()
            .map(stored ->
                new Current(
                    PlanTree.read(stored.tree(), zone), stored.version(), repository.verified()))
            .orElseGet(() -> new Current(OnCallPlan.EMPTY, 0, repository.verified()));
  }

  public Current current() {
    return current;
  }

  public OnCallPlan plan() {
    return current.plan();
  }

  /// Replaces the plan.
  ///
  /// @param tree as [PlanTree] reads it
  /// @param version of the plan that the change was made from
  /// @throws BadQueryException naming what is wrong
  /// @throws StalePlanException when somebody else was quicker
  public synchronized Current replace(Map<?, ?> tree, int version, String by) {
    OnCallPlan plan = PlanTree.read(tree, zone);
    if (version != current.version()) {
      throw new StalePlanException(current.version());
    }
    return keep(plan, by);
  }

  private Current keep(OnCallPlan plan, String by) {
    if (by.isBlank()) {
      throw new BadQueryException("by: a name is needed");
    }
    int version = current.version() + 1;
    repository.keep(
        new OnCallRepository.Stored(version, PlanTree.write(plan), by, clock.instant()));
    current = new Current(plan, version, current.verified());
    return current;
  }

  /// Lets `person` stand in for a schedule. What is long over is dropped from the plan.
  ///
  /// @throws BadQueryException when there is no such schedule or person, or the time is none
  public synchronized Current override(OnCallPlan.StandIn wanted, String by) {
    OnCallPlan plan = current.plan();
    if (plan.schedule(wanted.schedule()).isEmpty()) {
      throw new BadQueryException("schedule: there is no '%s'".formatted(wanted.schedule()));
    }
    if (plan.person(wanted.person()).isEmpty()) {
      throw new BadQueryException("person: there is no '%s'".formatted(wanted.person()));
    }
    if (!wanted.from().isBefore(wanted.until())) {
      throw new BadQueryException("until: must be after 'from'");
    }
    Instant old = clock.instant().minus(Duration.ofDays(90));
    List<OnCallPlan.StandIn> overrides = new ArrayList<>(plan.overrides());
    overrides.removeIf(one -> one.until().isBefore(old));
    overrides.add(wanted);
    return keep(
        new OnCallPlan(
            plan.people(),
            plan.teams(),
            plan.schedules(),
            overrides,
            plan.policies(),
            plan.calendar()),
        by);
  }

  /// Sends a code to a contact of the plan; it is good for ten minutes and five tries.
  ///
  /// @throws BadQueryException when the person has no such contact
  public void sendCode(String personId, String kind, String address) {
    Person person = person(personId);
    Contact contact = contact(person, kind, address);
    String digits = "%06d".formatted(random.nextInt(1_000_000));
    synchronized (this) {
      Instant now = clock.instant();
      codes.values().removeIf(code -> !code.until().isAfter(now));
      if (codes.size() >= MOST_CODES) {
        throw new BadQueryException("too many codes are on their way; try again in a while");
      }
      codes.put(contact.key(), new Code(digits, now.plus(CODE_VALID), CODE_TRIES));
    }
    pages.code(person, contact, digits);
  }

  private Person person(String id) {
    return plan()
        .person(id)
        .orElseThrow(() -> new BadQueryException("person: there is no '%s'".formatted(id)));
  }

  private static Contact contact(Person person, String kind, String address) {
    return person.contacts().stream()
        .filter(one -> one.kind().equals(kind) && one.address().equals(address))
        .findFirst()
        .orElseThrow(() ->
            new BadQueryException(
                "address: %s has no contact %s %s".formatted(person.name(), kind, address)));
  }

  /// Takes back the code that a contact received.
  ///
  /// @throws BadQueryException when it is wrong or its time is over
  public synchronized Current verify(String personId, String kind, String address, String digits) {
    Contact contact = contact(person(personId), kind, address);
    Code code = codes.get(contact.key());
    if (code == null || !code.until().isAfter(clock.instant()) || code.triesLeft() == 0) {
      throw new BadQueryException("code: none is awaited; have a new one sent");
    }
    if (!code.digits().equals(digits.strip())) {
      codes.put(contact.key(), new Code(code.digits(), code.until(), code.triesLeft() - 1));
      throw new BadQueryException("code: it is another one");
    }
    codes.remove(contact.key());
    repository.verify(contact.key(), clock.instant());
    Set<String> verified = new HashSet<>(current.verified());
    verified.add(contact.key());
    current = new Current(current.plan(), current.version(), verified);
    return current;
  }

  /// Times without anybody, of schedules that policies name, from now on; soonest first.
  public List<Gap> gaps(Duration ahead) {
    OnCallPlan plan = plan();
    Instant now = clock.instant();
    Rota rota = new Rota(plan);
    List<Gap> gaps = new ArrayList<>();
    for (Schedule schedule : plan.schedules()) {
      if (isUsed(plan, schedule)) {
        rota.gap(schedule, now, now.plus(ahead))
            .ifPresent(shift -> gaps.add(new Gap(schedule, shift.from(), shift.until())));
      }
    }
    gaps.sort(java.util.Comparator.comparing(Gap::from));
    return gaps;
  }

  private static boolean isUsed(OnCallPlan plan, Schedule schedule) {
    return plan.policies().stream()
        .flatMap(policy -> policy.steps().stream())
        .flatMap(step -> step.targets().stream())
        .anyMatch(target ->
            target.kind() == OnCallPlan.Target.Kind.SCHEDULE && target.id().equals(schedule.id()));
  }

  /// @param until where it ends, or as far as was looked
  public record Gap(Schedule schedule, Instant from, Instant until) {}
}
