package io.mallwatch.doors.api.oncall;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.ops.oncall.OnCall;
import io.mallwatch.ops.oncall.OnCallPlan;
import io.mallwatch.ops.oncall.PlanTree;
import io.mallwatch.ops.oncall.Rota;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/api/oncall`: who is on call, the plan, shifts, stand-ins, and the check of contacts.
public final class OnCallResource {

  private static final int MAX_NAME = 100;
  private static final int MAX_ADDRESS = 500;
  private static final Duration LOOK_AHEAD = Duration.ofDays(14);
  private static final Duration GAPS_AHEAD = Duration.ofDays(7);
  private static final String NEVER = "default now";

  private static final Shape<Rota.Shift> SHIFT =
      Shape.<Rota.Shift>object("Shift")
          .field("from", Shape.INSTANT, Rota.Shift::from)
          .field("until", Shape.INSTANT, Rota.Shift::until)
          .field("person", Shape.STRING, Rota.Shift::person)
          .field("source", Shape.STRING, Rota.Shift::source);

  private static final Shape<List<Rota.Shift>> SHIFTS =
      Shape.<List<Rota.Shift>>object("Shifts").field("shifts", Shape.list(SHIFT), list -> list);

  /// @param person id; null in a gap
  private record Duty(
      String schedule,
      String name,
      @Nullable String person,
      @Nullable String personName,
      @Nullable String source,
      Instant until,
      @Nullable String next) {}

  private static final Shape<Duty> DUTY =
      Shape.<Duty>object("OnDuty")
          .field("schedule", Shape.STRING, Duty::schedule)
          .field("name", Shape.STRING, Duty::name)
          .optional("person", Shape.STRING, Duty::person)
          .optional("personName", Shape.STRING, Duty::personName)
          .optional("source", Shape.STRING, Duty::source)
          .field("until", Shape.INSTANT, Duty::until)
          .optional("next", Shape.STRING, Duty::next);

  private static final Shape<OnCall.Gap> GAP =
      Shape.<OnCall.Gap>object("OnCallGap")
          .field("schedule", Shape.STRING, gap -> gap.schedule().id())
          .field("from", Shape.INSTANT, OnCall.Gap::from)
          .field("until", Shape.INSTANT, OnCall.Gap::until);

  private record Now(Instant at, List<Duty> onDuty, List<OnCall.Gap> gaps) {}

  private static final Shape<Now> NOW =
      Shape.<Now>object("OnCallNow")
          .field("at", Shape.INSTANT, Now::at)
          .field("onDuty", Shape.list(DUTY), Now::onDuty)
          .field("gaps", Shape.list(GAP), Now::gaps);

  private static final Shape<OnCall.Current> PLAN =
      Shape.<OnCall.Current>object("OnCallPlan")
          .field("version", Shape.INTEGER, OnCall.Current::version)
          .field("plan", Shape.FREE, current -> PlanTree.write(current.plan()))
          .field(
              "verified",
              Shape.list(Shape.STRING),
              current -> current.verified().stream().sorted().toList());

  private static final Shape<Boolean> DONE =
      Shape.<Boolean>object("Done").field("done", Shape.BOOLEAN, done -> done);

  private static final List<Parameter> CONTACT =
      List.of(
          Parameter.required("person", "Id of the person."),
          Parameter.required("kind", "Of the contact, such as `email`."),
          Parameter.required("address", "Of the contact."));

  private final OnCall onCall;
  private final InstantSource clock;

  public OnCallResource(OnCall onCall, InstantSource clock) {
    this.onCall = onCall;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    List<Parameter> code = new ArrayList<>(CONTACT);
    code.add(Parameter.required("code", "The six digits."));
    return List.of(
        Endpoint.get(
            "/api/oncall",
            "Who is on call, and the gaps of the next seven days.",
            List.of(Parameter.optional("at", "RFC 3339 or milliseconds; " + NEVER + ".")),
            NOW,
            this::now),
        Endpoint.get(
            "/api/oncall/plan",
            "People, teams, schedules, stand-ins, policies and the workday calendar.",
            List.of(),
            PLAN,
            _ -> onCall.current()),
        Endpoint.post(
            "/api/oncall/plan",
            "Replaces the plan; 409 when somebody else was quicker.",
            List.of(
                new Parameter("plan", "object", true, "As it was read."),
                new Parameter("version", "integer", true, "That it was read with."),
                Parameter.required("by", "Name of the person.")),
            200,
            PLAN,
            this::replace),
        Endpoint.get(
            "/api/oncall/shifts",
            "Shifts and gaps of a schedule, at most 100 days.",
            List.of(
                Parameter.required("schedule", "Id of the schedule."),
                Parameter.optional("from", "RFC 3339 or milliseconds; " + NEVER + "."),
                Parameter.optional("until", "Likewise; default 14 days later.")),
            SHIFTS,
            this::shifts),
        Endpoint.post(
            "/api/oncall/overrides",
            "Lets somebody stand in.",
            List.of(
                Parameter.required("schedule", "Id of the schedule."),
                Parameter.required("person", "Id of who stands in."),
                Parameter.required("from", "RFC 3339."),
                Parameter.required("until", "RFC 3339."),
                Parameter.required("by", "Name of the person.")),
            200,
            PLAN,
            this::standIn),
        Endpoint.post(
            "/api/oncall/contacts/code",
            "Sends a code to a contact of the plan.",
            CONTACT,
            202,
            DONE,
            this::sendCode),
        Endpoint.post(
            "/api/oncall/contacts/verify",
            "Takes the code back; the contact is verified from then on.",
            code,
            200,
            PLAN,
            this::verify));
  }

  private Now now(Call call) {
    Instant at = ApiParams.time(call, "at").orElseGet(clock::instant);
    OnCallPlan plan = onCall.plan();
    Rota rota = new Rota(plan);
    List<Duty> duties = new ArrayList<>();
    for (OnCallPlan.Schedule schedule : plan.schedules()) {
      List<Rota.Shift> ahead = rota.shifts(schedule, at, at.plus(LOOK_AHEAD));
      Rota.Shift present = ahead.getFirst();
      String next =
          ahead.stream()
              .skip(1)
              .filter(shift -> !shift.isGap())
              .findFirst()
              .map(shift -> name(plan, shift.person()))
              .orElse(null);
      duties.add(
          new Duty(
              schedule.id(),
              schedule.name(),
              present.isGap() ? null : present.person(),
              present.isGap() ? null : name(plan, present.person()),
              present.isGap() ? null : present.source(),
              present.until(),
              next));
    }
    return new Now(at, duties, onCall.gaps(GAPS_AHEAD));
  }

  private static String name(OnCallPlan plan, String id) {
    return plan.person(id).map(OnCallPlan.Person::name).orElse(id);
  }

  private OnCall.Current replace(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    if (!(body.get("plan") instanceof Map<?, ?> tree)) {
      throw new RefusedException(Problem.bad("field 'plan' must be an object"));
    }
    int version = ApiParams.number(body, "version", 0, Integer.MAX_VALUE);
    try {
      return onCall.replace(tree, version, ApiParams.required(body, "by", MAX_NAME));
    } catch (OnCall.StalePlanException e) {
      throw new RefusedException(Problem.conflict(String.valueOf(e.getMessage())));
    }
  }

  private List<Rota.Shift> shifts(Call call) {
    String id = call.param("schedule").orElseThrow(() -> ApiParams.bad("schedule", "is missing"));
    OnCallPlan plan = onCall.plan();
    Optional<OnCallPlan.Schedule> schedule = plan.schedule(id);
    if (schedule.isEmpty()) {
      throw new RefusedException(Problem.notFound("there is no schedule '%s'".formatted(id)));
    }
    Instant from = ApiParams.time(call, "from").orElseGet(clock::instant);
    Instant until = ApiParams.time(call, "until").orElse(from.plus(LOOK_AHEAD));
    if (!from.isBefore(until)) {
      throw ApiParams.bad("until", "must be after 'from'");
    }
    return new Rota(plan).shifts(schedule.get(), from, until);
  }

  private OnCall.Current standIn(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    return onCall.override(
        new OnCallPlan.StandIn(
            ApiParams.required(body, "schedule", MAX_NAME),
            ApiParams.required(body, "person", MAX_NAME),
            time(body, "from"),
            time(body, "until")),
        ApiParams.required(body, "by", MAX_NAME));
  }

  private static Instant time(Map<?, ?> body, String name) {
    String text = ApiParams.required(body, name, 40);
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new RefusedException(
          Problem.bad("field '%s' is '%s'; an RFC 3339 time is needed".formatted(name, text)));
    }
  }

  private boolean sendCode(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    onCall.sendCode(
        ApiParams.required(body, "person", MAX_NAME),
        ApiParams.required(body, "kind", MAX_NAME),
        ApiParams.required(body, "address", MAX_ADDRESS));
    return true;
  }

  private OnCall.Current verify(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    return onCall.verify(
        ApiParams.required(body, "person", MAX_NAME),
        ApiParams.required(body, "kind", MAX_NAME),
        ApiParams.required(body, "address", MAX_ADDRESS),
        ApiParams.required(body, "code", 20));
  }
}
