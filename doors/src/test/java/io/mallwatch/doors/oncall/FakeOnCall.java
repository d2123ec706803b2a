package io.mallwatch.doors.oncall;

import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.oncall.Escalation;
import io.mallwatch.ops.oncall.OnCall;
import io.mallwatch.ops.oncall.OnCallPlan.Contact;
import io.mallwatch.ops.oncall.OnCallPlan.Person;
import io.mallwatch.ops.oncall.OnCallRepository;
import io.mallwatch.ops.oncall.Pages;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/// A plan with one person and one schedule that is kept nowhere.
public final class FakeOnCall implements OnCallRepository, Pages {

  private static final Map<String, Object> PLAN =
      Map.of(
          "people",
          List.of(
              Map.of(
                  "id", "wang",
                  "name", "王芳",
                  "contacts", List.of(Map.of("kind", "email", "address", "wang@mall.example")))),
          "schedules",
          List.of(
              Map.of(
                  "id", "primary",
                  "name", "主值班",
                  "layers",
                      List.of(
                          Map.of(
                              "people",
                              List.of("wang"),
                              "start",
                              "2026-01-05",
                              "from",
                              "08:00",
                              "until",
                              "20:00",
                              "turn",
                              "daily")))),
          "policies",
          List.of(
              Map.of(
                  "id", "std", "steps", List.of(Map.of("targets", List.of("schedule:primary"))))));

  public String sent = "";

  /// The plan as people use it.
  public static OnCall at(InstantSource clock) {
    return new FakeOnCall().onCall(clock);
  }

  public OnCall onCall(InstantSource clock) {
    return new OnCall(this, this, ZoneId.of("Asia/Shanghai"), clock, new Random(7));
  }

  @Override
  public Optional<Stored> plan() {
    return Optional.of(new Stored(3, PLAN, "admin", Instant.EPOCH));
  }

  @Override
  public void keep(Stored stored) {
    // the plan in force is in memory
  }

  @Override
  public Set<String> verified() {
    return Set.of("webhook http://old");
  }

  @Override
  public void verify(String contactKey, Instant at) {
    // likewise
  }

  @Override
  public List<Escalation> escalations() {
    return List.of();
  }

  @Override
  public void keep(Escalation escalation) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void forget(int incident) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] linkKey(Supplier<byte[]> fresh) {
    return fresh.get();
  }

  @Override
  public void call(Incident incident, Person person, Contact contact, int step) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void code(Person person, Contact contact, String code) {
    sent = code;
  }
}
