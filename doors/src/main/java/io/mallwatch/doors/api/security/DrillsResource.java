package io.mallwatch.doors.api.security;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/drills`: reports of drills, which `mallwatch drill` sends.
public final class DrillsResource {

  private static final int MAX_TEXT = 200;
  private static final int MAX_OUTCOMES = 100;

  private static final Shape<DrillsView.Outcome> OUTCOME =
      Shape.<DrillsView.Outcome>object("DrillOutcome")
          .field("fault", Shape.STRING, DrillsView.Outcome::fault)
          .field("rule", Shape.STRING, DrillsView.Outcome::rule)
          .optional("firedAfter", Shape.NUMBER, DrillsView.Outcome::firedAfter)
          .optional("incident", Shape.STRING, DrillsView.Outcome::incident)
          .field("notified", Shape.BOOLEAN, DrillsView.Outcome::notified)
          .optional("resolvedAfter", Shape.NUMBER, DrillsView.Outcome::resolvedAfter)
          .field("missed", Shape.list(Shape.STRING), DrillsView.Outcome::missed);

  private static final Shape<DrillsView.Drill> DRILL =
      Shape.<DrillsView.Drill>object("Drill")
          .field("id", Shape.STRING, DrillsView.Drill::id)
          .field("at", Shape.INSTANT, DrillsView.Drill::at)
          .field("by", Shape.STRING, DrillsView.Drill::by)
          .field("outcomes", Shape.list(OUTCOME), DrillsView.Drill::outcomes);

  private static final Shape<List<DrillsView.Drill>> DRILLS =
      Shape.<List<DrillsView.Drill>>object("Drills")
          .field("drills", Shape.list(DRILL), list -> list);

  private final DrillsView drills;

  public DrillsResource(DrillsView drills) {
    this.drills = drills;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/drills",
            "Reports of drills, newest first.",
            List.of(Parameter.integer("limit", "Most reports; 1 to 100, default 20.")),
            DRILLS,
            call -> drills.drills(ApiParams.integer(call, "limit", 20, 1, 100))),
        Endpoint.post(
            "/api/drills",
            "Keeps the report of a drill.",
            List.of(
                Parameter.optional("by", "Who ran it."),
                new Parameter("outcomes", "array", true, "What followed each fault.")),
            201,
            DRILL,
            this::keep));
  }

  private DrillsView.Drill keep(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    if (!(body.get("outcomes") instanceof List<?> list) || list.size() > MAX_OUTCOMES) {
      throw new RefusedException(
          Problem.bad("field 'outcomes' must be a list of at most " + MAX_OUTCOMES));
    }
    List<DrillsView.Outcome> outcomes = new ArrayList<>();
    for (Object item : list) {
      if (!(item instanceof Map<?, ?> map)) {
        throw new RefusedException(Problem.bad("field 'outcomes' must be a list of objects"));
      }
      outcomes.add(outcome(map));
    }
    return drills.keep(ApiParams.text(body, "by", MAX_TEXT).orElse(""), outcomes);
  }

  private static DrillsView.Outcome outcome(Map<?, ?> map) {
    List<String> missed = new ArrayList<>();
    if (map.get("missed") instanceof List<?> list) {
      list.forEach(one -> missed.add(String.valueOf(one)));
    }
    return new DrillsView.Outcome(
        ApiParams.required(map, "fault", MAX_TEXT),
        ApiParams.required(map, "rule", MAX_TEXT),
        number(map.get("firedAfter")),
        ApiParams.text(map, "incident", MAX_TEXT).orElse(null),
        Boolean.TRUE.equals(map.get("notified")),
        number(map.get("resolvedAfter")),
        missed);
  }

  private static @Nullable Double number(@Nullable Object value) {
    return value instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
  }
}
