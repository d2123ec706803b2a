package io.mallwatch.ops.oncall;

import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.ops.incident.Priority;
import io.mallwatch.ops.incident.TimelineEvent.Kind;
import io.mallwatch.ops.oncall.OnCallPlan.Contact;
import io.mallwatch.ops.oncall.OnCallPlan.Person;
import io.mallwatch.ops.oncall.OnCallPlan.Policy;
import io.mallwatch.ops.oncall.OnCallPlan.Quiet;
import io.mallwatch.ops.oncall.OnCallPlan.Step;
import io.mallwatch.ops.oncall.OnCallPlan.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Calls people about open incidents, step by step as their policy says, until somebody
/// acknowledges. The last step comes again and again. A step that finds nobody is passed over at
/// once; when the last one finds nobody, everyone is called. A breach of the response clock brings
/// the next step at once, one of the resolution clock calls the next step although somebody has
/// acknowledged. Quiet hours hold a call back, but never one about a P0. Thread-safe.
public final class Escalations {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");

  private final Incidents incidents;
  private final OnCall onCall;
  private final OnCallRepository repository;
  private final Pages pages;
  private final InstantSource clock;

  /// By incident. Guarded by this.
  private final Map<Integer, Escalation> running = new HashMap<>();

  public Escalations(
      Incidents incidents,
      OnCall onCall,
      OnCallRepository repository,
      Pages pages,
      InstantSource clock) {
    this.incidents = incidents;
    this.onCall = onCall;
    this.repository = repository;
    this.pages = pages;
    this.clock = clock;
    repository.escalations().forEach(one -> running.put(one.incident(), one));
  }

  /// Does what is due; to be called every few seconds.
  public synchronized void tick() {
    Instant now = clock.instant();
    Set<Integer> open = new LinkedHashSet<>();
    for (Incident incident : incidents.open()) {
      open.add(incident.number());
      attend(incident, now);
    }
    List<Integer> over = running.keySet().stream().filter(one -> !open.contains(one)).toList();
    over.forEach(number -> {
      running.remove(number);
      repository.forget(number);
    });
  }

  /// The running escalation of an incident.
  public synchronized Optional<Escalation> of(int incident) {
    return Optional.ofNullable(running.get(incident));
  }

  private void attend(Incident incident, Instant now) {
    OnCallPlan plan = onCall.plan();
    Escalation before = running.get(incident.number());
    Escalation state = before;
    Policy policy = state == null ? null : plan.policy(state.policy()).orElse(null);
    if (state == null || policy == null || !state.openedAt().equals(incident.openedAt())) {
      policy = plan.policyFor(incident).orElse(null);
      if (policy == null) {
        return; // nobody is planned to be called
      }
      state = Escalation.begin(incident.number(), incident.openedAt(), policy, incident.openedAt());
    }
    state =
        incident.state() == Incident.State.ACKNOWLEDGED
            ? acknowledged(incident, policy, state, now)
            : triggered(incident, policy, state, now);
    if (!state.equals(before)) {
      running.put(incident.number(), state);
      repository.keep(state);
    }
  }

  private Escalation acknowledged(
      Incident incident, Policy policy, Escalation before, Instant now) {
    Escalation state = before;
    Instant since = state.acknowledgedAt();
    if (since == null) {
      state = state.acknowledged(now);
    } else if (!policy.ackTimeout().isZero() && !since.plus(policy.ackTimeout()).isAfter(now)) {
      incidents.unacknowledge(incident.number(), policy.ackTimeout());
      return state.again(now);
    }
    if (incident.resolutionBreached(now) && !state.told().contains("resolution")) {
      state = fire(incident, policy, state.told("resolution"), now);
    }
    return send(incident, state, now);
  }

  private Escalation triggered(Incident incident, Policy policy, Escalation before, Instant now) {
    Escalation state = before;
    if (state.acknowledgedAt() != null) {
      state = state.again(now);
    }
    if (incident.isSnoozed(now)) {
      return state;
    }
    for (String breach : List.of("response", "resolution")) {
      boolean late =
          breach.equals("response")
              ? incident.responseBreached(now)
              : incident.resolutionBreached(now);
      if (late && !state.told().contains(breach)) {
        state = state.told(breach).next(state.step(), now);
      }
    }
    if (!state.due().isAfter(now)) {
      state = fire(incident, policy, state, now);
    }
    return send(incident, state, now);
  }

  /// Calls the people of the step that is due, or of the first after it that has any.
  private Escalation fire(Incident incident, Policy policy, Escalation state, Instant now) {
    int last = policy.steps().size() - 1;
    int step = Math.min(state.step(), last);
    Set<Person> called = people(policy.steps().get(step), now);
    while (called.isEmpty() && step < last) {
      nobody(incident, policy.steps().get(step), step);
      step++;
      called = people(policy.steps().get(step), now);
    }
    if (called.isEmpty()) {
      nobody(incident, policy.steps().get(step), step);
      called = new LinkedHashSet<>(onCall.plan().people());
    }
    tell(incident, policy.steps().get(step), step, called);
    List<Escalation.Waiting> calls = new ArrayList<>(state.waiting()); // none is made twice
    for (Person person : called) {
      calls(incident, person, step + 1, now).stream()
          .filter(call -> calls.stream().noneMatch(call::isSameAs))
          .forEach(calls::add);
    }
    Instant due =
        step == last ? now.plus(policy.repeat()) : now.plus(policy.steps().get(step + 1).after());
    return state.next(Math.min(step + 1, last), due).waitingFor(calls);
  }

  private Set<Person> people(Step step, Instant now) {
    OnCallPlan plan = onCall.plan();
    Rota rota = new Rota(plan);
    Set<Person> people = new LinkedHashSet<>();
    for (Target target : step.targets()) {
      switch (target.kind()) {
        case EVERYONE -> people.addAll(plan.people());
        case PERSON -> plan.person(target.id()).ifPresent(people::add);
        case TEAM ->
            plan.teams().stream()
                .filter(team -> team.id().equals(target.id()))
                .flatMap(team -> team.members().stream())
                .forEach(id -> plan.person(id).ifPresent(people::add));
        case SCHEDULE ->
            plan.schedule(target.id())
                .flatMap(schedule -> rota.at(schedule, now))
                .flatMap(duty -> plan.person(duty.person()))
                .ifPresent(people::add);
      }
    }
    people.removeIf(person -> person.contacts().isEmpty());
    return people;
  }

  private void tell(Incident incident, Step step, int index, Set<Person> called) {
    String names = called.stream().map(Person::name).collect(Collectors.joining(", "));
    String targets = targets(step);
    incidents.happened(
        incident.number(),
        Kind.ESCALATED,
        called.isEmpty()
            ? "第 %d 步：计划里没有任何可以呼叫的人".formatted(index + 1)
            : "第 %d 步：呼叫 %s（%s）".formatted(index + 1, names, targets),
        called.isEmpty()
            ? "Step %d: the plan has nobody who could be called".formatted(index + 1)
            : "Step %d: calling %s (%s)".formatted(index + 1, names, targets),
        Map.of("step", Integer.toString(index + 1), "people", names));
  }

  private void nobody(Incident incident, Step step, int index) {
    String targets = targets(step);
    incidents.happened(
        incident.number(),
        Kind.ESCALATED,
        "第 %d 步：%s 无人可呼叫，立即升级".formatted(index + 1, targets),
        "Step %d: nobody to call at %s; going on at once".formatted(index + 1, targets),
        Map.of("step", Integer.toString(index + 1), "people", ""));
  }

  private static String targets(Step step) {
    return step.targets().stream().map(PlanTree::text).collect(Collectors.joining(", "));
  }

  /// When `person` is reached over which contact. Contacts that were never verified count only when
  /// no other does.
  private List<Escalation.Waiting> calls(Incident incident, Person person, int step, Instant now) {
    List<Contact> fit =
        person.contacts().stream()
            .filter(contact -> incident.priority().compareTo(contact.least()) <= 0)
            .toList();
    Set<String> verified = onCall.current().verified();
    List<Contact> sure = fit.stream().filter(one -> verified.contains(one.key())).toList();
    List<Escalation.Waiting> calls = new ArrayList<>();
    for (Contact contact : sure.isEmpty() ? fit : sure) {
      Instant due = now.plus(contact.after());
      Instant allowed = incident.priority() == Priority.P0 ? due : awake(person, due);
      calls.add(new Escalation.Waiting(person.id(), contact.key(), step, allowed));
      if (!allowed.equals(due)) {
        incidents.happened(
            incident.number(),
            Kind.ESCALATED,
            "%s 处于免打扰时段，%s 再呼叫".formatted(person.name(), time(person, allowed)),
            "%s has quiet hours; called at %s".formatted(person.name(), time(person, allowed)),
            Map.of("person", person.id(), "until", allowed.toString()));
      }
    }
    return calls;
  }

  private static String time(Person person, Instant at) {
    return TIME.format(at.atZone(person.zone()));
  }

  /// `at`, or the end of the person's quiet hours when it falls into them.
  static Instant awake(Person person, Instant at) {
    Quiet quiet = person.quiet();
    if (quiet == null || quiet.from().equals(quiet.until())) {
      return at;
    }
    ZonedDateTime local = at.atZone(person.zone());
    boolean overnight = quiet.until().isBefore(quiet.from());
    boolean late = !local.toLocalTime().isBefore(quiet.from());
    boolean early = local.toLocalTime().isBefore(quiet.until());
    if (overnight ? !(late || early) : !(late && early)) {
      return at;
    }
    int days = overnight && late ? 1 : 0;
    return local
        .toLocalDate()
        .plusDays(days)
        .atTime(quiet.until())
        .atZone(person.zone())
        .toInstant();
  }

  private Escalation send(Incident incident, Escalation state, Instant now) {
    List<Escalation.Waiting> later = new ArrayList<>();
    for (Escalation.Waiting call : state.waiting()) {
      if (call.due().isAfter(now)) {
        later.add(call);
        continue;
      }
      onCall
          .plan()
          .person(call.person())
          .ifPresent(person ->
              person.contacts().stream()
                  .filter(contact -> contact.key().equals(call.contact()))
                  .findFirst()
                  .ifPresent(contact -> pages.call(incident, person, contact, call.step())));
    }
    return later.size() == state.waiting().size() ? state : state.waitingFor(later);
  }
}
