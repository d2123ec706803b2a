package io.mallwatch.ops.oncall;

import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.oncall.OnCallPlan.Contact;
import io.mallwatch.ops.oncall.OnCallPlan.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// A plan and its escalations in memory, and calls that are written down instead of made.
final class MemoryOnCall implements OnCallRepository, Pages {

  final List<Stored> plans = new ArrayList<>();
  final List<String> calls = new ArrayList<>();
  private final Set<String> verified = new HashSet<>();
  private final Map<Integer, Escalation> escalations = new TreeMap<>();

  /// The calls since it was last asked.
  List<String> heard() {
    List<String> heard = List.copyOf(calls);
    calls.clear();
    return heard;
  }

  @Override
  public Optional<Stored> plan() {
    return plans.isEmpty() ? Optional.empty() : Optional.of(plans.getLast());
  }

  @Override
  public void keep(Stored stored) {
    plans.add(stored);
  }

  @Override
  public Set<String> verified() {
    return verified;
  }

  @Override
  public void verify(String contactKey, Instant at) {
    verified.add(contactKey);
  }

  @Override
  public List<Escalation> escalations() {
    return List.copyOf(escalations.values());
  }

  @Override
  public void keep(Escalation escalation) {
    escalations.put(escalation.incident(), escalation);
  }

  @Override
  public void forget(int incident) {
    escalations.remove(incident);
  }

  @Override
  public byte[] linkKey(Supplier<byte[]> fresh) {
    return fresh.get();
  }

  @Override
  public void call(Incident incident, Person person, Contact contact, int step) {
    calls.add("%d %s %s".formatted(step, person.id(), contact.kind()));
  }

  @Override
  public void code(Person person, Contact contact, String code) {
    calls.add("code %s %s %s".formatted(person.id(), contact.kind(), code));
  }
}
